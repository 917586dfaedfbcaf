package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import org.chatmodels.ChatException.Details;
import org.chatmodels.canary.Allocated;
import org.chatmodels.canary.Canary;
import org.chatmodels.canary.LogLines;
import org.chatmodels.provider.ChatModelProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

/** What operators see of opens and calls. */
class CallLinesTest {
    private static final ChatResponse WHOLE =
            ChatResponse.of(Canary.PROMPT).toBuilder().usage(Usage.of(7, 11)).build();

    private Function<ChatRequest, ChatResponse> answers = request -> WHOLE;
    private Function<ChatRequest, ChatStream> streams = request -> ChatStreams.of(WHOLE);
    private final ChatModelRegistry registry = registry();
    private final ChatModel model = registry.open("odd:m");
    private final LogLines lines = LogLines.of("org.chatmodels");

    private ChatModelRegistry registry() {
        return ChatModelRegistry.builder()
                .discovery(false)
                .environment(Map.of("ODD_KEY", Canary.KEY))
                .provider("odd", (ChatModelProvider) (location, context) -> new Odd(location))
                .property("chatmodels.service.odd.provider", "odd")
                .property("chatmodels.service.odd.base_url", "https://api.odd.test/v1")
                .property("chatmodels.service.odd.key_env", "ODD_KEY")
                .property("chatmodels.service.bare.provider", "odd")
                .build();
    }

    @Test
    void whatIsLeftOutIsLoggedOnceWhereThatIsAskedFor() {
        answers = request ->
                WHOLE.toBuilder().warnings(List.of("'seed' is left out")).build();
        ChatRequest.Builder request = ChatRequest.builder().user(Canary.PROMPT);
        model.chat(request.build());
        model.chat(request.unsupported(ChatOptions.Unsupported.DROP).build());
        assertThat(lines.lines(Level.WARN)).isEmpty();
        model.chat(request.unsupported(ChatOptions.Unsupported.WARN).build());
        model.chat(request.build());
        registry.open("odd:m?unsupported=warn").ask("Hi");
        assertThat(lines.lines(Level.WARN)).containsExactly("odd:m: 'seed' is left out");
    }

    /** Does what the test says. */
    private final class Odd implements ChatModel {
        private final ModelLocation location;

        Odd(ModelLocation location) {
            this.location = location;
        }

        @Override
        public ModelLocation location() {
            return location;
        }

        @Override
        public ChatResponse chat(ChatRequest request) {
            return answers.apply(request);
        }

        @Override
        public ChatStream stream(ChatRequest request) {
            return streams.apply(request);
        }
    }

    @AfterEach
    void close() {
        lines.close();
        registry.close();
    }

    private void assertOne(String expected) {
        assertThat(lines.lines()).hasSize(1);
        assertThat(lines.lines().get(0)).matches("DEBUG .* ms=\\d+ .*");
        assertThat(lines.lines().get(0).replaceFirst("ms=\\d+ ", ""))
                .isEqualTo("DEBUG service=odd model=m " + expected);
    }

    @Test
    void anAnswerIsOneLine() {
        model.ask(Canary.PROMPT);
        assertOne("status=ok result=STOP tokens_in=7 tokens_out=11 attempts=1");
    }

    @Test
    void unknownFiguresAreNotZero() {
        answers = request -> ChatResponse.of("x").toBuilder()
                .attempts(List.of(new Attempt("a:b", "RateLimitException", "slow down", java.time.Duration.ZERO)))
                .build();
        model.ask(Canary.PROMPT);
        assertOne("status=ok result=STOP tokens_in=- tokens_out=- attempts=2");
    }

    @Test
    void aStreamHasItsLineWhenItEnds() {
        try (ChatStream stream = model.stream(Canary.PROMPT)) {
            Iterator<ChatEvent> events = stream.iterator();
            events.next();
            assertThat(lines.lines()).isEmpty();
            events.forEachRemaining(event -> {});
            stream.response();
            assertOne("status=ok result=STOP tokens_in=7 tokens_out=11 attempts=1");
        }
        assertThat(lines.lines()).hasSize(1);
    }

    @Test
    void aStreamThatIsClosedEarlyHasItsLineThen() {
        ChatStream stream = model.stream(Canary.PROMPT);
        stream.iterator().next();
        stream.close();
        stream.close();
        assertThatThrownBy(stream::response).isInstanceOf(CancelledException.class);
        assertOne("status=- result=CancelledException tokens_in=- tokens_out=- attempts=1");
    }

    @Test
    void aStreamThatFailsHasItsLineWithTheFailure() {
        streams = request -> ChatStreams.of(
                List.<ChatEvent>of(new ChatEvent.TextDelta(Canary.PROMPT)).iterator(), () -> {});
        try (ChatStream stream = model.stream(Canary.PROMPT)) {
            assertThatThrownBy(stream::response).isInstanceOf(TruncatedException.class);
            assertThatThrownBy(stream::response).isInstanceOf(TruncatedException.class);
        }
        assertOne("status=- result=TruncatedException tokens_in=- tokens_out=- attempts=1");
    }

