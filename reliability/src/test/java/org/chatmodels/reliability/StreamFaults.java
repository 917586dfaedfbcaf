package org.chatmodels.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatTimeoutException.Kind;
import org.chatmodels.LimitException;
import org.chatmodels.ProtocolException;
import org.chatmodels.TruncatedException;
import org.chatmodels.UnavailableException;
import org.chatmodels.testkit.Script;

/** E: events that are framed oddly, do not end, end too early or are not read. */
final class StreamFaults {
    private static final String MEGABYTE = "a".repeat(1 << 20);
    private static final String EMPTY = "{\"choices\":[{\"index\":0,\"delta\":{}}]}";

    private StreamFaults() {}

    static List<Fault> cases() {
        return Catalogue.all(
                framed(), tooLong(), endless(), cut(), cutLate(), ended(), told(), finishedByError(), garbled());
    }

    static Fault stream(String id, String name, Script.Builder script) {
        return Fault.of(id, name).only(Mode.STREAM).script(script.build());
    }

    /** Events as they stand on the wire, to the end of the body. */
    static Script.Builder raw(String text) {
        return Script.builder().readRequest().sseHead().chunk(text).lastChunk();
    }

    private static String event(String data) {
        return "data: " + data + "\n\n";
    }

    static String good() {
        return event(Answers.delta("one ")) + event(Answers.delta("two")) + event(Answers.FINISH) + event(Answers.DONE);
    }

    private static List<Fault> framed() {
        List<Fault> all = new ArrayList<>();
        String[][] ends = {{"\r\n", "CRLF"}, {"\n", "LF"}, {"\r", "CR"}, {"\r\n", "CRLF and CR"}};
        for (String[] end : ends) {
            String text = good().replace("\n", end[0]);
            text = end[1].endsWith("and CR") ? text.replaceFirst("\r\n\r\n", "\r\r") : text;
            all.add(stream(
                            "E1",
                            "lines that end with " + end[1] + ", byte by byte",
                            Script.builder()
                                    .readRequest()
                                    .head(
                                            200,
                                            "Content-Type",
                                            "text/event-stream",
                                            "Content-Length",
                                            "" + text.length())
                                    .drip(text))
                    .kept());
        }
        String fields = "\ufeff: OPENROUTER PROCESSING\n\nevent: message\nid: 1\u00002\nretry: 10\nunknown: x\ndata\n\n"
                + "data:\n\n" + good().replace("data: ", "data:");
        all.add(stream("E2", "a mark, comments, empty data, other fields, an id with NUL", raw(fields))
                .kept());
        all.add(stream("E2", "no blank line behind the last event", raw(good().stripTrailing()))
                .kept());
        all.add(stream(
                        "E2",
                        "no finish, only half of its event",
                        raw(event(Answers.delta("one ")) + "data: " + Answers.FINISH))
                .fails(TruncatedException.class)
                .partial("one "));
        all.add(stream("E3", "a comment that a gateway made data of", raw("data: : OPENROUTER PROCESSING\n\n" + good()))
                .kept());
        return all;
    }

    static Script.Builder repeated(String chunk, int count) {
        Script.Builder script = Script.builder().readRequest().sseHead();
        for (int i = 0; i < count; i++) {
            script.chunk(chunk);
        }
        return script.hold();
    }

    private static Fault limited(String id, String name, String chunk) {
        return stream(id, name, repeated(chunk, 9))
                .options("timeout=15s")
                .fails(LimitException.class)
                .discarded();
    }

    private static List<Fault> tooLong() {
        return List.of(
                limited("E4", "a line without end", MEGABYTE),
                limited("E5", "an event of lines without end", ("data: " + "a".repeat(1017) + "\n").repeat(1024)),
                limited("E5", "an event of empty lines without end", "data:\n".repeat((1 << 20) / 6 + 1)));
    }

    /** The text, and then every few milliseconds something that is none. */
    private static Script.Builder dripping(Script.Builder script, String text) {
        for (int i = 0; i < 400; i++) {
            script.chunk(text).stall(Duration.ofMillis(5));
        }
        return script.hold();
    }

    private static List<Fault> endless() {
        return List.of(
                stream("E6", "comments without end: no first token", dripping(Answers.begun(), ": busy\n\n"))
                        .options("first_token_timeout=200ms")
                        .fails(Kind.FIRST_TOKEN)
                        .retriedOnce()
                        .due(200)
                        .discarded(),
                stream("E6", "comments without end: no silence", dripping(Answers.begun("one "), ": busy\n\n"))
                        .options("idle_timeout=500ms&timeout=800ms")
                        .fails(Kind.TOTAL)
                        .partial("one ")
                        .dueInAll(800)
                        .discarded(),
                stream("E6", "events without end", dripping(Answers.begun("one "), event(EMPTY)))
                        .options("idle_timeout=500ms&timeout=800ms")
                        .fails(Kind.TOTAL)
                        .partial("one ")
                        .dueInAll(800)
                        .discarded());
    }

