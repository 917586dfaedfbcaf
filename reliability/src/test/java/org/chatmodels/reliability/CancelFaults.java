package org.chatmodels.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatStream;
import org.chatmodels.ChatTimeoutException.Kind;
import org.chatmodels.canary.Canary;
import org.chatmodels.reliability.Cancels.Ready;
import org.chatmodels.reliability.Fault.Counting;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;

/** G: calls that are ended from outside, in every phase, and those that run out of time. */
final class CancelFaults {
    /** As many as the pool has for one server. */
    private static final int PLACES = 64;

    private static final Script HANGS = Script.builder().readRequest().hold().build();
    private static final Ready ASKED = bench -> bench.server.awaitRequests(1);
    private static final int LARGE = 20_000_000;

    private CancelFaults() {}

    static List<Fault> cases() {
        List<Fault> all = new ArrayList<>();
        for (Way way : Way.values()) {
            all.addAll(ended(way));
        }
        return Catalogue.all(all, before(), races(), limits(), drips(), totals());
    }

    /** G1 to G9 are the phases, G10 is interrupts in all of them. */
    private static String id(String phase, Way way) {
        return way == Way.CLOSE ? phase : "G10";
    }

    private static Fault during(String phase, String name, Way way) {
        return Fault.of(id(phase, way), way + " " + name)
                .fails(CancelledException.class)
                .within(Cancels.SOON);
    }

    private static List<Fault> ended(Way way) {
        return Catalogue.all(connecting(way), talking(way), between(way));
    }

    private static List<Fault> connecting(Way way) {
        return List.of(
                during("G2", "while it waits for a free connection", way)
                        .script(Answers.begun("one ").hold())
                        .drill(bench -> whileAllAreTaken(bench, way))
                        .attempts(PLACES)
                        .notSent(),
                during("G3", "while it connects", way)
                        .server(() -> ScriptedServer.builder().neverAccepting().start())
                        .drill(Cancels.during(Bench::ask, way))
                        .counting(Counting.ATTEMPTS)
                        .notSent(),
                during("G4", "in the TLS handshake", way)
                        .script(Script.builder().readBytes(1).hold())
                        .base(port -> "https://127.0.0.1:" + port + "/v1")
                        .drill(Cancels.during(
                                Bench::ask, bench -> bench.server.connection(0).awaitReceived(1), way))
                        .counting(Counting.CONNECTIONS)
                        .notSent()
                        .cut());
    }

    private static Outcome whileAllAreTaken(Bench bench, Way way) throws Exception {
        List<ChatStream> open = new ArrayList<>();
        ChatModel model = bench.model();
        for (int i = 0; i < PLACES; i++) {
            open.add(model.stream(Canary.PROMPT));
        }
        Outcome outcome = Cancels.during(Bench::ask, way).run(bench);
        open.forEach(ChatStream::close);
        return outcome;
    }

    private static List<Fault> talking(Way way) {
        Script deaf = Script.builder().readHead().readNothing().stall().build();
        String large = Canary.PROMPT.repeat(LARGE / Canary.PROMPT.length());
        return List.of(
                during("G5", "while it waits for the head", way)
                        .script(HANGS)
                        .drill(Cancels.during(Bench::ask, ASKED, way))
                        .cut(),
                during("G6", "in the middle of its upload", way)
                        .script(deaf)
                        .drill(Cancels.during(bench -> bench.ask(large), bench -> bench.server.awaitStalls(1), way)),
                during("G7", "in the middle of its answer", way)
                        .script(mode -> Answers.half(Mode.SYNC).hold().build())
                        .only(Mode.SYNC)
                        .drill(Cancels.during(Bench::ask, ASKED, way))
                        .cut(),
                during("G7", "in the middle of its stream", way)
                        .script(mode -> Answers.half(Mode.STREAM).hold().build())
                        .only(Mode.STREAM)
                        .drill(Cancels.during(Bench::ask, Bench::awaitText, way))
                        .partial("one ")
                        .cut());
    }

    private static List<Fault> between(Way way) {
        return List.of(
                during("G8", "while it waits for the next attempt", way)
                        .script(Script.answer(503, "", "Retry-After", "30"))
                        .drill(Cancels.during(Bench::ask, ASKED, way)),
                during("G9", "at the second target, after the first has failed", way)
                        .script(Script.answer(503, ""))
                        .drill(bench -> atTheSecondTarget(bench, way)));
    }

    private static Outcome atTheSecondTarget(Bench bench, Way way) throws Exception {
        ScriptedServer other = bench.other(HANGS);
        String route = bench.location("&retries=0") + " | openai-compatible:m?base_url=" + other.uri("/v1");
        Outcome outcome = Cancels.during(
                        same -> same.outcome(() -> same.registry.open(route), Canary.PROMPT),
                        same -> other.awaitRequests(1),
                        way)
                .run(bench);
        other.connection(0).awaitClosed();
        return outcome;
    }

