package org.chatmodels.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.FinishReason;
import org.chatmodels.Part;
import org.chatmodels.ProtocolException;
import org.chatmodels.Tool;
import org.chatmodels.TruncatedException;
import org.chatmodels.canary.Canary;
import org.chatmodels.testkit.Script;

/** E13 and E14: calls of tools that are cut or mixed up. */
final class CallFaults {
    private static final String BEGUN = "{\\\"city\\\":\\\"" + Canary.PROMPT;
    private static final String WHOLE = BEGUN + "\\\"}";
    private static final String CALLED = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"tool_calls\"}]}";
    private static final String LIMIT = Answers.FINISH.replace("stop", "length");

    private CallFaults() {}

    static List<Fault> cases() {
        return Catalogue.all(
                cut(), cutByTheLimit(), cutWhole(), mixed(), oddlyNumbered(), ended(), endedBehindACall(), whole());
    }

    /** A piece of a call; index, id and name stand before the arguments, as they are on the wire. */
    private static String piece(String fields, String name, String arguments) {
        String named = name.isEmpty() ? "" : "\"name\":\"" + name + "\",";
        return "{\"choices\":[{\"index\":0,\"delta\":{\"tool_calls\":[{" + fields + "\"function\":{" + named
                + "\"arguments\":\"" + arguments + "\"}}]}}]}";
    }

    private static String first(String arguments) {
        return piece("\"index\":0,\"id\":\"t0\",\"type\":\"function\",", "weather", arguments);
    }

    private static Fault stream(String id, String name, Script.Builder script) {
        return StreamFaults.stream(id, name, script).drill(CallFaults::called);
    }

    private static Script.Builder pieces(String... pieces) {
        Script.Builder script = Answers.begun();
        for (String piece : pieces) {
            script.event(piece);
        }
        return script;
    }

    private static Script.Builder toTheEnd(String... pieces) {
        return pieces(pieces)
                .event(CALLED)
                .event(Answers.USAGE)
                .event(Answers.DONE)
                .lastChunk();
    }

    private static String answer(String finish, String calls) {
        return "{\"id\":\"c1\",\"model\":\"m1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":null,"
                + "\"tool_calls\":[" + calls + "]},\"finish_reason\":\"" + finish + "\"}]}";
    }

    private static String call(String id, String arguments) {
        return "{" + (id.isEmpty() ? "" : "\"id\":\"" + id + "\",") + "\"type\":\"function\",\"function\":{\"name\":"
                + "\"weather\",\"arguments\":\"" + arguments + "\"}}";
    }

    private static Fault whole(String id, String name, String body) {
        return Fault.of(id, name).only(Mode.SYNC).script(Script.json(body)).drill(CallFaults::called);
    }

    private static List<Fault> cut() {
        List<Fault> all = new ArrayList<>();
        all.add(stream(
                        "E13",
                        "cut within the arguments of a call",
                        pieces(first(BEGUN)).cut())
                .discarded());
        all.add(stream(
                        "E13",
                        "cut behind the arguments of a call, before a finish",
                        pieces(first(WHOLE)).cut())
                .discarded());
        all.add(stream(
                "E13",
                "ended in order within the arguments of a call",
                pieces(first(BEGUN)).lastChunk()));
        all.add(stream(
                        "E13",
                        "reset within the arguments of a call",
                        pieces(first(BEGUN)).stall(Duration.ofMillis(50)).reset())
                .gone());
        all.add(stream(
                        "E13",
                        "cut within the arguments of a call that nobody asked for",
                        pieces(first(BEGUN)).cut())
                .drill(Bench::ask)
                .discarded());
        all.forEach(fault -> fault.fails(TruncatedException.class).partial("").also(CallFaults::isKept));
        return all;
    }

