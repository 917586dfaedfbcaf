package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chatmodels.provider.ChatModelProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The rules that hold for every provider, also for a careless one. */
class OpenedModelTest {
    private final AtomicInteger closed = new AtomicInteger();
    private Function<ChatRequest, ChatStream> streams = request -> ChatStreams.of(ChatResponse.of("text"));
    private Function<ChatRequest, ChatResponse> answers = request -> ChatResponse.of("text");
    private final ChatModelRegistry registry = ChatModelRegistry.builder()
            .discovery(false)
            .environment(Map.of())
            .provider("odd", (ChatModelProvider) (location, context) -> new OddModel())
            .property("chatmodels.service.odd.provider", "odd")
            .property("chatmodels.service.odd.retired_model.1", "old-model; 2026-08-16; new-model")
            .build();

    @AfterEach
    void close() {
        registry.close();
    }

    /** Does whatever the test wants and claims to be something else. */
    private final class OddModel implements ChatModel {
        @Override
        public ModelLocation location() {
            return ModelLocation.parse("else:where");
        }

        @Override
        public ChatResponse chat(ChatRequest request) {
            return answers.apply(request);
        }

        @Override
        public ChatStream stream(ChatRequest request) {
            return streams.apply(request);
        }

        @Override
        @SuppressWarnings("NullAway")
        public Capabilities capabilities() {
            return null;
        }
    }

