package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chatmodels.ChatException.Details;
import org.chatmodels.PublisherFixture.Later;
import org.chatmodels.PublisherFixture.Model;
import org.chatmodels.PublisherFixture.Recorder;
import org.chatmodels.canary.Canary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventSubscriptionTest {
    private static final Executor DIRECT = Runnable::run;

    private final Model model = new Model();
    private final Later later = new Later();
    private final Recorder recorder = new Recorder();

    private static final class Greedy extends Recorder {
        @Override
        void subscribed() {
            subscription.request(Long.MAX_VALUE);
        }
    }

    @Test
    void theCallIsMadeOnTheExecutorAndNothingIsReadBeforeItIsDemanded() {
        model.on(later).subscribe(recorder);
        assertThat(model.calls).hasValue(0);
        assertThat(later.run()).isTrue();
        assertThat(model.calls).hasValue(1);
        assertThat(model.reads).hasValue(0);
        assertThat(recorder.signals).containsExactly("subscribed");
    }

    @Test
    void noMoreIsReadThanDemandedAndNoTaskWaitsForDemand() {
        model.on(later).subscribe(recorder);
        later.run();
        recorder.subscription.request(2);
        assertThat(later.tasks).hasSize(1);
        later.run();
        assertThat(recorder.signals).containsExactly("subscribed", "Started", "TextDelta");
        assertThat(model.reads).hasValue(2);
        assertThat(later.run()).isFalse();
        recorder.subscription.request(1);
        later.run();
        assertThat(model.reads).hasValue(3);
        assertThat(model.closings).hasValue(0);
    }

    @Test
    void theEndTakesNoDemand() {
        model.on(later).subscribe(recorder);
        recorder.subscription.request(4);
        later.run();
        assertThat(recorder.signals)
                .containsExactly("subscribed", "Started", "TextDelta", "TextDelta", "Finished", "complete");
        assertThat(model.closings).hasValue(1);
    }

    @Test
    void demandAddsUpToUnbounded() {
        model.on(later).subscribe(recorder);
        recorder.subscription.request(Long.MAX_VALUE);
        recorder.subscription.request(Long.MAX_VALUE);
        recorder.subscription.request(1);
        assertThat(later.tasks).hasSize(1);
        later.run();
        assertThat(recorder.signals).hasSize(6).endsWith("complete");
    }

    @Test
    void everySubscriberHasACallOfItsOwn() {
        Flow.Publisher<ChatEvent> publisher = model.on(DIRECT);
        Recorder other = new Greedy();
        publisher.subscribe(recorder);
        publisher.subscribe(other);
        assertThat(model.calls).hasValue(2);
        assertThat(other.signals).endsWith("complete");
        assertThat(recorder.signals).containsExactly("subscribed");
    }

    @Test
    void nothingIsToldBeforeOnSubscribeHasReturned() {
        Recorder greedy = new Greedy();
        model.on(DIRECT).subscribe(greedy);
        assertThat(greedy.signals)
                .containsExactly("subscribed", "Started", "TextDelta", "TextDelta", "Finished", "complete");
    }

    @Test
    void requestsFromOnNextDoNotGrowTheStack() {
        int texts = 100_000;
        AtomicInteger deepest = new AtomicInteger();
        Recorder onebyone = new Recorder() {
            @Override
            void subscribed() {
                subscription.request(1);
            }

            @Override
            void took(ChatEvent event) {
                subscription.request(1);
                if (signals.size() % 10_000 == 0) {
                    deepest.accumulateAndGet(new Throwable().getStackTrace().length, Math::max);
                }
            }
        };
        model.asked = () -> model.stream(Stream.concat(
                        IntStream.range(0, texts).mapToObj(text -> (ChatEvent) new ChatEvent.TextDelta("a")),
                        Stream.of(PublisherFixture.END))
                .iterator());
        model.on(DIRECT).subscribe(onebyone);
        assertThat(onebyone.signals)
                .hasSize(texts + 4)
                .endsWith("complete")
                .noneMatch(name -> name.contains("at once"));
        assertThat(deepest.get()).isBetween(1, new Throwable().getStackTrace().length + 20);
    }

    @Test
    void aCallThatFailsIsToldWithoutDemandAndAsItIs() {
        RateLimitException refused = new RateLimitException("slow down", Details.NONE);
        model.asked = () -> {
            throw refused;
        };
        model.on(later).subscribe(recorder);
        later.run();
        assertThat(recorder.signals).containsExactly("subscribed", "failed");
        assertThat(recorder.failure).isSameAs(refused);
    }

    @Test
    void aStreamThatIsCutFailsAfterItsEvents() {
        model.asked = () -> model.stream(PublisherFixture.events().subList(0, 2).iterator());
        Recorder greedy = new Greedy();
        model.on(DIRECT).subscribe(greedy);
        assertThat(greedy.signals).containsExactly("subscribed", "Started", "TextDelta", "failed");
        assertThat(greedy.failure)
                .isInstanceOfSatisfying(
                        TruncatedException.class,
                        e -> assertThat(e.partial()).map(ChatResponse::text).contains("a"));
        assertThat(model.closings).hasValue(1);
    }

    @Test
    void mistakesAndErrorsOfAModelAreToldToo() {
        for (Throwable thrown : List.of(new IllegalStateException("a mistake"), new StackOverflowError("deep"))) {
            Recorder greedy = new Greedy();
            model.asked = () -> {
                if (thrown instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) thrown;
            };
            model.on(DIRECT).subscribe(greedy);
            assertThat(greedy.signals).containsExactly("subscribed", "failed");
            assertThat(greedy.failure).isSameAs(thrown);
        }
        model.asked = () -> null;
        model.on(DIRECT).subscribe(recorder);
        assertThat(recorder.failure).isInstanceOf(NullPointerException.class).hasMessage("stream");
    }

    @Test
    void anExecutorThatRejectsIsToldAfterOnSubscribe() {
        RejectedExecutionException full = new RejectedExecutionException("full");
        model.on(task -> {
                    throw full;
                })
                .subscribe(recorder);
        assertThat(recorder.signals).containsExactly("subscribed", "failed");
        assertThat(recorder.failure).isSameAs(full);
        assertThat(model.calls).hasValue(0);
    }

    @Test
    void anExecutorThatCannotMakeAThreadIsToldToo() {
        OutOfMemoryError none = new OutOfMemoryError("unable to create native thread");
        model.on(task -> {
                    throw none;
                })
                .subscribe(recorder);
        assertThat(recorder.failure).isSameAs(none);
    }

    @Test
    void anExecutorThatRejectsLaterEndsTheStream() {
        AtomicInteger tasks = new AtomicInteger();
        model.on(task -> {
                    if (tasks.incrementAndGet() > 1) {
                        throw new RejectedExecutionException("closed");
                    }
                    task.run();
                })
                .subscribe(recorder);
        recorder.subscription.request(1);
        assertThat(recorder.signals).containsExactly("subscribed", "failed");
        assertThat(model.closings).hasValue(1);
        assertThatCode(() -> recorder.subscription.request(1)).doesNotThrowAnyException();
    }

    @Test
    void aSubscriberThatThrowsIsCancelledAndItsExecutorHearsOfIt() {
        IllegalStateException mistake = new IllegalStateException("subscriber");
        Recorder throwing = new Recorder() {
            @Override
            void took(ChatEvent event) {
                throw mistake;
            }
        };
        model.on(later).subscribe(throwing);
        throwing.subscription.request(3);
        assertThatThrownBy(later::run).isSameAs(mistake);
        assertThat(throwing.signals).containsExactly("subscribed", "Started");
        assertThat(model.closings).hasValue(1);
        throwing.subscription.request(3);
        assertThat(later.run()).isFalse();

        assertThatThrownBy(() -> model.on(DIRECT).subscribe(new Recorder() {
                    @Override
                    void subscribed() {
                        subscription.request(1);
                    }

                    @Override
                    void took(ChatEvent event) {
                        throw mistake;
                    }
                }))
                .isSameAs(mistake);
    }

    @Test
    void aSubscriberThatThrowsInOnSubscribeCausesNoCall() {
        IllegalStateException mistake = new IllegalStateException("subscriber");
        assertThatThrownBy(() -> model.on(later).subscribe(new Recorder() {
                    @Override
                    void subscribed() {
                        throw mistake;
                    }
                }))
                .isSameAs(mistake);
        assertThat(later.run()).isFalse();
        assertThat(model.calls).hasValue(0);
    }

    @Test
    void afterTheEndNothingIsToldAndNothingRuns() {
        Recorder greedy = new Greedy();
        model.on(later).subscribe(greedy);
        later.run();
        List<String> told = List.copyOf(greedy.signals);
        greedy.subscription.request(5);
        greedy.subscription.request(-1);
        greedy.subscription.cancel();
        assertThat(later.run()).isFalse();
        assertThat(greedy.signals).isEqualTo(told).endsWith("complete");
        assertThat(model.closings).hasValue(1);
    }

    /** Streams of a third party are told as they are, but nothing after Finished. */
    @Test
    void aStreamOfAThirdPartyIsClosedAtItsEnd() {
        for (List<ChatEvent> events : List.of(
                List.<ChatEvent>of(new ChatEvent.TextDelta("a")),
                List.of(new ChatEvent.TextDelta("a"), PublisherFixture.END, new ChatEvent.TextDelta("late")))) {
            AtomicInteger closings = new AtomicInteger();
            model.asked = () -> new Foreign(events.iterator(), closings::incrementAndGet);
            Recorder greedy = new Greedy();
            model.on(DIRECT).subscribe(greedy);
            assertThat(greedy.signals)
                    .endsWith("complete")
                    .filteredOn("TextDelta"::equals)
                    .hasSize(1);
            assertThat(closings).hasValue(1);
        }
    }

    @Test
    void aStreamThatFailsToCloseDisturbsNobody() {
        model.asked = () -> new Foreign(PublisherFixture.events().iterator(), () -> {
            throw new IllegalStateException("close");
        });
        Recorder greedy = new Greedy();
        model.on(DIRECT).subscribe(greedy);
        assertThat(greedy.signals).endsWith("complete");
        model.on(DIRECT).subscribe(recorder);
        assertThatCode(recorder.subscription::cancel).doesNotThrowAnyException();
    }

    @Test
    void nullIsRefused() {
        ChatRequest request = ChatRequest.of(Canary.PROMPT);
        assertThatThrownBy(() -> ChatStreams.publisher(null, request, DIRECT)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ChatStreams.publisher(model, null, DIRECT)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ChatStreams.publisher(model, request, null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> model.on(DIRECT).subscribe(null)).isInstanceOf(NullPointerException.class);
    }

    /** A stream that keeps no rules. */
    private record Foreign(Iterator<ChatEvent> iterator, Runnable onClose) implements ChatStream {
        @Override
        public ChatResponse response() {
            throw new UnsupportedOperationException("not asked");
        }

        @Override
        public void close() {
            onClose.run();
        }
    }
}
