package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;

class TransportExitTest {
    @Test
    void jvmWithAnOpenTransportAndAnOpenStreamExits() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Leaves.class.getName())
                .redirectErrorStream(true)
                .start();
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS))
                    .as("ended by itself")
                    .isTrue();
            assertThat(new String(process.getInputStream().readAllBytes())).isEqualTo("200\n");
            assertThat(process.exitValue()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void threadEndsWhenThereIsNothingToWatch() throws Exception {
        Set<Thread> before = watchdogs();
        try (ScriptedServer server = ScriptedServer.start(Script.json("{}"));
                Transport transport = Wires.transport()) {
            assertThat(watchdogs()).as("started by the first call").isEqualTo(before);
            Wires.ask(transport, Wires.call(server));
            Set<Thread> mine = watchdogs();
            mine.removeAll(before);
            assertThat(mine).hasSize(1).allMatch(Thread::isDaemon);
            Thread thread = mine.iterator().next();
            assertThat(thread.getContextClassLoader()).isNull();
            thread.join(5000);
            assertThat(thread.isAlive()).isFalse();
            Wires.ask(transport, Wires.call(server));
            assertThat(watchdogs()).as("started again").isNotEmpty();
        }
    }

    private static Set<Thread> watchdogs() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("chatmodels-watchdog"))
                .collect(Collectors.toSet());
    }

    /** Leaves everything open. */
    static final class Leaves {
        private Leaves() {}

        @SuppressWarnings("resource")
        public static void main(String[] arguments) {
            Script open =
                    Script.builder().readRequest().sseHead().event("1").hold().build();
            Exchange exchange = Wires.transport().send(Wires.stream(ScriptedServer.start(open)));
            System.out.println(exchange.status());
        }
    }
}