    private ChatStream careless(Iterator<ChatEvent> events) {
        return new ChatStream() {
            @Override
            public Iterator<ChatEvent> iterator() {
                return events;
            }

            @Override
            public ChatResponse response() {
                throw new AssertionError();
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    @Test
    void aStreamOfTheProvidersOwnKindKeepsTheRules() {
        streams = request ->
                careless(List.<ChatEvent>of(new ChatEvent.TextDelta("a"), new ChatEvent.Finished(ChatResponse.of("a")))
                        .iterator());
        try (ChatStream stream = registry.open("odd:m").stream("hi")) {
            List<ChatEvent> events = new java.util.ArrayList<>();
            stream.forEach(events::add);
            assertThat(events).hasSize(3);
            assertThat(events.get(0)).isInstanceOf(ChatEvent.Started.class);
            ChatResponse response = stream.response();
            assertThat(response.servedBy()).isEqualTo(ModelLocation.parse("odd:m"));
            assertThat(response.model()).isEqualTo("m");
            assertThat(response.timings().firstToken()).isPresent();
            assertThat(response.timings().total()).isPresent();
        }
        assertThat(closed).hasValue(1);
    }

    @Test
    void aStreamThatJustEndsIsAnErrorWithWhoWasAsked() {
        streams = request ->
                careless(List.<ChatEvent>of(new ChatEvent.TextDelta("par")).iterator());
        ChatStream stream = registry.open("odd:m").stream("hi");
        assertThatThrownBy(stream::response).isInstanceOfSatisfying(TruncatedException.class, e -> {
            assertThat(e.provider()).contains("odd");
            assertThat(e.model()).contains("m");
            assertThat(e.partial().orElseThrow().text()).isEqualTo("par");
            assertThat(e.partial().orElseThrow().servedBy()).isEqualTo(ModelLocation.parse("odd:m"));
        });
        assertThat(closed).hasValue(1);
    }

    @Test
    @SuppressWarnings("NullAway")
    void nothingForAnAnswerIsATypedErrorThatNamesTheProvider() {
        answers = request -> null;
        streams = request -> null;
        ChatModel model = registry.open("odd:m");
        assertThatThrownBy(() -> model.ask("hi"))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(OpenedModelTest.class.getName());
        assertThatThrownBy(() -> model.stream("hi"))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining(OpenedModelTest.class.getName());
        assertThat(model.capabilities()).isEqualTo(Capabilities.UNKNOWN);
    }

    @Test
    void errorsSayWhoWasAskedAndAMistakeInCodePasses() {
        answers = request -> {
            throw new UnavailableException(
                    "busy", ChatException.Details.builder().status(503).build());
        };
        ChatModel model = registry.open("odd:m");
        assertThatThrownBy(() -> model.ask("hi")).isInstanceOfSatisfying(UnavailableException.class, e -> {
            assertThat(e.provider()).contains("odd");
            assertThat(e.model()).contains("m");
            assertThat(e.status()).hasValue(503);
        });
        IllegalStateException mistake = new IllegalStateException("mistake");
        answers = request -> {
            throw mistake;
        };
        assertThatThrownBy(() -> model.ask("hi")).isSameAs(mistake);
    }

    @Test
    void anInterruptedThreadAsksNothingAndStaysInterrupted() {
        AtomicInteger asked = new AtomicInteger();
        answers = request -> {
            asked.incrementAndGet();
            return ChatResponse.of("text");
        };
        ChatModel model = registry.open("odd:m");
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> model.ask("hi")).isInstanceOf(CancelledException.class);
            assertThatThrownBy(() -> model.stream("hi")).isInstanceOf(CancelledException.class);
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void closingTheRegistryEndsItsStreamsAndFurtherCalls() {
        streams = request ->
                careless(List.<ChatEvent>of(new ChatEvent.TextDelta("a"), new ChatEvent.Finished(ChatResponse.of("a")))
                        .iterator());
        ChatModel model = registry.open("odd:m");
        ChatStream stream = model.stream("hi");
        registry.close();
        registry.close();
        assertThat(closed).hasValue(1);
        assertThatThrownBy(stream::response).isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> model.ask("hi"))
                .isInstanceOf(CancelledException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> model.stream("hi")).isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> registry.open("odd:m")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(registry::providers).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCallThatFailsBecauseTheRegistryWasClosedIsCancelled() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch cut = new CountDownLatch(1);
        answers = request -> {
            entered.countDown();
            await(cut);
            throw new TransportException("cut", ChatException.Details.NONE);
        };
        ChatModel model = registry.open("odd:m");
        Throwable[] outcome = new Throwable[1];
        Thread caller = new Thread(() -> {
            try {
                model.ask("hi");
            } catch (ChatException e) {
                outcome[0] = e;
            }
        });
        caller.start();
        entered.await();
        registry.close();
        cut.countDown();
        caller.join();
        assertThat(outcome[0]).isInstanceOf(CancelledException.class).hasCauseInstanceOf(TransportException.class);
    }

    @Test
    @Timeout(30)
    void closingTheRegistryEndsACallThatWaitsInsideAProviderAndLeavesNoFlag() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        answers = request -> {
            entered.countDown();
            try {
                new CountDownLatch(1).await();
                throw new AssertionError();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        };
        ChatModel model = registry.open("odd:m");
        Object[] outcome = new Object[2];
        Thread caller = new Thread(() -> {
            try {
                model.ask("hi");
            } catch (ChatException e) {
                outcome[0] = e;
                outcome[1] = Thread.currentThread().isInterrupted();
            }
        });
        caller.start();
        entered.await();
        registry.close();
        caller.join();
        assertThat(outcome[0]).isInstanceOf(CancelledException.class);
        assertThat(outcome[1]).isEqualTo(false);
    }

    @Test
    void closingTheRegistryFromInsideAProviderAndAnInterruptOfSomebodyElseLeaveTheFlagAlone() {
        answers = request -> {
            registry.close();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            Thread.currentThread().interrupt();
            return ChatResponse.of("text");
        };
        assertThat(registry.open("odd:m").ask("hi")).isEqualTo("text");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void theTotalLimitCountsFromTheCallOn() {
        ChatOptions options =
                ChatOptions.builder().timeout(Duration.ofSeconds(10)).seed(7).build();
        assertThat(OpenedTarget.left(options, 9_901_000_000L)).isSameAs(options);
        assertThat(OpenedTarget.left(options, 6_000_000_000L))
                .isEqualTo(options.toBuilder().timeout(Duration.ofSeconds(6)).build());
        AtomicInteger asked = new AtomicInteger();
        answers = request -> {
            asked.incrementAndGet();
            return ChatResponse.of("text");
        };
        ChatRequest late =
                ChatRequest.builder().user("hi").timeout(Duration.ofNanos(1)).build();
        ChatModel model = registry.open("odd:m");
        for (ThrowingCallable call : List.<ThrowingCallable>of(() -> model.chat(late), () -> model.stream(late))) {
            assertThatThrownBy(call).isInstanceOfSatisfying(ChatTimeoutException.class, e -> {
                assertThat(e.kind()).isEqualTo(ChatTimeoutException.Kind.TOTAL);
                assertThat(e.delivery()).isEqualTo(ChatException.Delivery.NOT_SENT);
                assertThat(e.provider()).contains("odd");
            });
        }
        assertThat(asked).hasValue(0);
    }

    @Test
    void aStreamThatOutlivesTheTotalLimitEndsAtTheNextEvent() {
        AtomicLong end = new AtomicLong();
        List<ChatEvent> events = List.of(new ChatEvent.TextDelta("in time"), new ChatEvent.TextDelta("late"));
        streams = request -> {
            long begun = System.nanoTime();
            end.set(begun + request.options().timeout().orElseThrow().toNanos());
            return careless(events.iterator());
        };
        ChatRequest brief =
                ChatRequest.builder().user("hi").timeout(Duration.ofMillis(200)).build();
        ChatStream stream = registry.open("odd:m").stream(brief);
        Iterator<ChatEvent> read = stream.iterator();
        read.next();
        assertThat(read.next()).isEqualTo(new ChatEvent.TextDelta("in time"));
        while (System.nanoTime() - end.get() < 0) {
            LockSupport.parkNanos(end.get() - System.nanoTime());
        }
        assertThatThrownBy(read::next).isInstanceOfSatisfying(ChatTimeoutException.class, e -> {
            assertThat(e.kind()).isEqualTo(ChatTimeoutException.Kind.TOTAL);
            assertThat(e.partial().orElseThrow().text()).isEqualTo("in time");
            assertThat(e.phase()).isEqualTo(ChatException.Phase.STREAM);
        });
        assertThat(closed).hasValue(1);
    }

    @Test
    void endedStreamsAreForgotten() {
        Lifetime open = new Lifetime(new FirstUse.Waits(60_000));
        EventStream stream = (EventStream) ChatStreams.of(ChatResponse.of("a"));
        var reference = open.add(stream);
        assertThat(open.size()).isEqualTo(1);
        assertThat(reference).isNotNull();
        open.remove(reference);
        assertThat(open.size()).isZero();
    }

    @Test
    void theProvidersOwnModelIsReachable() {
        ChatModel model = registry.open("odd:m");
        assertThat(model.unwrap(OddModel.class)).isPresent();
        assertThat(model.unwrap(ChatModel.class)).containsSame(model);
        assertThat(model.unwrap(String.class)).isEmpty();
        assertThat(model).hasToString("odd:m");
    }

    /** Whatever interrupts it. */
    private static void await(CountDownLatch latch) {
        boolean waiting = true;
        while (waiting) {
            try {
                latch.await();
                waiting = false;
            } catch (InterruptedException e) {
                waiting = latch.getCount() > 0;
            }
        }
    }
}