    @Test
    void aRefusalHasItsStatus() {
        Attempt before = new Attempt("odd:m", "RateLimitException", "slow down", java.time.Duration.ZERO);
        Details details =
                Details.builder().status(429).attempts(List.of(before)).build();
        answers = request -> {
            throw new RateLimitException("slow down " + 1, details);
        };
        ChatModel once = registry.open("odd:m?retries=0");
        assertThatThrownBy(() -> once.ask(Canary.PROMPT)).isInstanceOf(RateLimitException.class);
        assertOne("status=429 result=RateLimitException tokens_in=- tokens_out=- attempts=2");
    }

    @Test
    void aStreamThatIsRefusedIsOneLine() {
        streams = request -> {
            throw new AuthenticationException(
                    "no", Details.builder().status(401).build());
        };
        assertThatThrownBy(() -> model.stream(Canary.PROMPT)).isInstanceOf(AuthenticationException.class);
        assertOne("status=401 result=AuthenticationException tokens_in=- tokens_out=- attempts=1");
    }

    @Test
    void aMistakeOfTheProviderIsNamed() {
        answers = request -> {
            throw new NoSuchElementException("x");
        };
        assertThatThrownBy(() -> model.ask(Canary.PROMPT)).isInstanceOf(NoSuchElementException.class);
        assertOne("status=- result=NoSuchElementException tokens_in=- tokens_out=- attempts=1");
    }

    @Test
    void whatIsNotEvenSentIsOneLine() {
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> model.ask(Canary.PROMPT)).isInstanceOf(CancelledException.class);
        } finally {
            Thread.interrupted();
        }
        assertOne("status=- result=CancelledException tokens_in=- tokens_out=- attempts=1");
    }

    @Test
    void closingTheRegistryEndsStreamsWithALineEach() {
        ChatStream stream = model.stream(Canary.PROMPT);
        registry.close();
        assertOne("status=- result=CancelledException tokens_in=- tokens_out=- attempts=1");
        assertThatThrownBy(stream::response).isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> model.stream(Canary.PROMPT)).isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> model.ask(Canary.PROMPT)).isInstanceOf(CancelledException.class);
        assertThat(lines.lines(Level.DEBUG)).hasSize(3);
    }

    @Test
    void opensAndCallsHaveLoggersOfTheirOwn() {
        try (LogLines calls = LogLines.of("org.chatmodels.ChatModel");
                LogLines opens = LogLines.of("org.chatmodels.ChatModelRegistry")) {
            registry.open("bare:m").ask(Canary.PROMPT);
            assertThat(calls.lines()).hasSize(1);
            assertThat(opens.lines(Level.INFO)).hasSize(1);
            assertThat(opens.lines()).hasSize(1);
        }
    }

    /** Asking for the level is all that happens. */
    @Test
    void aLineThatIsOffAllocatesNothing() {
        OpenedTarget target = ((OpenedModel) model).own.get(0);
        CallReport report = new CallReport(0);
        Runnable calls = () -> {
            for (int i = 0; i < 10_000; i++) {
                report.log(target, WHOLE, null, 0);
            }
        };
        try (LogLines off = LogLines.from(Level.INFO, "org.chatmodels.ChatModel")) {
            calls.run();
            assertThat(Allocated.by(calls)).isLessThan(10_000);
            assertThat(off.lines()).isEmpty();
        }
    }

    @Test
    void theFirstOpenOfAServiceIsOneLineFromManyThreadsToo() throws InterruptedException {
        try (ChatModelRegistry other = registry()) {
            CountDownLatch go = new CountDownLatch(1);
            List<Thread> threads = java.util.stream.IntStream.range(0, 64)
                    .mapToObj(i -> new Thread(() -> {
                        try {
                            go.await();
                        } catch (InterruptedException e) {
                            throw new AssertionError(e);
                        }
                        other.open(i % 2 == 0 ? "odd:m" + i : "bare:m" + i);
                    }))
                    .toList();
            threads.forEach(Thread::start);
            go.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertThat(lines.lines())
                .containsExactlyInAnyOrder(
                        "INFO Service odd: provider odd, address https://api.odd.test, key env:ODD_KEY, set",
                        "INFO Service bare: provider odd, address none, key none");
    }

    @Test
    void anOpenThatFailsIsNotLoggedAsOne() {
        assertThatThrownBy(() -> registry.open("bare:m|odd:m?credential=nonesuch"))
                .isInstanceOf(ConfigurationException.class);
        assertThat(lines.lines()).isEmpty();
    }
}