    private static List<Fault> cutByTheLimit() {
        return List.of(
                stream(
                                "E13",
                                "the limit of tokens within the arguments of a call",
                                pieces(first(BEGUN))
                                        .event(LIMIT)
                                        .event(Answers.DONE)
                                        .lastChunk())
                        .fails(TruncatedException.class)
                        .partial("")
                        .says("weather", "max_tokens")
                        .also(CallFaults::isKept)
                        .kept(),
                stream("E13", "a finish within the arguments of a call", toTheEnd(first(BEGUN)))
                        .fails(TruncatedException.class)
                        .partial("")
                        .also(CallFaults::isKept)
                        .kept(),
                whole("E13", "the limit of tokens within the arguments, whole", answer("length", call("t0", BEGUN)))
                        .fails(TruncatedException.class)
                        .says("weather", "max_tokens")
                        .also(CallFaults::isKept)
                        .kept(),
                whole("E13", "a finish within the arguments, whole", answer("tool_calls", call("t0", BEGUN)))
                        .fails(TruncatedException.class)
                        .also(CallFaults::isKept)
                        .kept());
    }

    private static List<Fault> cutWhole() {
        String body = answer("tool_calls", call("t0", WHOLE));
        Script.Builder half = Script.builder()
                .readRequest()
                .head(200, "Content-Type", "application/json", "Content-Length", Integer.toString(body.length()))
                .write(body.substring(0, body.indexOf(Canary.PROMPT) + 6))
                .cut();
        return List.of(
                Fault.of("E13", "a body that is cut within the arguments")
                        .only(Mode.SYNC)
                        .script(half)
                        .drill(CallFaults::called)
                        .fails(TruncatedException.class)
                        .retried()
                        .discarded(),
                whole("E13", "arguments that are no object, whole", answer("tool_calls", call("t0", "[7]")))
                        .fails(ProtocolException.class)
                        .says("weather")
                        .kept(),
                stream("E13", "arguments that are no object", toTheEnd(first("[7"), piece("\"index\":0,", "", "]")))
                        .fails(ProtocolException.class)
                        .partial("")
                        .says("weather")
                        .kept());
    }

    private static List<Fault> mixed() {
        String second = piece("\"index\":1,\"id\":\"t1\",\"type\":\"function\",", "time", "{\\\"zo");
        return List.of(
                stream(
                                "E14",
                                "two calls whose pieces alternate",
                                toTheEnd(
                                        first("{\\\"ci"),
                                        second,
                                        piece("\"index\":0,", "", "ty\\\":1}"),
                                        piece("\"index\":1,", "", "ne\\\":2}")))
                        .answers("t0 weather {\"city\":1}, t1 time {\"zone\":2}")
                        .kept(),
                stream(
                                "E14",
                                "two calls of one index",
                                toTheEnd(
                                        first("{}"),
                                        piece("\"index\":0,\"id\":\"t1\",", "time", "{\\\"zo"),
                                        piece("\"index\":0,", "", "ne\\\":2}")))
                        .answers("t0 weather {}, t1 time {\"zone\":2}")
                        .kept(),
                stream(
                                "E14",
                                "a call whose id comes with every piece",
                                toTheEnd(first("{\\\"ci"), first("ty\\\":"), first("1}")))
                        .answers("t0 weather {\"city\":1}")
                        .kept());
    }

    private static List<Fault> oddlyNumbered() {
        return List.of(
                stream(
                                "E14",
                                "pieces without an index, an id in the first alone",
                                toTheEnd(
                                        piece("\"id\":\"t0\",", "weather", "{\\\"ci"),
                                        piece("", "", "ty\\\":1}"),
                                        piece("\"id\":\"t1\",", "time", "{}")))
                        .answers("t0 weather {\"city\":1}, t1 time {}")
                        .kept(),
                stream(
                                "E14",
                                "a next piece with an index of its own and no id",
                                toTheEnd(first("{\\\"ci"), piece("\"index\":4,", "", "ty\\\":1}")))
                        .answers("t0 weather {\"city\":1}")
                        .kept(),
                stream(
                                "E14",
                                "calls without any id",
                                toTheEnd(
                                        piece("\"index\":0,", "weather", "{\\\"ci"),
                                        piece("\"index\":0,", "", "ty\\\":1}"),
                                        piece("\"index\":1,", "time", "")))
                        .answers("made weather {\"city\":1}, made time {}")
                        .kept());
    }