    private static List<Fault> cut() {
        return List.of(
                stream("E7", "cut before any event", Answers.begun().cut())
                        .fails(TruncatedException.class)
                        .retried()
                        .discarded(),
                stream("E7", "ended in order before any event", Answers.begun().lastChunk())
                        .fails(TruncatedException.class)
                        .retried());
    }

    private static List<Fault> cutLate() {
        return List.of(
                stream(
                                "E8",
                                "cut after two tokens",
                                Answers.begun("one ", "two").cut())
                        .fails(TruncatedException.class)
                        .partial("one two")
                        .discarded(),
                stream(
                                "E8",
                                "cut after two tokens and the usage",
                                Answers.begun("one ", "two")
                                        .event(Answers.USAGE)
                                        .cut())
                        .fails(TruncatedException.class)
                        .partial("one two")
                        .also(bench -> assertThat(bench.failure()
                                        .partial()
                                        .orElseThrow()
                                        .usage()
                                        .outputTokens())
                                .hasValue(2))
                        .discarded(),
                stream(
                                "E8",
                                "ended in order after two tokens, without a finish",
                                Answers.begun("one ", "two").lastChunk())
                        .fails(TruncatedException.class)
                        .partial("one two"),
                stream(
                                "E8",
                                "reset after two tokens",
                                Answers.begun("one ", "two")
                                        .stall(Duration.ofMillis(50))
                                        .reset())
                        .fails(TruncatedException.class)
                        .partial("one two")
                        .gone());
    }

    private static List<Fault> ended() {
        return List.of(
                stream(
                                "E9",
                                "a finish, but no [DONE]",
                                Answers.begun(Answers.TEXT)
                                        .event(Answers.FINISH)
                                        .lastChunk())
                        .kept(),
                stream(
                                "E9",
                                "a finish, but no [DONE], and cut",
                                Answers.begun(Answers.TEXT)
                                        .event(Answers.FINISH)
                                        .cut())
                        .discarded(),
                stream(
                                "E10",
                                "[DONE], but the body goes on",
                                Answers.begun(Answers.TEXT)
                                        .event(Answers.FINISH)
                                        .event(Answers.DONE)
                                        .hold())
                        .within(500)
                        .discarded());
    }

    private static List<Fault> told() {
        String broken = Answers.error("overloaded_error", "fell over");
        return List.of(
                stream(
                                "E11",
                                "an error instead of a first token",
                                Answers.begun().event(broken).lastChunk())
                        .fails(UnavailableException.class, 503)
                        .says("fell over")
                        .retried(),
                stream(
                                "E11",
                                "an error after a token",
                                Answers.begun("one ").event(broken).hold())
                        .fails(UnavailableException.class, 503)
                        .partial("one ")
                        .says("fell over")
                        .discarded(),
                stream(
                                "E11",
                                "an error with a finish beside it",
                                Answers.begun("one ").event(besides(broken)).hold())
                        .fails(UnavailableException.class, 503)
                        .partial("one ")
                        .discarded());
    }

    private static List<Fault> finishedByError() {
        return List.of(
                stream(
                                "E11",
                                "a finish that says error and no more",
                                Answers.begun("one ")
                                        .event(Answers.FINISH.replace("stop", "error"))
                                        .hold())
                        .fails(UnavailableException.class, 500)
                        .partial("one ")
                        .discarded(),
                stream(
                                "E11",
                                "a finish that says error, before any token",
                                Answers.begun()
                                        .event(Answers.FINISH.replace("stop", "error"))
                                        .lastChunk())
                        .fails(UnavailableException.class, 500)
                        .retried());
    }

    private static List<Fault> garbled() {
        return List.of(
                stream(
                                "E12",
                                "an event that is no JSON",
                                Answers.begun("one ")
                                        .event("{\"choices\":oops}")
                                        .hold())
                        .fails(ProtocolException.class)
                        .partial("one ")
                        .discarded(),
                stream(
                                "E12",
                                "an event of half of its JSON",
                                Answers.begun("one ")
                                        .event("{\"choices\":[{\"del")
                                        .hold())
                        .fails(TruncatedException.class)
                        .partial("one ")
                        .discarded());
    }

    /** As OpenRouter tells it. */
    private static String besides(String error) {
        return error.replaceFirst("}$", ",")
                + Answers.FINISH.replace("stop", "error").substring(1);
    }

    static List<Remark> remarks() {
        return List.of(Remark.elsewhere(
                "E1",
                "every fixture, cut at every byte",
                "provider-openai-compatible/openaicompatible/StreamReaderTest"));
    }
}
