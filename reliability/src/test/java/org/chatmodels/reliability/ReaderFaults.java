package org.chatmodels.reliability;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatStream;
import org.chatmodels.canary.Canary;
import org.chatmodels.testkit.Script;

/** E15 to E18: readers that are slow, leave, fail, forget, or read too often. */
final class ReaderFaults {
    private ReaderFaults() {}

    static List<Fault> cases() {
        return Catalogue.all(slowOrGone(), useless());
    }

    private static List<Fault> slowOrGone() {
        return List.of(
                StreamFaults.stream("E15", "a reader that takes longer than the limits", slow())
                        .options("idle_timeout=150ms&first_token_timeout=150ms")
                        .drill(ReaderFaults::readSlowly)
                        .kept(),
                StreamFaults.stream(
                                "E16",
                                "a reader that leaves early",
                                Answers.begun("one ").hold())
                        .drill(ReaderFaults::leaveEarly)
                        .answers("one ")
                        .within(Cancels.SOON)
                        .discarded(),
                StreamFaults.stream(
                                "E16",
                                "a reader that fails",
                                Answers.begun("one ").hold())
                        .drill(ReaderFaults::failInside)
                        .throwsPlain(IllegalArgumentException.class)
                        .within(Cancels.SOON)
                        .discarded(),
                StreamFaults.stream(
                                "E17",
                                "a stream that nobody holds and nobody closed",
                                Answers.begun("one ").hold())
                        .drill(ReaderFaults::drop)
                        .counting(Fault.Counting.TOLD)
                        .within(10_000));
    }

    private static List<Fault> useless() {
        return List.of(
                StreamFaults.stream("E18", "read twice", StreamFaults.raw(StreamFaults.good()))
                        .drill(ReaderFaults::readTwice)
                        .throwsPlain(IllegalStateException.class)
                        .kept(),
                StreamFaults.stream(
                                "E18",
                                "read after it was closed",
                                Answers.begun("one ").hold())
                        .drill(ReaderFaults::readClosed)
                        .fails(CancelledException.class)
                        .discarded());
    }

    private static Script.Builder slow() {
        return Answers.begun("one ")
                .then(Script.builder()
                        .event(Answers.delta("two"))
                        .event(Answers.FINISH)
                        .event(Answers.DONE)
                        .lastChunk()
                        .build());
    }

    private static Outcome readSlowly(Bench bench) throws InterruptedException {
        StringBuilder heard = new StringBuilder();
        try (ChatStream stream = bench.model().stream(Canary.PROMPT)) {
            for (ChatEvent event : stream) {
                new CountDownLatch(1).await(200, TimeUnit.MILLISECONDS);
                if (event instanceof ChatEvent.TextDelta delta) {
                    heard.append(delta.text());
                }
            }
            return Outcome.answer(heard.toString());
        } catch (ChatException e) {
            return bench.failed(e, heard.toString());
        }
    }

    /** Up to the first text. */
    private static String firstText(ChatStream stream) {
        for (ChatEvent event : stream) {
            if (event instanceof ChatEvent.TextDelta delta) {
                return delta.text();
            }
        }
        return "";
    }

    private static Outcome leaveEarly(Bench bench) {
        try (ChatStream stream = bench.model().stream(Canary.PROMPT)) {
            return Outcome.answer(firstText(stream));
        }
    }

    private static Outcome failInside(Bench bench) {
        try (ChatStream stream = bench.model().stream(Canary.PROMPT)) {
            throw new IllegalArgumentException(firstText(stream) + "and then the reader fails");
        } catch (IllegalArgumentException e) {
            return bench.failed(e, "");
        }
    }

    /** The next streams let go of it; how many there must be is up to the garbage collector. */
    private static Outcome drop(Bench bench) {
        ChatModel model = bench.model();
        firstText(model.stream(Canary.PROMPT));
        bench.server.always(Answers.good(Mode.STREAM));
        long until = System.nanoTime() + 9_000_000_000L;
        Outcome next = bench.ask();
        while (bench.leased() > 0 && System.nanoTime() < until) {
            System.gc();
            next = bench.ask();
        }
        bench.told(1);
        return next;
    }

    private static Outcome readTwice(Bench bench) {
        try (ChatStream stream = bench.model().stream(Canary.PROMPT)) {
            stream.forEach(event -> {});
            stream.forEach(event -> {});
            return Outcome.answer("twice");
        } catch (IllegalStateException e) {
            return bench.failed(e, "");
        }
    }

    private static Outcome readClosed(Bench bench) {
        ChatStream stream = bench.model().stream(Canary.PROMPT);
        stream.close();
        try {
            return Outcome.answer(stream.response().text());
        } catch (ChatException e) {
            return bench.failed(e, "");
        }
    }

    static List<Remark> remarks() {
        return List.of(Remark.elsewhere("E18", "one stream, two threads", "api/EventStreamRaceTest"));
    }
}
