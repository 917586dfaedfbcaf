package org.chatmodels.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.chatmodels.AuthenticationException;
import org.chatmodels.ChatException;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.LimitException;
import org.chatmodels.ProtocolException;
import org.chatmodels.QuotaExceededException;
import org.chatmodels.TruncatedException;
import org.chatmodels.UnavailableException;
import org.chatmodels.canary.Canary;
import org.chatmodels.testkit.Script;

/** D: bodies that are cut, too long, no JSON, or another JSON. */
final class BodyFaults {
    private BodyFaults() {}

    static List<Fault> cases() {
        return Catalogue.all(
                cut(), cutOpen(), coded(), tooMuch(), strange(), wrongTypes(), letters(), refusals(), inBand());
    }

    private static Script.Builder chunks(String text) {
        return Script.builder()
                .readRequest()
                .head(200, "Content-Type", "application/json", "Transfer-Encoding", "chunked")
                .write(text);
    }

    private static Fault whole(String id, String name, Script script) {
        return Fault.of(id, name).only(Mode.SYNC).script(script);
    }

    private static Fault truncated(String id, String name, Script.Builder script) {
        return whole(id, name, script.build())
                .fails(TruncatedException.class)
                .retried()
                .discarded();
    }

    private static List<Fault> cut() {
        String body = Answers.json(Answers.TEXT);
        String start = body.substring(0, 40);
        return List.of(
                truncated(
                        "D1",
                        "fewer bytes than were announced",
                        Answers.half(Mode.SYNC).cut()),
                truncated("D2", "a chunk that is cut", chunks("ff\r\n" + start).cut()),
                truncated(
                        "D2", "no last chunk", chunks("28\r\n" + start + "\r\n").cut()),
                truncated(
                        "D2",
                        "a whole answer, but no last chunk",
                        chunks(Integer.toHexString(body.length()) + "\r\n" + body + "\r\n")
                                .cut()),
                whole(
                                "D2",
                                "the size of a chunk is no number",
                                chunks("size\r\n" + start).hold().build())
                        .fails(ProtocolException.class)
                        .retried()
                        .discarded());
    }

    private static List<Fault> cutOpen() {
        String start = Answers.json(Answers.TEXT).substring(0, 40);
        return List.of(
                truncated(
                        "D3",
                        "a body that ends with its connection, in the middle",
                        Script.builder()
                                .readRequest()
                                .head(200, "Content-Type", "application/json", "Connection", "close")
                                .write(start)
                                .cut()),
                whole(
                                "D4",
                                "reset in the middle",
                                Answers.half(Mode.SYNC)
                                        .stall(Duration.ofMillis(20))
                                        .reset()
                                        .build())
                        .fails(TruncatedException.class)
                        .retried()
                        .gone());
    }

    private static List<Fault> coded() {
        byte[] bomb = gzip(16 << 20);
        Script.Builder zipped = Script.builder()
                .readRequest()
                .head(200, "Content-Encoding", "gzip", "Content-Length", Integer.toString(bomb.length))
                .write(bomb);
        return List.of(
                Fault.of("D5", "a gzip bomb that nobody asked for")
                        .script(zipped.hold())
                        .fails(ProtocolException.class)
                        .discarded(),
                coded("six codings", "gzip, gzip, gzip, gzip, gzip, gzip"),
                coded("a coding that nobody knows", "zstd"));
    }

    private static Fault coded(String name, String coding) {
        return Fault.of("D6", name)
                .script(Script.builder()
                        .readRequest()
                        .answer(200, "packed", "Content-Encoding", coding)
                        .hold())
                .fails(ProtocolException.class)
                .discarded();
    }

