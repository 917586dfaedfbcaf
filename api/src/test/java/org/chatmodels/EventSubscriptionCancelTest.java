package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.chatmodels.ChatException.Details;
import org.chatmodels.PublisherFixture.Later;
import org.chatmodels.PublisherFixture.Model;
import org.chatmodels.PublisherFixture.OneThread;
import org.chatmodels.PublisherFixture.Recorder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a subscription is ended from outside, by cancel or by a demand that is none, in each phase of its call. */
@Timeout(60)
class EventSubscriptionCancelTest {
    private final Model model = new Model();
    private final Later later = new Later();
    private final Recorder recorder = new Recorder();
    private final OneThread executor = new OneThread();

    @AfterEach
    void stop() throws InterruptedException {
        executor.stop();
    }

    private static Recorder ending(Consumer<Flow.Subscription> first) {
        return new Recorder() {
            @Override
            void subscribed() {
                first.accept(subscription);
            }
        };
    }

    @Test
    void cancelInOnSubscribeCausesNoCall() {
        Recorder quick = ending(Flow.Subscription::cancel);
        model.on(later).subscribe(quick);
        later.run();
        assertThat(model.calls).hasValue(0);
        assertThat(quick.signals).containsExactly("subscribed");
    }

    @Test
    void cancelInOnSubscribeNeedsNoExecutor() {
        Recorder quick = ending(Flow.Subscription::cancel);
        model.on(task -> {
                    throw new RejectedExecutionException("closed");
                })
                .subscribe(quick);
        assertThat(quick.signals).containsExactly("subscribed");
    }

    @Test
    void cancelBeforeTheExecutorHasBegunCausesNoCall() {
        model.on(later).subscribe(recorder);
        recorder.subscription.cancel();
        assertThat(later.run()).isTrue();
        assertThat(model.calls).hasValue(0);
        assertThat(recorder.signals).containsExactly("subscribed");
    }

    /** A call that waits for the backend, and ends when interrupted, with the flag set as a provider leaves it. */
    private CountDownLatch waiting() {
        CountDownLatch waits = new CountDownLatch(1);
        model.asked = () -> {
            waits.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new CancelledException("interrupted", Details.NONE);
        };
        return waits;
    }

    @Test
    void cancelInterruptsAModelThatHasNotYetAnsweredAndTakesTheFlagBack() throws Exception {
        CountDownLatch waits = waiting();
        model.on(executor).subscribe(recorder);
        waits.await();
        recorder.subscription.cancel();
        assertThat(executor.leftInterrupted()).isZero();
        assertThat(recorder.signals).containsExactly("subscribed");
    }

    @Test
    void aDemandThatIsNoneInterruptsAModelThatHasNotYetAnswered() throws Exception {
        CountDownLatch waits = waiting();
        model.on(executor).subscribe(recorder);
        waits.await();
        recorder.subscription.request(-1);
        recorder.ended.await();
        assertThat(executor.leftInterrupted()).isZero();
        assertRefused();
    }

