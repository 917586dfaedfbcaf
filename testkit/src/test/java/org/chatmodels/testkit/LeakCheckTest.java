package org.chatmodels.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

@Timeout(60)
final class LeakCheckTest {
    private static final Duration SHORT = Duration.ofMillis(150);

    /** What the deliberately leaking tests leave behind, for this test to clean up. */
    private static final List<AutoCloseable> LEFT = new CopyOnWriteArrayList<>();

    @AfterEach
    void cleanUp() throws Exception {
        for (AutoCloseable left : LEFT) {
            left.close();
        }
        LEFT.clear();
    }

    @Test
    void threadThatStaysFailsItsTestAndIsNamed() {
        assertThat(failure(LeavesThread.class)).contains("leaked: daemon thread 'left-behind'", "await");
    }

    @Test
    void socketThatStaysFailsItsTestAndIsNamed() {
        assertThat(failure(LeavesSocket.class)).contains("file descriptor socket:[");
    }

    @Test
    void leaseThatStaysFailsItsTest() {
        assertThat(failure(LeavesLease.class)).contains("1 in use after the test, 0 before");
    }

    @Test
    void whatEndsWithinTheGraceIsNoLeak() {
        assertThat(failure(EndsSoon.class)).isEmpty();
    }

    @Test
    void cleanTestPassesWithTheDefaults() {
        assertThat(failure(Clean.class)).isEmpty();
    }

    @Test
    void whatTheJdkReadsOfItsMachineIsNoLeak() {
        assertThat(failure(ReadsTheMachine.class)).isEmpty();
    }

    @Test
    void serverThatIsNotClosedIsALeak() {
        assertThat(failure(LeavesServer.class)).contains("scripted-server-", "file descriptor socket:[");
    }

    private static String failure(Class<?> tests) {
        var events = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(tests))
                .execute()
                .testEvents();
        assertThat(events.finished().count()).isEqualTo(1);
        return events.failed().stream()
                .flatMap(event -> event.getPayload(TestExecutionResult.class).stream())
                .flatMap(result -> result.getThrowable().stream())
                .map(Throwable::getMessage)
                .findFirst()
                .orElse("");
    }

    static final class LeavesThread {
        @RegisterExtension
        final LeakCheck leaks = new LeakCheck().within(SHORT);

        @Test
        void leaves() {
            CountDownLatch end = new CountDownLatch(1);
            Thread thread = new Thread(() -> await(end), "left-behind");
            thread.setDaemon(true);
            thread.start();
            LEFT.add(end::countDown);
        }
    }

    static final class LeavesSocket {
        @RegisterExtension
        final LeakCheck leaks = new LeakCheck().within(SHORT);

        @Test
        void leaves() throws IOException {
            LEFT.add(new ServerSocket(0));
        }
    }

    static final class LeavesLease {
        private final AtomicInteger leased = new AtomicInteger();

        @RegisterExtension
        final LeakCheck leaks = LeakCheck.watching(leased::get).within(SHORT);

        @Test
        void leaves() {
            leased.incrementAndGet();
        }
    }

    static final class ReadsTheMachine {
        @RegisterExtension
        final LeakCheck leaks = new LeakCheck().within(SHORT);

        @Test
        void reads() throws IOException {
            Path file = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");
            LEFT.add(Files.newInputStream(Files.isReadable(file) ? file : Path.of("/dev/null")));
        }
    }

    static final class LeavesServer {
        @RegisterExtension
        final LeakCheck leaks = new LeakCheck().within(SHORT);

        @Test
        void leaves() {
            LEFT.add(ScriptedServer.start());
        }
    }

    static final class EndsSoon {
        private final AtomicInteger leased = new AtomicInteger();

        @RegisterExtension
        final LeakCheck leaks = LeakCheck.watching(leased::get);

        @Test
        void endsSoon() throws IOException {
            ServerSocket socket = new ServerSocket(0);
            leased.incrementAndGet();
            CountDownLatch never = new CountDownLatch(1);
            Thread thread = new Thread(() -> {
                await(never, 100);
                leased.decrementAndGet();
                await(never, 100);
                close(socket);
            });
            thread.start();
        }
    }

    @ExtendWith(LeakCheck.class)
    static final class Clean {
        @Test
        void isClean() throws IOException {
            try (ScriptedServer server = ScriptedServer.start(Script.json("x"));
                    Client client = new Client(server.uri())) {
                client.post("/", "").head();
            }
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        await(latch, 30_000);
    }

    private static void await(CountDownLatch latch, long millis) {
        try {
            latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