    private static byte[] gzip(int size) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(new byte[size]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static Fault limited(String name, String field) {
        String body = Answers.json(Answers.TEXT);
        return whole("D7", name, Script.json("{" + field + "," + body.substring(1)))
                .fails(LimitException.class)
                .kept();
    }

    private static List<Fault> tooMuch() {
        String deep = "[".repeat(5_000) + "]".repeat(5_000);
        return List.of(
                limited("JSON five thousand arrays deep", "\"x\":" + deep),
                limited("a number of five thousand digits", "\"created\":" + "1".repeat(5_000)),
                limited("a string of 21 MB", "\"id\":\"" + "a".repeat(21_000_000) + "\""),
                limited("a name of 60 KB", "\"" + "n".repeat(60_000) + "\":1"),
                Fault.of("D7", "an answer longer than 32 MB")
                        .only(Mode.SYNC)
                        .script(endlessAnswer())
                        .fails(LimitException.class)
                        .discarded());
    }

    /** A little more than is read of it. */
    static Script.Builder endlessAnswer() {
        Script.Builder start = Script.builder()
                .readRequest()
                .head(200, "Content-Type", "application/json", "Transfer-Encoding", "chunked")
                .chunk("{");
        return endless(start, 34);
    }

    /** Chunks of a megabyte of blanks. */
    private static Script.Builder endless(Script.Builder script, int count) {
        String blanks = " ".repeat(1 << 20);
        for (int i = 0; i < count; i++) {
            script.chunk(blanks);
        }
        return script.hold();
    }

    private static Fault body(String id, String name, String body) {
        return whole(id, name, Script.json(body)).fails(ProtocolException.class).kept();
    }

    private static List<Fault> strange() {
        String good = Answers.json(Answers.TEXT);
        String twice = good.replace("\"content\":", "\"content\":\"old\",\"content\":");
        return List.of(
                body("D8", "a name that comes twice: the last one counts", twice)
                        .answers(Answers.TEXT),
                body("D8", "more behind the end", good + " x"),
                body("D8", "NaN", good.replace("\"index\":0", "\"index\":NaN")),
                body("D8", "half a surrogate pair", Answers.json("one \\ud83d two"))
                        .answers("one \ufffd two"));
    }

    private static List<Fault> wrongTypes() {
        String secret = "\"" + Canary.PROMPT + "\"";
        return List.of(
                body("D9", "choices that are text", "{\"choices\":" + secret + "}"),
                body(
                        "D9",
                        "content that is an object",
                        "{\"choices\":[{\"message\":{\"content\":{\"a\":" + secret + "}}}]}"),
                body("D9", "no choices", "{\"id\":" + secret + ",\"usage\":null}"),
                body("D9", "no object", "[" + secret + "]"),
                body("D9", "usage null", Answers.json(Answers.TEXT).replaceAll("\"usage\":\\{.*}}", "\"usage\":null}"))
                        .answers(Answers.TEXT),
                body(
                        "D9",
                        "a choice of a number beyond integers",
                        good().replace("\"index\":0", "\"index\":2147483648")));
    }

    private static String good() {
        return Answers.json(Answers.TEXT);
    }

    private static List<Fault> letters() {
        byte[] wrong = Answers.json("one ? two").getBytes(StandardCharsets.UTF_8);
        wrong[Answers.json("one ? two").indexOf('?')] = (byte) 0xC3;
        return List.of(
                bytes("bytes that are no UTF-8", wrong).fails(ProtocolException.class),
                bytes("a byte order mark", ("\ufeff" + good()).getBytes(StandardCharsets.UTF_8)),
                bytes("UTF-16", good().getBytes(StandardCharsets.UTF_16)).fails(ProtocolException.class));
    }

    private static Fault bytes(String name, byte[] body) {
        return whole(
                        "D10",
                        name,
                        Script.builder()
                                .readRequest()
                                .head(200, "Content-Type", "application/json", "Content-Length", "" + body.length)
                                .write(body)
                                .build())
                .kept();
    }

    private static List<Fault> refusals() {
        Script.Builder huge =
                Script.builder().readRequest().head(500, "Content-Type", "text/plain", "Transfer-Encoding", "chunked");
        return List.of(
                Fault.of("D11", "413 while a request of 20 MB is still being sent")
                        .script(Script.builder()
                                .readHead()
                                .answer(
                                        413,
                                        Answers.error("too_large", "too large"),
                                        "Content-Type",
                                        "application/json")
                                .close())
                        .drill(bench -> bench.ask(Canary.PROMPT.repeat(20_000_000 / Canary.PROMPT.length())))
                        .fails(InvalidRequestException.class, 413)
                        .gone(),
                Fault.of("D12", "500 with a body without end")
                        .script(endless(huge, 8))
                        .fails(UnavailableException.class, 500)
                        .retried()
                        .discarded(),
                refused("a page", "<html><body>Internal Server Error</body></html>"),
                refused("an empty body", ""),
                refused("text", "oops"),
                refused("half of JSON", "{\"error\":{\"mess"));
    }

    private static Fault refused(String name, String body) {
        return Fault.of("D12", "500 with " + name)
                .script(Script.answer(500, body))
                .fails(UnavailableException.class, 500)
                .retried()
                .kept()
                .also(bench -> assertThat(bench.failure().getMessage()).doesNotContain("<"));
    }

    private static List<Fault> inBand() {
        return List.of(
                told("server_error", UnavailableException.class, 500).retried(),
                told("overloaded_error", UnavailableException.class, 503).retried(),
                told("invalid_api_key", AuthenticationException.class, 401),
                told("insufficient_quota", QuotaExceededException.class, 429),
                told("model_not_found", InvalidRequestException.class, 404));
    }

    private static Fault told(String code, Class<? extends ChatException> type, int status) {
        return Fault.of("D13", "200 that tells of " + code)
                .script(Script.json(Answers.error(code, "no luck today")))
                .fails(type, status)
                .says("no luck today")
                .kept();
    }

    static List<Remark> remarks() {
        return List.of();
    }
}