    private static List<Fault> ended() {
        return List.of(
                StreamFaults.stream(
                                "E14",
                                "usage behind the finish, with no choices",
                                Answers.begun("one ", "two")
                                        .event(Answers.FINISH)
                                        .event(Answers.USAGE)
                                        .event(Answers.DONE)
                                        .lastChunk())
                        .drill(CallFaults::counted)
                        .answers("one two, 2 tokens")
                        .kept(),
                StreamFaults.stream(
                                "E14",
                                "two finishes",
                                Answers.begun(Answers.TEXT)
                                        .event(Answers.FINISH)
                                        .event(Answers.FINISH)
                                        .event(Answers.DONE)
                                        .lastChunk())
                        .kept());
    }

    private static List<Fault> endedBehindACall() {
        return List.of(
                stream(
                                "E14",
                                "two finishes behind a call, the last one plain",
                                pieces(first("{}"))
                                        .event(CALLED)
                                        .event(Answers.FINISH)
                                        .event(Answers.DONE)
                                        .lastChunk())
                        .answers("t0 weather {}")
                        .kept(),
                stream(
                                "E14",
                                "a piece of a call behind the finish",
                                pieces(first("{\\\"ci"))
                                        .event(CALLED)
                                        .event(piece("\"index\":0,", "", "ty\\\":1}"))
                                        .event(Answers.DONE)
                                        .lastChunk())
                        .answers("t0 weather {\"city\":1}")
                        .kept());
    }

    private static List<Fault> whole() {
        return List.of(
                whole(
                                "E14",
                                "two calls of one id, whole",
                                answer("tool_calls", call("t0", "{\\\"city\\\":1}") + "," + call("t0", "{}")))
                        .answers("t0 weather {\"city\":1}, made weather {}")
                        .kept(),
                whole("E14", "calls without an id, whole", answer("stop", call("", "{}") + "," + call("", "")))
                        .answers("made weather {}, made weather {}")
                        .kept());
    }

    /** Asks with a tool; the answer is its calls. */
    private static Outcome called(Bench bench) {
        ChatRequest request = ChatRequest.builder()
                .user(Canary.PROMPT)
                .tool(Tool.declare("weather", "", "{\"type\":\"object\"}"))
                .build();
        ChatModel model = bench.model();
        try {
            return Outcome.answer(calls(bench.mode == Mode.SYNC ? model.chat(request) : streamed(model, request)));
        } catch (ChatException e) {
            return bench.failed(e, "");
        }
    }

    private static ChatResponse streamed(ChatModel model, ChatRequest request) {
        try (ChatStream stream = model.stream(request)) {
            return stream.response();
        }
    }

    /** Ids that are not the server's are made up, each another one. */
    private static String calls(ChatResponse answer) {
        assertThat(answer.finishReason().kind()).isEqualTo(FinishReason.Kind.TOOL_CALLS);
        assertThat(answer.toolCalls()).extracting(Part.ToolCall::id).doesNotHaveDuplicates();
        List<String> calls = new ArrayList<>();
        for (Part.ToolCall call : answer.toolCalls()) {
            String id = call.id().length() == 2 ? call.id() : "made";
            calls.add(id + " " + call.name() + " " + call.arguments());
        }
        return String.join(", ", calls);
    }

    /** No call was handed out, and what came of it was. */
    private static void isKept(Bench bench) {
        List<Part> parts = bench.failure().partial().orElseThrow().message().parts();
        assertThat(parts).noneMatch(Part.ToolCall.class::isInstance);
        assertThat(parts)
                .anySatisfy(part -> assertThat(part)
                        .isInstanceOfSatisfying(
                                Part.Opaque.class,
                                opaque -> assertThat(opaque.json()).contains("weather", Canary.PROMPT)));
    }

    private static Outcome counted(Bench bench) {
        try (ChatStream stream = bench.model().stream(Canary.PROMPT)) {
            ChatResponse answer = stream.response();
            return Outcome.answer(
                    answer.text() + ", " + answer.usage().outputTokens().orElse(0) + " tokens");
        } catch (ChatException e) {
            return bench.failed(e, "");
        }
    }
}
