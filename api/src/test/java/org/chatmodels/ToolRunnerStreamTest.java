package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.chatmodels.ToolScene.call;
import static org.chatmodels.ToolScene.request;
import static org.chatmodels.ToolScene.result;
import static org.chatmodels.ToolScene.says;
import static org.chatmodels.ToolScene.tool;
import static org.chatmodels.ToolScene.wants;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.chatmodels.ChatEvent.Finished;
import org.chatmodels.ChatEvent.Opaque;
import org.chatmodels.ChatEvent.ReasoningDelta;
import org.chatmodels.ChatEvent.Started;
import org.chatmodels.ChatEvent.TextDelta;
import org.chatmodels.ChatEvent.ToolCallDelta;
import org.chatmodels.ChatEvent.ToolFinished;
import org.chatmodels.ChatEvent.ToolStarted;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the reader of all rounds sees. */
class ToolRunnerStreamTest {
    private final ToolScene scene = new ToolScene();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger read = new AtomicInteger();

    @AfterEach
    void close() {
        scene.close();
    }

    /** Counts how far it was read, and closings. */
    private ChatStream streamed(ChatEvent... events) {
        Iterator<ChatEvent> source = List.of(events).iterator();
        Iterator<ChatEvent> counted = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return source.hasNext();
            }

