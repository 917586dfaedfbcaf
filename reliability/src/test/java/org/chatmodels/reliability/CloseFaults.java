package org.chatmodels.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatStream;
import org.chatmodels.canary.Canary;
import org.chatmodels.testkit.Script;

/** L: many callers at once, and registries that are closed under them. */
final class CloseFaults {
    private static final int THREADS = 64;

    private CloseFaults() {}

    static List<Fault> cases() {
        return Catalogue.all(closing(), sharing(), races());
    }

    private static List<Fault> closing() {
        return List.of(
                Fault.of("L1", "closed with sixteen callers in flight, and once more")
                        .script(Script.builder().readRequest().hold())
                        .drill(CloseFaults::closeUnderAll)
                        .fails(CancelledException.class)
                        .attempts(16)
                        .within(Cancels.SOON)
                        .cut(),
                Fault.of("L1", "closed by a reader inside its own stream")
                        .only(Mode.STREAM)
                        .script(Answers.begun("one ").hold())
                        .drill(CloseFaults::closeInside)
                        .fails(CancelledException.class)
                        .partial("")
                        .within(Cancels.SOON)
                        .cut(),
                Fault.of("L1", "closed, then asked, then opened")
                        .drill(CloseFaults::openClosed)
                        .attempts(0)
                        .throwsPlain(IllegalStateException.class),
                Fault.of("L2", "five hundred registries opened, used and closed")
                        .only(Mode.SYNC)
                        .drill(CloseFaults::openMany)
                        .attempts(50)
                        .within(15_000));
    }

    private static Outcome closeUnderAll(Bench bench) throws Exception {
        List<Caller<Outcome>> callers = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            callers.add(Caller.start(bench::ask));
        }
        bench.server.awaitRequests(16);
        for (Caller<Outcome> caller : callers) {
            caller.awaitBlocked();
        }
        bench.startClock();
        bench.registry.close();
        bench.registry.close();
        Outcome last = Outcome.answer("");
        for (Caller<Outcome> caller : callers) {
            last = caller.outcome();
            assertThat(last.what()).isEqualTo("CancelledException");
        }
        return last;
    }

    private static Outcome closeInside(Bench bench) {
        try (ChatStream stream = bench.model().stream(Canary.PROMPT)) {
            stream.forEachText(text -> {
                bench.startClock();
                bench.registry.close();
            });
            return Outcome.answer("");
        } catch (CancelledException e) {
            Outcome outcome = bench.failed(e, e.partial().orElseThrow().text());
            assertThat(outcome.text()).isEqualTo("one ");
            return new Outcome(outcome.what(), outcome.delivery(), "", outcome.retryAfter());
        }
    }

    private static Outcome openClosed(Bench bench) {
        ChatModel model = bench.model();
        bench.registry.close();
        assertThat(bench.outcome(() -> model, Canary.PROMPT).what()).isEqualTo("CancelledException");
        return bench.outcome(bench::model, Canary.PROMPT);
    }

    /** What is left of them the check of leaks would see. */
    private static Outcome openMany(Bench bench) {
        for (int i = 0; i < 500; i++) {
            try (ChatModelRegistry registry =
                    ChatModelRegistry.builder().environment(Map.of()).build()) {
                if (i % 10 == 0) {
                    String answer = registry.open("openai-compatible:m?base_url=" + bench.base)
                            .ask(Canary.PROMPT);
                    assertThat(answer).isEqualTo(Answers.TEXT);
                }
            }
        }
        return Outcome.answer(Answers.TEXT);
    }

    private static List<Fault> sharing() {
        return List.of(Fault.of("L3", "one model, sixty-four threads, each gets its own answer")
                .script(mode -> Script.respond(request -> echo(mode, request.bodyText())))
                .drill(CloseFaults::askTogether)
                .attempts(10 * THREADS)
                .within(20_000));
    }

    private static Script echo(Mode mode, String body) {
        int at = body.indexOf("number ");
        String number = body.substring(at, body.indexOf('"', at));
        if (mode == Mode.SYNC) {
            return Script.builder().json(200, Answers.json(number)).build();
        }
        return Script.builder()
                .sse(Answers.delta(number), Answers.FINISH, Answers.DONE)
                .build();
    }

    private static Outcome askTogether(Bench bench) throws Exception {
        ChatModel model = bench.model();
        List<Caller<Outcome>> callers = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            int first = 10 * thread;
            callers.add(Caller.start(() -> askTen(bench, model, first)));
        }
        for (Caller<Outcome> caller : callers) {
            caller.outcome();
        }
        return Outcome.answer(Answers.TEXT);
    }

    private static Outcome askTen(Bench bench, ChatModel model, int first) {
        for (int i = first; i < first + 10; i++) {
            String own = "number " + i;
            assertThat(bench.outcome(() -> model, Canary.PROMPT + " " + own)).isEqualTo(Outcome.answer(own));
        }
        return Outcome.answer("");
    }

    private static List<Fault> races() {
        return List.of(
                Fault.of("L4", "the stream is closed under its reader")
                        .only(Mode.STREAM)
                        .script(Answers.begun("one ").hold())
                        .drill(CloseFaults::closeUnderReader)
                        .fails(CancelledException.class)
                        .partial("one ")
                        .within(Cancels.SOON)
                        .discarded(),
                Fault.of("L5", "answered, interrupted and closed at once, fifty times")
                        .drill(CloseFaults::allAtOnce)
                        .counting(Fault.Counting.TOLD)
                        .attempts(50)
                        .within(15_000));
    }

    private static Outcome closeUnderReader(Bench bench) throws Exception {
        ChatStream stream = bench.model().stream(Canary.PROMPT);
        Caller<Outcome> reader = Caller.start(() -> bench.read(stream));
        bench.awaitText();
        reader.awaitBlocked();
        bench.startClock();
        stream.close();
        return reader.outcome();
    }

    /** One outcome each, and nothing but an answer or a cancellation. */
    private static Outcome allAtOnce(Bench bench) throws Exception {
        for (int i = 0; i < 50; i++) {
            try (ChatModelRegistry registry =
                    ChatModelRegistry.builder().environment(Map.of()).build()) {
                ChatModel model = registry.open("openai-compatible:m?base_url=" + bench.base);
                CyclicBarrier start = new CyclicBarrier(3);
                Caller<Outcome> caller = Caller.start(after(start, () -> bench.outcome(() -> model, Canary.PROMPT)));
                Runnable closing = registry::close;
                Caller<Outcome> closer = Caller.start(after(start, () -> {
                    closing.run();
                    return Outcome.answer("");
                }));
                start.await();
                caller.interrupt();
                closer.outcome();
                assertThat(caller.outcome().what()).isIn("answer", "CancelledException");
            }
        }
        bench.told(50);
        return Outcome.answer(Answers.TEXT);
    }

    private static Callable<Outcome> after(CyclicBarrier start, Callable<Outcome> action) {
        return () -> {
            start.await();
            return action.call();
        };
    }

    static List<Remark> remarks() {
        return List.of(
                Remark.notApplicable(
                        "L6",
                        "the last of several owners closes a shared client",
                        "models are handles without a close, and the client belongs to the one registry"),
                Remark.elsewhere("L5", "closing and reading in every order", "api/EventStreamRaceTest"));
    }
}
