package org.chatmodels.spi;

import static org.chatmodels.spi.Wires.PATIENT;
import static org.chatmodels.spi.Wires.call;
import static org.chatmodels.spi.Wires.leasing;
import static org.chatmodels.spi.Wires.resolving;
import static org.chatmodels.spi.Wires.stream;
import static org.chatmodels.spi.Wires.transport;

import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;

/** Measures how late each time limit strikes: {@code java -cp TEST_CLASS_PATH org.chatmodels.spi.Lateness [MILLIS]}. */
final class Lateness {
    private static final int RUNS = 21;
    private static final Script SILENT = Script.builder().readRequest().hold().build();
    private static final Script MUTE = Script.builder().readBytes(1).hold().build();
    private static final Script ONE_EVENT =
            Script.builder().readRequest().sseHead().event("1").hold().build();
    private static final Script DEAF =
            Script.builder().readHead().readNothing().stall().build();

    private final Duration limit;

    private Lateness(Duration limit) {
        this.limit = limit;
    }

    public static void main(String[] arguments) throws Exception {
        Lateness lateness = new Lateness(Duration.ofMillis(arguments.length > 0 ? Long.parseLong(arguments[0]) : 200));
        System.out.println("limit " + lateness.limit.toMillis() + " ms, " + RUNS + " runs, late by ms: median, most");
        lateness.lease();
        lateness.connect();
        lateness.lookUp();
        lateness.waiting("headers", SILENT, new Limits(PATIENT, PATIENT, PATIENT, lateness.limit), false);
        lateness.waiting("first token", SILENT, new Limits(PATIENT, lateness.limit, PATIENT, PATIENT), true);
        lateness.waiting(
                "first token in the body", ONE_EVENT, new Limits(PATIENT, lateness.limit, PATIENT, PATIENT), true);
        lateness.waiting("idle", ONE_EVENT, new Limits(PATIENT, PATIENT, lateness.limit, PATIENT), true);
        lateness.waiting("total", ONE_EVENT, new Limits(PATIENT, PATIENT, PATIENT, lateness.limit), true);
        lateness.upload();
        System.out.println("ended by an interrupt after ms: median, most");
        interrupted("in the headers", SILENT, false);
        interrupted("in the body", ONE_EVENT, true);
    }

    private void lease() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(ONE_EVENT);
                Transport transport = leasing(limit, 1);
                Exchange open = transport.send(stream(server))) {
            measure("lease", () -> transport.send(stream(server)));
            open.status();
        }
    }

    private void connect() throws Exception {
        Limits limits = new Limits(limit, PATIENT, PATIENT, PATIENT);
        try (ScriptedServer hole = ScriptedServer.builder().neverAccepting().start();
                Transport transport = transport()) {
            measure("connect", () -> transport.send(call(hole).limits(limits)));
        }
        try (ScriptedServer mute = ScriptedServer.start(MUTE);
                Transport transport = transport()) {
            URI target = URI.create("https://127.0.0.1:" + mute.port());
            measure("connect, in TLS", () -> transport.send(call(target).limits(limits)));
        }
    }

    private void lookUp() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Limits limits = new Limits(limit, PATIENT, PATIENT, PATIENT);
        try (Transport transport = resolving(host -> {
            try {
                never.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            throw new UnknownHostException(host);
        })) {
            measure(
                    "connect, in the look-up",
                    () -> transport.send(call(URI.create("http://slow.test/")).limits(limits)));
        } finally {
            never.countDown();
        }
    }

    private void waiting(String name, Script script, Limits limits, boolean streaming) throws Exception {
        try (ScriptedServer server = ScriptedServer.start(script);
                Transport transport = transport()) {
            HttpCall call = call(server).limits(limits).streaming(streaming);
            measure(name, () -> transport.send(call).readAll(1000));
        }
    }

    private void upload() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(DEAF);
                Transport transport = transport()) {
            HttpCall call =
                    call(server).body(new byte[30_000_000]).limits(new Limits(PATIENT, PATIENT, PATIENT, limit));
            measure("total, in the upload", () -> {
                try {
                    transport.send(call);
                } finally {
                    server.release();
                }
            });
        }
    }

    private void measure(String name, Caller.Code code) throws Exception {
        double[] late = new double[RUNS];
        run(code);
        for (int i = 0; i < RUNS; i++) {
            late[i] = run(code) / 1e6;
        }
        Arrays.sort(late);
        System.out.printf(
                Locale.ROOT,
                "%-24s %6.2f %6.2f%s%n",
                name,
                late[RUNS / 2],
                late[RUNS - 1],
                late[0] < 0 ? " EARLY " + late[0] : "");
    }

    private long run(Caller.Code code) throws Exception {
        long began = System.nanoTime();
        try {
            code.run();
        } catch (ChatTimeoutException e) {
            return System.nanoTime() - began - limit.toNanos();
        }
        throw new AssertionError("no limit struck");
    }

    private static void interrupted(String name, Script script, boolean streaming) throws Exception {
        double[] after = new double[RUNS];
        try (ScriptedServer server = ScriptedServer.start(script);
                Transport transport = transport()) {
            for (int i = 0; i < RUNS; i++) {
                HttpCall call = call(server).streaming(streaming);
                Caller caller =
                        Caller.start(() -> transport.send(call).readAll(1000)).awaitBlocked();
                server.awaitRequests(i + 1);
                long began = System.nanoTime();
                caller.interrupt();
                caller.failure();
                after[i] = caller.since(began).toNanos() / 1e6;
            }
        }
        Arrays.sort(after);
        System.out.printf(Locale.ROOT, "%-24s %6.2f %6.2f%n", name, after[RUNS / 2], after[RUNS - 1]);
    }
}