            @Override
            public ChatEvent next() {
                read.incrementAndGet();
                return source.next();
            }
        };
        return ChatStreams.of(counted, closed::incrementAndGet);
    }

    private static ChatResponse whole(ChatResponse answer) {
        return answer.servedBy(ToolScene.LOCATION);
    }

    @Test
    void eventsOfAllRoundsComeWithOneStartAndOneEnd() {
        Part.ToolCall wish = call(0, "sun");
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = scene.runner(wants("sun"), says("ok")).stream(request(tool("sun")))) {
            stream.forEach(events::add);
        }

        assertThat(events.subList(0, events.size() - 1))
                .containsExactly(
                        new Started("a", "m"),
                        new TextDelta("Let me see."),
                        new ToolCallDelta(0, wish.id(), "sun", wish.arguments()),
                        new ToolStarted(wish),
                        new ToolFinished(new Part.ToolResult("0sun", "sun", "sun done", false)),
                        new TextDelta("ok"));
        ChatResponse answer = ((Finished) events.get(events.size() - 1)).response();
        assertThat(answer.text()).isEqualTo("ok");
        assertThat(answer.usage()).isEqualTo(Usage.of(20, 2));
        assertThat(scene.told)
                .containsExactly(wants("sun").message(), result(0, "sun", "sun done", false), Message.assistant("ok"));
        assertThat(scene.requests.get(1).messages()).hasSize(3);
    }

    @Test
    void eachEventIsHandedOnBeforeTheNextIsRead() {
        Opaque other = new Opaque("acme", "{}");
        ChatStream first =
                streamed(new Started("1", "m"), new ReasoningDelta("hm"), other, new Finished(whole(wants("sun"))));
        ChatStream second = streamed(
                new Started("2", "n"), new TextDelta("o"), new TextDelta("k"), new Finished(whole(says("ok"))));
        List<String> seen = new ArrayList<>();
        try (ChatStream stream = scene.runner(first, second).stream(request(tool("sun")))) {
            for (ChatEvent event : stream) {
                seen.add(event.getClass().getSimpleName() + read + scene.requests.size());
            }
        }

        assertThat(seen)
                .containsExactly(
                        "Started11",
                        "ReasoningDelta21",
                        "Opaque31",
                        "ToolStarted41",
                        "ToolFinished41",
                        "TextDelta62",
                        "TextDelta72",
                        "Finished82");
        assertThat(closed).hasValue(2);
    }

    @Test
    void anAnswerIsLetGoOfBeforeItsToolsRun() {
        ChatStream first = streamed(new Finished(whole(wants("sun"))));
        List<Integer> seen = new ArrayList<>();
        Tool tool = tool("sun", words -> seen.add(closed.get()));
        try (ChatStream stream = scene.runner(first, says("ok")).stream(request(tool))) {
            assertThat(seen).isEmpty();
            stream.response();
        }

        assertThat(seen).containsExactly(1);
    }

    @Test
    void everyWayToReadGoesThroughAllRounds() {
        ToolRunner runner = scene.runner(wants("sun"), says("ok"));
        try (ChatStream stream = runner.stream(request(tool("sun")))) {
            ChatResponse answer = stream.response();
            assertThat(answer.text()).isEqualTo("ok");
            assertThat(stream.response()).isSameAs(answer);
            assertThatIllegalStateException().isThrownBy(stream::iterator);
        }
        StringBuilder text = new StringBuilder();
        try (ChatStream stream = scene.runner(wants("sun"), says("ok")).stream(request(tool("sun")))) {
            stream.forEachText(text::append);
            assertThat(stream.response().text()).isEqualTo("ok");
        }
        assertThat(text).hasToString("Let me see.ok");
        try (ChatStream stream = scene.runner(wants("sun"), says("ok")).stream(request(tool("sun")))) {
            assertThat(stream.texts()).containsExactly("Let me see.", "ok");
            assertThatIllegalStateException().isThrownBy(stream::iterator);
        }
    }

    @Test
    void withoutCallsTheStreamIsThatOfTheModel() {
        ChatResponse answer = whole(says("Hi"));
        try (ChatStream stream = scene.runner(answer).stream(request())) {
            assertThat(stream.response()).isSameAs(answer);
        }
    }

    @Test
    void theFirstRefusalIsThrownAtOnceALaterOneWhenItIsRead() {
        UnavailableException busy = new UnavailableException("busy", Details.NONE);
        assertThatThrownBy(() -> scene.runner(busy).stream(request())).isSameAs(busy);

        try (ChatStream stream = scene.runner(wants("sun"), busy).stream(request(tool("sun")))) {
            assertThatThrownBy(() -> stream.forEach(event -> {})).isSameAs(busy);
            assertThatThrownBy(stream::response).isSameAs(busy);
        }
        assertThat(busy.delivery()).isEqualTo(Delivery.PARTIAL_OUTPUT);
        assertThat(scene.told).hasSize(2);
    }

    @Test
    void anAnswerThatIsCutInTheSecondRoundFailsWithWhatThatRoundHadGiven() {
        for (Object second : new Object[] {streamed(new TextDelta("half")), new Bare(new TextDelta("half"))}) {
            try (ChatStream stream = scene.runner(wants("sun"), second).stream(request(tool("sun")))) {
                TruncatedException cut = catchThrowableOfType(TruncatedException.class, stream::response);
                assertThat(cut.partial().map(ChatResponse::text)).contains("half");
                assertThat(cut.delivery()).isEqualTo(Delivery.PARTIAL_OUTPUT);
            }
        }
    }

    @Test
    void aStreamOfAnotherMakeIsClosedBeforeToolsRunAndAtTheEnd() {
        Bare first = new Bare(new Finished(whole(wants("sun"))));
        Bare second = new Bare(new Finished(whole(says("ok"))));
        List<Integer> seen = new ArrayList<>();
        Tool tool = tool("sun", words -> seen.add(first.closed.get()));
        try (ChatStream stream = scene.runner(first, second).stream(request(tool))) {
            assertThat(stream.response().text()).isEqualTo("ok");
        }

        assertThat(seen).containsExactly(1);
        assertThat(second.closed.get()).isPositive();
    }

    /** A stream of another make, which just ends. */
    private record Bare(ChatEvent only, AtomicInteger closed) implements ChatStream {
        Bare(ChatEvent only) {
            this(only, new AtomicInteger());
        }

        @Override
        public Iterator<ChatEvent> iterator() {
            return List.of(only).iterator();
        }

        @Override
        public ChatResponse response() {
            throw new UnsupportedOperationException("not asked");
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    @Test
    void betweenRoundsTheLastAnswerIsWhatHadArrived() {
        ChatStream stream = scene.runner(wants("sun"), says("ok")).stream(request(tool("sun")));
        for (ChatEvent event : stream) {
            if (event instanceof ToolFinished) {
                break;
            }
        }
        stream.close();

        CancelledException ended = catchThrowableOfType(CancelledException.class, stream::response);
        assertThat(ended.partial()).get().satisfies(partial -> {
            assertThat(partial.text()).isEqualTo("Let me see.");
            assertThat(partial.servedBy()).isEqualTo(ToolScene.LOCATION);
        });
    }

    @Test
    void theLimitOfRoundsEndsTheStream() {
        try (ChatStream stream = scene.runner(wants("sun")).maxRounds(2).stream(request(tool("sun")))) {
            ToolLoopException thrown = catchThrowableOfType(ToolLoopException.class, stream::response);
            assertThat(thrown.transcript()).hasSize(4);
            assertThat(thrown.partial().map(ChatResponse::usage)).contains(Usage.of(20, 2));
            assertThat(thrown.phase()).isEqualTo(ChatException.Phase.TOOL);
            assertThatThrownBy(stream::response).isSameAs(thrown);
        }
    }

    @Test
    void whatTheActionThrowsEndsTheStream() {
        IllegalStateException full = new IllegalStateException("disk full");
        ChatStream first = streamed(new TextDelta("a"), new Finished(whole(wants("sun"))));
        ToolRunner runner = ToolRunner.of(scene.model(first)).onMessage(message -> {
            throw full;
        });
        try (ChatStream stream = runner.stream(request(tool("sun")))) {
            assertThatThrownBy(stream::response).isSameAs(full);
        }
        assertThat(closed).hasValue(1);
        assertThat(scene.requests).hasSize(1);
    }

    @Test
    void theTimeToTheFirstTokenIsThatOfTheFirstRound() {
        ChatModelRegistry registry = ChatModelRegistry.builder()
                .discovery(false)
                .environment(Map.of())
                .provider("fake", (location, context) -> scene.model(wants("sun"), says("ok")))
                .build();
        try (registry;
                ChatStream stream = ToolRunner.of(registry.open("fake:m")).stream(request(tool("sun")))) {
            Timings timings = stream.response().timings();
            assertThat(timings.firstToken()).isPresent();
            assertThat(timings.total())
                    .get()
                    .matches(total -> total.compareTo(timings.firstToken().get()) > 0);
        }
    }
}