    @Test
    void aStreamThatComesInSpiteOfTheInterruptIsClosed() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        model.asked = () -> {
            asked.countDown();
            while (cancelled.getCount() > 0) {
                Thread.onSpinWait();
            }
            return model.stream(PublisherFixture.events().iterator());
        };
        model.on(executor).subscribe(recorder);
        asked.await();
        recorder.subscription.cancel();
        cancelled.countDown();
        assertThat(executor.leftInterrupted()).isZero();
        assertThat(model.closings).hasValue(1);
        assertThat(model.reads).hasValue(0);
        assertThat(recorder.signals).containsExactly("subscribed");
    }

    @Test
    void aThreadThatSomebodyElseInterruptedStaysSo() {
        model.asked = () -> {
            recorder.subscription.cancel();
            throw new CancelledException("interrupted", Details.NONE);
        };
        model.on(later).subscribe(recorder);
        Thread.currentThread().interrupt();
        later.run();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void afterTheModelHasAnsweredNobodyIsInterrupted() {
        model.on(later).subscribe(recorder);
        later.run();
        recorder.subscription.cancel();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void cancelWhileNothingIsDemandedClosesTheStreamAtOnce() {
        model.on(later).subscribe(recorder);
        recorder.subscription.request(1);
        later.run();
        recorder.subscription.cancel();
        assertThat(model.closings).hasValue(1);
        recorder.subscription.cancel();
        recorder.subscription.request(1);
        recorder.subscription.request(0);
        assertThat(later.run()).isFalse();
        assertThat(recorder.signals).containsExactly("subscribed", "Started");
        assertThat(model.closings).hasValue(1);
    }

    @Test
    void cancelInOnNextClosesTheStreamAndNothingFollows() {
        Recorder full = new Recorder() {
            @Override
            void took(ChatEvent event) {
                if (event instanceof ChatEvent.TextDelta) {
                    subscription.cancel();
                    assertThat(model.closings).hasValue(1);
                }
            }
        };
        model.on(later).subscribe(full);
        full.subscription.request(Long.MAX_VALUE);
        later.run();
        assertThat(full.signals).containsExactly("subscribed", "Started", "TextDelta");
        assertThat(model.reads).hasValue(2);
    }

    /** A stream that waits in its second read until it is closed, and then throws. */
    private CountDownLatch blocking() {
        CountDownLatch blocked = new CountDownLatch(1);
        Iterator<ChatEvent> first = PublisherFixture.events().iterator();
        model.asked = () -> model.stream(new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public ChatEvent next() {
                if (model.reads.get() == 1) {
                    return first.next();
                }
                blocked.countDown();
                try {
                    model.closed.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                throw new IllegalStateException("socket closed");
            }
        });
        return blocked;
    }

    @Test
    void cancelClosesAStreamThatIsBeingRead() throws Exception {
        CountDownLatch blocked = blocking();
        model.on(executor).subscribe(recorder);
        recorder.subscription.request(2);
        blocked.await();
        recorder.subscription.cancel();
        assertThat(executor.leftInterrupted()).isZero();
        assertThat(model.closings).hasValue(1);
        assertThat(recorder.signals).containsExactly("subscribed", "Started");
    }

    @Test
    void anErrorThatNobodyCanBeToldReachesTheExecutor() {
        LinkageError broken = new LinkageError("broken");
        model.asked = () -> {
            recorder.subscription.cancel();
            throw broken;
        };
        model.on(later).subscribe(recorder);
        assertThatThrownBy(later::run).isSameAs(broken);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(recorder.signals).containsExactly("subscribed");
    }

    @Test
    void aDemandThatIsNoneClosesAStreamThatIsBeingRead() throws Exception {
        CountDownLatch blocked = blocking();
        model.on(executor).subscribe(recorder);
        recorder.subscription.request(2);
        blocked.await();
        recorder.subscription.request(0);
        recorder.ended.await();
        assertThat(model.closings).hasValue(1);
        assertRefused("subscribed", "Started", "failed");
    }

    @Test
    void aDemandThatIsNoneInOnSubscribeCausesNoCall() {
        Recorder wrong = ending(subscription -> subscription.request(0));
        model.on(later).subscribe(wrong);
        later.run();
        assertThat(model.calls).hasValue(0);
        assertThat(wrong.signals).containsExactly("subscribed", "failed");
        assertThat(wrong.failure).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDemandThatIsNoneEndsAStreamThatWaitsForDemand() {
        model.on(later).subscribe(recorder);
        later.run();
        recorder.subscription.request(-7);
        assertThat(model.closings).hasValue(1);
        recorder.subscription.request(-8);
        recorder.subscription.request(1);
        later.run();
        assertRefused();
        assertThat(recorder.failure).hasMessageContaining("-7").hasMessageContaining("3.9");
    }

    @Test
    void aDemandThatIsNoneInOnNextEndsTheStream() {
        Recorder wrong = new Recorder() {
            @Override
            void took(ChatEvent event) {
                subscription.request(Long.MIN_VALUE);
            }
        };
        model.on(later).subscribe(wrong);
        wrong.subscription.request(4);
        later.run();
        assertThat(wrong.signals).containsExactly("subscribed", "Started", "failed");
        assertThat(model.closings).hasValue(1);
    }

    @Test
    void theSubscriberIsForgottenOnceItHasCancelled() {
        WeakReference<Recorder> reference = new WeakReference<>(new Recorder());
        model.on(later).subscribe(reference.get());
        later.run();
        Flow.Subscription subscription = reference.get().subscription;
        subscription.request(1);
        later.run();
        subscription.cancel();
        for (int round = 0; round < 200 && reference.get() != null; round++) {
            System.gc();
        }
        assertThat(reference.get() == null).as("forgotten").isTrue();
        subscription.cancel();
    }

    private void assertRefused() {
        assertRefused("subscribed", "failed");
    }

    private void assertRefused(String... signals) {
        assertThat(recorder.signals).containsExactly(signals);
        assertThat(recorder.failure).isInstanceOf(IllegalArgumentException.class);
    }
}