    private static List<Fault> before() {
        return List.of(
                Fault.of("G1", "the registry was closed before")
                        .drill(bench -> {
                            ChatModel model = bench.model();
                            bench.registry.close();
                            return bench.outcome(() -> model, Canary.PROMPT);
                        })
                        .attempts(0)
                        .fails(CancelledException.class)
                        .notSent(),
                Fault.of("G11", "the caller was interrupted before")
                        .drill(CancelFaults::interruptedBefore)
                        .attempts(0)
                        .fails(CancelledException.class)
                        .notSent());
    }

    private static Outcome interruptedBefore(Bench bench) {
        Thread.currentThread().interrupt();
        Outcome outcome = bench.ask();
        return Thread.interrupted() ? outcome : outcome.detail(" without its flag");
    }

    private static List<Fault> races() {
        return List.of(Fault.of("G12", "closed at the moment of its end, two hundred times")
                .only(Mode.STREAM)
                .drill(CancelFaults::race)
                .attempts(200)
                .within(15_000));
    }

    /** Each ends whole or cancelled, for good. */
    private static Outcome race(Bench bench) throws Exception {
        ChatModel model = bench.model();
        CyclicBarrier start = new CyclicBarrier(2);
        for (int i = 0; i < 200; i++) {
            try (ChatStream stream = model.stream(Canary.PROMPT)) {
                Runnable closing = stream::close;
                Caller<Outcome> closer = Caller.start(() -> {
                    start.await();
                    closing.run();
                    return Outcome.answer("");
                });
                start.await();
                Outcome first = end(stream);
                closer.outcome();
                assertThat(first.what()).isIn("answer", "CancelledException");
                assertThat(end(stream).what()).as("asked again").isEqualTo(first.what());
            }
        }
        return Outcome.answer(Answers.TEXT);
    }

    private static Outcome end(ChatStream stream) {
        try {
            return Outcome.answer(stream.response().text());
        } catch (ChatException e) {
            return Outcome.failure(e, "");
        }
    }

    private static List<Fault> limits() {
        return List.of(
                StreamFaults.stream(
                                "G13",
                                "a head at once, but no event",
                                Answers.begun().hold())
                        .options("first_token_timeout=200ms")
                        .fails(Kind.FIRST_TOKEN)
                        .says("first_token_timeout")
                        .retriedOnce()
                        .due(200)
                        .discarded(),
                StreamFaults.stream(
                                "G14",
                                "silence after two tokens",
                                Answers.begun("one ", "two").hold())
                        .options("idle_timeout=200ms")
                        .fails(Kind.IDLE)
                        .partial("one two")
                        .says("idle_timeout")
                        .due(200)
                        .discarded());
    }

    private static List<Fault> drips() {
        Script drip = Script.builder()
                .readRequest()
                .head(200, "Content-Type", "application/json", "Content-Length", "1000")
                .drip(" ".repeat(400), Duration.ofMillis(10))
                .hold()
                .build();
        return List.of(
                Fault.of("G15", "a byte every ten milliseconds")
                        .only(Mode.SYNC)
                        .script(drip)
                        .options("timeout=300ms")
                        .fails(Kind.TOTAL)
                        .due(300)
                        .discarded(),
                Fault.of("G15", "a byte every ten milliseconds, of a stream")
                        .only(Mode.STREAM)
                        .script(Script.builder()
                                .readRequest()
                                .sseHead()
                                .drip("190\r\n" + ":".repeat(400), Duration.ofMillis(10))
                                .hold())
                        .options("timeout=800ms&idle_timeout=500ms")
                        .fails(Kind.TOTAL)
                        .due(800)
                        .discarded());
    }

    private static List<Fault> totals() {
        return List.of(
                Fault.of("G16", "503, then silence")
                        .only(Mode.SYNC)
                        .script(HANGS)
                        .options("timeout=400ms")
                        .drill(CancelFaults::afterA503)
                        .fails(Kind.HEADERS)
                        .attempts(2)
                        .dueInAll(400)
                        .discarded(),
                Fault.of("G16", "503, then silence, of a stream")
                        .only(Mode.STREAM)
                        .script(HANGS)
                        .options("timeout=400ms")
                        .drill(CancelFaults::afterA503)
                        .fails(Kind.TOTAL)
                        .attempts(2)
                        .dueInAll(400)
                        .discarded());
    }

    private static Outcome afterA503(Bench bench) {
        bench.server.enqueue(Script.answer(503, ""));
        return bench.ask();
    }

    static List<Remark> remarks() {
        return List.of(
                Remark.elsewhere("G12", "closing and completing, seeded", "api/EventStreamRaceTest"),
                Remark.elsewhere(
                        "G17", "the clock jumps: dates count from the server's own clock", "spi/spi/RetryHintsTest"));
    }
}
