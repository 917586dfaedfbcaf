package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
}
