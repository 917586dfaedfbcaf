package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.ChatStreams;
import org.chatmodels.FinishReason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The rules that hold for every provider that computes its answers inside the JVM, as JUnit tests: events, closing,
 * options, tools, forms of answers, texts for people. A provider's test class extends this.
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class InProcessContract extends FeatureRules {
    /** What a provider may do without. */
    public enum Feature {
        /** The same seeded request has the same answer, streamed or not. */
        SEED,
        /** The answer comes in more than one piece, so that there is something to cut. */
        PIECES,
        /** The length of the answer can be limited. */
        MAX_TOKENS,
        /** The answer ends before a given sequence. */
        STOP,
        /** Answers tell their usage. */
        USAGE,
        /** The model can call tools. The rules need a JSON binding, such as {@code chatmodels-spi}, where tests run. */
        TOOLS,
        /** The answer fits a JSON Schema; needs a binding too. */
        SCHEMA
    }

    /** For subclasses; JUnit makes one instance for each rule. */
    protected InProcessContract() {}

    @Test
    void streamHasStartedFirstAndFinishedLastAndAllOfTheText() {
        ChatModel model = open();
        ChatResponse response = Reading.of(() -> model.stream(seeded().build())).whole();
        assertComplete(response, model);
        assertComplete(model.chat(seeded().build()), model);
    }

    @Test
    void sameSeedHasTheSameAnswerStreamedOrNot() {
        needs(Feature.SEED);
        ChatModel model = open();
        String text = model.chat(seeded().build()).text();
        assertEquals(text, model.chat(seeded().build()).text());
        assertEquals(text, Reading.of(() -> model.stream(seeded().build())).text());
    }

    @Test
    void lengthOfTheAnswerIsLimited() {
        needs(Feature.MAX_TOKENS);
        ChatResponse response = open().chat(seeded().maxTokens(3).build());
        assertEquals(FinishReason.Kind.LENGTH, response.finishReason().kind());
        if (!without().contains(Feature.USAGE)) {
            assertEquals(3, response.usage().outputTokens().orElseThrow());
        }
    }

    @Test
    void answerEndsBeforeTheStopSequence() {
        needs(Feature.STOP);
        ChatModel model = open();
        ChatResponse response = model.chat(seeded().stop(" ").build());
        assertFalse(response.text().contains(" "), "the stop sequence stands in the answer");
        assertEquals(FinishReason.Kind.STOP, response.finishReason().kind());
        Reading streamed = Reading.of(() -> model.stream(seeded().stop(" ").build()));
        streamed.whole();
        assertFalse(streamed.text().contains(" "), "the stop sequence stands in the stream");
    }

    @Test
    void earlyCloseEndsTheStreamAndKeepsWhatCame() {
        needs(Feature.PIECES);
        ChatStream stream = open().stream(seeded().build());
        Iterator<ChatEvent> events = stream.iterator();
        String first = firstText(events);
        stream.close();
        CancelledException failure = Canaries.absentFrom(assertThrows(CancelledException.class, events::next));
        assertEquals(first, failure.partial().orElseThrow().text());
        assertThrows(CancelledException.class, stream::response);
    }

    @Test
    void closeAfterTheEndChangesNothing() {
        ChatStream stream = open().stream(seeded().build());
        ChatResponse response = stream.response();
        stream.close();
        stream.close();
        assertSame(response, stream.response());
    }

    @Test
    void secondIteratorIsRefused() {
        try (ChatStream stream = open().stream(seeded().build())) {
            assertTrue(stream.iterator().hasNext(), "a stream without events");
            assertThrows(IllegalStateException.class, stream::iterator);
        }
    }

    @Test
    void interruptBeforeACallCancelsIt() {
        ChatModel model = open();
        Thread.currentThread().interrupt();
        try {
            assertThrows(CancelledException.class, () -> model.chat(seeded().build()));
            assertTrue(Thread.currentThread().isInterrupted(), "the interrupt flag is gone");
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void futureHasTheAnswer() throws Exception {
        ChatModel model = open();
        ChatResponse response = model.chatAsync(seeded().build()).get(30, TimeUnit.SECONDS);
        assertComplete(response, model);
        if (!without().contains(Feature.SEED)) {
            assertEquals(model.chat(seeded().build()).text(), response.text());
        }
    }

    @Test
    void publisherTellsWhatAStreamTells() throws Exception {
        Flow.Publisher<ChatEvent> publisher = ChatStreams.publisher(open(), seeded().build(), Runnable::run);
        Collected collected = new Collected();
        publisher.subscribe(collected);
        collected.end.get(30, TimeUnit.SECONDS);
        new Reading(collected.events, Optional.empty()).whole();
    }

    /** Wants everything. */
    private static final class Collected implements Flow.Subscriber<ChatEvent> {
        private final List<ChatEvent> events = new ArrayList<>();
        private final CompletableFuture<Boolean> end = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(ChatEvent event) {
            events.add(event);
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(true);
        }
    }

    @Test
    void modelIsThreadSafe() {
        ChatModel model = open();
        String expected = model.chat(seeded().build()).text();
        List<String> texts = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i ->
                        Reading.of(() -> model.stream(seeded().build())).whole().text())
                .toList();
        if (!without().contains(Feature.SEED)) {
            texts.forEach(text -> assertEquals(expected, text));
        }
    }

    @Test
    void eightStreamsRunInTurns() {
        needs(Feature.SEED);
        ChatModel model = open();
        List<Iterator<ChatEvent>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(model.stream(seeded().build()).iterator());
        }
        while (all.get(0).hasNext()) {
            ChatEvent event = all.get(0).next();
            for (Iterator<ChatEvent> other : all.subList(1, 8)) {
                ChatEvent same = other.next();
                assertEquals(event.getClass(), same.getClass());
            }
        }
        all.forEach(events -> assertFalse(events.hasNext(), "the streams differ in length"));
    }

    @Test
    void nullIsRefused() {
        ChatModel model = open();
        assertThrows(NullPointerException.class, () -> model.chat(nothing()));
        assertThrows(NullPointerException.class, () -> model.stream(nothing()));
    }

    @Test
    void noTextForPeopleHoldsThePrompt() {
        ChatModel model = open();
        Canaries.absentFrom(model + " " + model.location() + " " + seeded().build());
    }

    private void assertComplete(ChatResponse response, ChatModel model) {
        assertEquals(model.location(), response.servedBy());
        assertFalse(response.text().isEmpty(), "an answer without text");
        if (!without().contains(Feature.USAGE)) {
            assertTrue(response.usage().inputTokens().orElseThrow() > 0, "input tokens");
            assertTrue(response.usage().outputTokens().orElseThrow() > 0, "output tokens");
        }
    }

    private static String firstText(Iterator<ChatEvent> events) {
        assertInstanceOf(ChatEvent.Started.class, events.next());
        return assertInstanceOf(ChatEvent.TextDelta.class, events.next()).text();
    }

    @SuppressWarnings("NullAway")
    private static ChatRequest nothing() {
        return null;
    }
}
