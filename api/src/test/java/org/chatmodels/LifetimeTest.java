package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** One per type, closed last first. */
class LifetimeTest {
    private final List<String> closed = new ArrayList<>();
    private final Lifetime shared = new Lifetime(new FirstUse.Waits(60_000));

    private final class Lower implements AutoCloseable {
        @Override
        public void close() {
            closed.add("lower");
        }
    }

    private final class Upper implements AutoCloseable {
        @Override
        public void close() throws IOException {
            closed.add("upper");
            throw new IOException("only logged");
        }
    }

    @Test
    void whatWasMadeLastIsClosedFirstAndOnce() {
        Upper upper = shared.shared(Upper.class, () -> {
            shared.shared(Lower.class, Lower::new);
            return new Upper();
        });
        assertThat(shared.shared(Upper.class, Upper::new)).isSameAs(upper);
        shared.close();
        shared.close();
        assertThat(closed).containsExactly("upper", "lower");
    }

    @Test
    void aMakerThatFailedIsAskedAgain() {
        AtomicInteger tried = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> shared.shared(Lower.class, () -> {
                        throw new IllegalArgumentException("try " + tried.incrementAndGet());
                    }))
                    .hasMessage("try " + (i + 1));
        }
        assertThat(shared.shared(Lower.class, Lower::new)).isNotNull();
    }

    @Test
    void nothingIsMadeOnceItIsClosedAndWhatWasBeingMadeIsClosed() {
        assertThatThrownBy(() -> shared.shared(Lower.class, () -> {
                    shared.close();
                    return new Lower();
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(closed).containsExactly("lower");
        assertThatThrownBy(() -> shared.shared(Upper.class, Upper::new)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whoeverStopsWaitingLeavesTheObjectToTheOthers() throws Exception {
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger made = new AtomicInteger();
        CompletableFuture<Lower> first = CompletableFuture.supplyAsync(() -> shared.shared(Lower.class, () -> {
            making.countDown();
            awaitQuietly(release);
            made.incrementAndGet();
            return new Lower();
        }));
        making.await();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> shared.shared(Lower.class, Lower::new)).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        release.countDown();
        Lower lower = first.get(30, TimeUnit.SECONDS);
        assertThat(shared.shared(Lower.class, Lower::new)).isSameAs(lower);
        assertThat(made).hasValue(1);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
