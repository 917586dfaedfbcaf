package org.chatmodels.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatStream;
import org.chatmodels.ChatTimeoutException.Kind;
import org.chatmodels.LimitException;
import org.chatmodels.canary.Canary;
import org.chatmodels.testkit.Script;

/** K: too few connections, files, bytes. */
final class ExhaustionFaults {
    /** As many as the pool has for one server. */
    private static final int PLACES = 64;

    private ExhaustionFaults() {}

    static List<Fault> cases() {
        return Catalogue.all(connections(), processes(), Caller.hasVirtual() ? virtual() : List.of());
    }

    private static List<Fault> connections() {
        return List.of(
                Fault.of("K1", "sixty-four streams are open, one more caller has his own limit")
                        .script(Answers.begun("one ").hold())
                        .options("timeout=300ms")
                        .drill(ExhaustionFaults::oneMore)
                        .fails(Kind.TOTAL)
                        .notSent()
                        .attempts(PLACES)
                        .dueInAll(300),
                Fault.of("K6", "a server that reads nothing of an upload")
                        .script(Script.builder().readHead().readNothing().stall())
                        .options("timeout=1s")
                        .drill(ExhaustionFaults::upload)
                        .fails(Kind.TOTAL)
                        .dueInAll(1_000)
                        .within(4_000));
    }

    /** On a busy machine the writing of so much takes longer than the limit, which is looked at behind it. */
    private static Outcome upload(Bench bench) {
        String large = Canary.PROMPT.repeat(12_000_000 / Canary.PROMPT.length());
        bench.startClock();
        return bench.ask(large);
    }

    private static Outcome oneMore(Bench bench) {
        List<ChatStream> open = new ArrayList<>();
        ChatModel patient = bench.registry.open(bench.location(""));
        for (int i = 0; i < PLACES; i++) {
            open.add(patient.stream(Canary.PROMPT));
        }
        bench.startClock();
        Outcome outcome = bench.ask();
        bench.stopClock();
        open.forEach(ChatStream::close);
        return outcome;
    }

    private static List<Fault> processes() {
        return List.of(
                Fault.of("K2", "a process with sixty-four files, more streams than that")
                        .only(Mode.STREAM)
                        .script(Answers.begun("one ").hold())
                        .drill(bench ->
                                ChildJvm.of("files").limitedTo("ulimit -n 64").run(bench))
                        .counting(Fault.Counting.TOLD)
                        .answers("TransportException NOT_SENT, then an answer")
                        .within(30_000),
                Fault.of("K3", "a thousand streams of 100 KB in 64 MB")
                        .only(Mode.STREAM)
                        .script(long100())
                        .drill(bench -> ChildJvm.of("streams").with("-Xmx64m").run(bench))
                        .attempts(1_000)
                        .answers("1000 whole answers")
                        .within(60_000),
                tooLong("an event without end in 64 MB", "stream", StreamFaults.repeated("a".repeat(1 << 20), 9)),
                tooLong("an answer without end in 64 MB", "chat", BodyFaults.endlessAnswer()));
    }

    private static Script.Builder long100() {
        Script.Builder script = Script.builder().readRequest().sseHead();
        String piece = Answers.delta("a".repeat(10_000));
        for (int i = 0; i < 10; i++) {
            script.event(piece);
        }
        return script.event(Answers.FINISH).event(Answers.DONE).lastChunk();
    }

    private static Fault tooLong(String name, String how, Script.Builder script) {
        return Fault.of("K3", name)
                .only(how.equals("chat") ? Mode.SYNC : Mode.STREAM)
                .script(script)
                .drill(bench -> ChildJvm.of(how).with("-Xmx64m").run(bench))
                .answers(LimitException.class.getSimpleName() + " MAYBE_PROCESSED within two seconds")
                .within(30_000);
    }

    private static List<Fault> virtual() {
        return List.of(Fault.of("K5", "two thousand virtual threads")
                .drill(ExhaustionFaults::askVirtually)
                .attempts(2_000)
                .within(20_000));
    }

    private static Outcome askVirtually(Bench bench) throws Exception {
        ChatModel model = bench.model();
        List<Caller<Outcome>> callers = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            callers.add(Caller.start(() -> bench.outcome(() -> model, Canary.PROMPT), true));
        }
        for (Caller<Outcome> caller : callers) {
            assertThat(caller.outcome()).isEqualTo(Outcome.answer(Answers.TEXT));
        }
        return Outcome.answer(Answers.TEXT);
    }

    static List<Remark> remarks() {
        List<Remark> all = new ArrayList<>();
        all.add(Remark.elsewhere(
                "K1", "the limit of the wait for a connection itself", "spi/spi/TransportTimeoutTest"));
        all.add(Remark.notApplicable(
                "K4",
                "no more native threads",
                "the systems that build this run as root, whom no limit of processes binds"));
        if (!Caller.hasVirtual()) {
            all.add(Remark.notApplicable("K5", "two thousand virtual threads", "this Java has none"));
        }
        return all;
    }
}
