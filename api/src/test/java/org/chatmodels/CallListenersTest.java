package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.chatmodels.ChatException.Details;
import org.chatmodels.canary.Allocated;
import org.chatmodels.canary.Canary;
import org.chatmodels.canary.LogLines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.Level;

@Timeout(60)
class CallListenersTest {
    private static final ModelLocation FIRST = ModelLocation.of("first", "m");
    private static final ModelLocation SECOND = ModelLocation.of("second", "m");
    private static final CallInfo INFO = CallInfo.of(FIRST, ChatRequest.of(Canary.PROMPT), true);
    private static final ChatResponse WHOLE = ChatResponse.of(Canary.PROMPT);
    private static final ChatException LATER = new UnavailableException("later", Details.NONE);
    private static final ChatException CLOSED = new CancelledException("closed", Details.NONE);

    private static final Duration PAUSE = Duration.ofMillis(250);

    private final LogLines lines = LogLines.of("org.chatmodels");

    @AfterEach
    void close() {
        lines.close();
    }

    private static CallListeners started(ChatListener... listeners) {
        return CallListeners.started(List.of(listeners), INFO);
    }

    private static void everything(CallListeners told) {
        told.retrying(PAUSE, LATER);
        told.fellBack(FIRST, SECOND, LATER);
        told.firstToken();
        told.completed(WHOLE);
    }

    @Test
    void eachListenerHearsEverythingInOrder() {
        HeardCalls one = new HeardCalls();
        HeardCalls two = new HeardCalls();
        everything(started(one, two));
        assertThat(one.lines)
                .containsExactly(
                        "started first:m",
                        "retry 250 UnavailableException",
                        "fall first:m second:m UnavailableException",
                        "token",
                        "completed")
                .isEqualTo(two.lines);
        assertThat(lines.lines()).isEmpty();
    }

    @Test
    void theFirstTokenIsToldOnce() {
        HeardCalls heard = new HeardCalls();
        CallListeners told = started(heard);
        told.firstToken();
        told.firstToken();
        told.completed(WHOLE);
        assertThat(heard.lines).containsExactly("started first:m", "token", "completed");
    }

    @Test
    void theFirstEndWinsAndNothingComesAfterIt() {
        HeardCalls heard = new HeardCalls();
        CallListeners told = started(heard);
        told.failed(CLOSED, Timings.NONE);
        everything(told);
        told.failed(LATER, Timings.NONE);
        assertThat(heard.lines).containsExactly("started first:m", "failed CancelledException");
        HeardCalls whole = new HeardCalls();
        CallListeners other = started(whole);
        other.completed(WHOLE);
        other.failed(CLOSED, Timings.NONE);
        assertThat(whole.lines).containsExactly("started first:m", "completed");
    }

    /** As when it closes the stream: the other listener must not hear of the end before it hears of the token. */
    @Test
    void aListenerMayEndTheCallFromInsideItsCallback() {
        CallListeners[] told = new CallListeners[1];
        HeardCalls closer = new HeardCalls() {
            @Override
            void also(String line) {
                if (line.equals("token")) {
                    told[0].failed(CLOSED, Timings.NONE);
                }
            }
        };
        HeardCalls other = new HeardCalls();
        told[0] = started(closer, other);
        told[0].firstToken();
        told[0].completed(WHOLE);
        assertThat(closer.lines)
                .containsExactly("started first:m", "token", "failed CancelledException")
                .isEqualTo(other.lines);
    }

    @Test
    void whoClosesWaitsForNoListenerAndTheEndIsToldAfterwards() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        HeardCalls slow = new HeardCalls() {
            @Override
            void also(String line) {
                if (line.equals("token")) {
                    busy.countDown();
                    await(closed);
                }
            }
        };
        HeardCalls other = new HeardCalls();
        CallListeners told = started(slow, other);
        Thread reader = new Thread(told::firstToken);
        reader.start();
        busy.await();
        told.failed(CLOSED, Timings.NONE);
        closed.countDown();
        reader.join();
        assertThat(slow.lines)
                .containsExactly("started first:m", "token", "failed CancelledException")
                .isEqualTo(other.lines);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<Throwable> everythingThatCanBeThrown() {
        return Stream.of(
                new IllegalStateException(Canary.PROMPT),
                new CancelledException(Canary.PROMPT, Details.NONE),
                new java.io.IOException(Canary.PROMPT),
                new NoClassDefFoundError(Canary.PROMPT),
                new ExceptionInInitializerError(Canary.PROMPT),
                new AssertionError(Canary.PROMPT),
                new StackOverflowError(Canary.PROMPT),
                new OutOfMemoryError(Canary.PROMPT));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    @ParameterizedTest
    @MethodSource("everythingThatCanBeThrown")
    void whatAListenerThrowsIsOneLineAndDisturbsNobody(Throwable thrown) {
        HeardCalls broken = new HeardCalls() {
            @Override
            void also(String line) {
                if (!line.startsWith("started")) {
                    throw CallListenersTest.<RuntimeException>sneaky(thrown);
                }
            }
        };
        HeardCalls before = new HeardCalls();
        HeardCalls behind = new HeardCalls();
        everything(started(before, broken, behind));
        assertThat(before.lines).hasSize(5).isEqualTo(behind.lines);
        assertThat(broken.lines).contains("token", "completed");
        assertThat(lines.lines())
                .hasSize(4)
                .containsOnly("WARN Listener org.chatmodels.HeardCalls$Heard threw "
                        + thrown.getClass().getName() + ": mend or remove it");
    }

    @ParameterizedTest
    @MethodSource("everythingThatCanBeThrown")
    void aListenerThatThrowsAtTheStartHearsNoMore(Throwable thrown) {
        HeardCalls broken = new HeardCalls() {
            @Override
            void also(String line) {
                throw CallListenersTest.<RuntimeException>sneaky(thrown);
            }
        };
        HeardCalls other = new HeardCalls();
        everything(started(broken, other));
        assertThat(other.lines).hasSize(5);
        assertThat(broken.lines).containsExactly("started first:m");
        assertThat(lines.lines(Level.WARN))
                .containsExactly("Listener " + broken.getClass().getName() + " threw "
                        + thrown.getClass().getName() + ": mend or remove it");
    }

    @Test
    @SuppressWarnings("NullAway")
    void aListenerThatReturnsNullHearsNoMore() {
        HeardCalls other = new HeardCalls();
        everything(started(info -> null, other));
        assertThat(other.lines).hasSize(5);
        assertThat(lines.lines()).hasSize(1);
        assertThat(lines.lines().get(0)).startsWith("WARN Listener ").endsWith("return Call.NONE to hear no more");
    }

    @Test
    void aListenerThatIsInterruptedKeepsTheFlag() {
        HeardCalls broken = new HeardCalls() {
            @Override
            void also(String line) {
                throw CallListenersTest.<RuntimeException>sneaky(new InterruptedException());
            }
        };
        started(broken);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void withoutListenersNothingIsAllocated() {
        List<ChatListener> nobody = List.of();
        assertThat(CallListeners.started(nobody, INFO)).isSameAs(CallListeners.NONE);
        List<CallListeners> told = new ArrayList<>(List.of(CallListeners.NONE));
        Runnable calls = () -> {
            for (int i = 0; i < 10_000; i++) {
                if (CallListeners.wanted(nobody)) {
                    throw new AssertionError("nobody is there");
                }
                everything(told.get(0));
                told.get(0).failed(CLOSED, Timings.NONE);
            }
        };
        calls.run();
        assertThat(Allocated.by(calls)).isLessThan(10_000);
    }
}
