package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatRequest;
import org.chatmodels.canary.Canary;
import org.chatmodels.canary.LogLines;
import org.chatmodels.provider.Secret;
import org.chatmodels.spi.HttpCall;
import org.chatmodels.spi.Transport;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong, and whatever a server repeats: neither key nor prompt is in anything that is printed or sent on. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class NothingShownTest {
    private static final String LOCATION = "corp:m?timeout=1s&first_token_timeout=400ms&idle_timeout=400ms";
    private static final Map<String, Script> FAULTS = faults();

    private static Map<String, Script> faults() {
        Map<String, Script> faults = new LinkedHashMap<>();
        for (Map.Entry<String, String> echo : echoes().entrySet()) {
            String name = "echoes " + echo.getKey();
            String error = "{\"error\":{\"message\":\"bad key " + echo.getValue() + ", sorry\",\"code\":\"x\"}}";
            faults.put(name, Script.json(401, error));
            faults.put(name + " with 400", Script.json(400, error));
            faults.put(name + " in text", Script.answer(403, "No: " + echo.getValue(), "Content-Type", "text/plain"));
            faults.put(name + " in a page", Script.answer(502, page(echo.getValue()), "Content-Type", "text/html"));
            faults.put(name + " in a 200", Script.json(200, error));
            faults.put(name + " in a stream", Script.sse(text("a"), error));
        }
        faults.put(
                "echoes as code", Script.json(400, "{\"error\":{\"message\":\"no\",\"code\":\"" + Canary.KEY + "\"}}"));
        faults.put("echoes as id", Script.answer(500, "{}", "x-request-id", Canary.KEY));
        faults.put("redirects", Script.answer(307, "", "Location", "https://x.test/?key=" + Canary.KEY));
        for (int status : new int[] {400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 500, 503, 529}) {
            faults.put("status " + status, Script.json(status, "{\"error\":{\"message\":\"no\"}}"));
        }
        addBrokenAnswers(faults);
        addGarbledChunks(faults);
        addGarbledAnswers(faults);
        return faults;
    }

    private static Map<String, String> echoes() {
        byte[] key = Canary.KEY.getBytes(StandardCharsets.UTF_8);
        byte[] user = ("me:" + Canary.KEY).getBytes(StandardCharsets.UTF_8);
        return Map.of(
                "plain",
                Canary.KEY,
                "header",
                "Authorization: Bearer " + Canary.KEY,
                "escaped",
                Canary.KEY.replace("/", "\\/"),
                "url",
                "https://x.test/?key=" + URLEncoder.encode(Canary.KEY, StandardCharsets.UTF_8),
                "base64",
                Base64.getEncoder().encodeToString(key),
                "base64url",
                Base64.getUrlEncoder().encodeToString(key),
                "basic",
                "Basic " + Base64.getEncoder().encodeToString(user),
                "stars",
                Canary.KEY.substring(0, 6) + "********" + Canary.KEY.substring(Canary.KEY.length() - 6));
    }

    private static String page(String text) {
        return "<html><title>" + text + "</title><body>" + text + "</body></html>";
    }

    private static String text(String text) {
        return "{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}";
    }

    private static void addBrokenAnswers(Map<String, Script> faults) {
        String said = Canary.PROMPT + " " + Canary.KEY;
        faults.put(
                "cut",
                Script.builder().readRequest().sseHead().event(text(said)).cut().build());
        faults.put(
                "reset",
                Script.builder()
                        .readRequest()
                        .sseHead()
                        .event(text(said))
                        .reset()
                        .build());
        faults.put(
                "silent",
                Script.builder()
                        .readRequest()
                        .sseHead()
                        .event(text(said))
                        .hold()
                        .build());
        faults.put("no answer", Script.builder().readRequest().close().build());
        faults.put("never answers", Script.builder().readRequest().hold().build());
        faults.put(
                "no http",
                Script.builder()
                        .readRequest()
                        .write("220 " + said + "\r\n\r\n")
                        .close()
                        .build());
        faults.put(
                "bad header",
                Script.builder()
                        .readRequest()
                        .write("HTTP/1.1 200 OK\r\n" + said + "\r\n\r\n")
                        .close()
                        .build());
    }

    private static void addGarbledChunks(Map<String, Script> faults) {
        String said = Canary.PROMPT + " " + Canary.KEY;
        faults.put(
                "bad chunk",
                Script.builder()
                        .readRequest()
                        .head(200, "Content-Type", "text/event-stream", "Transfer-Encoding", "chunked")
                        .write(said + "\r\n")
                        .close()
                        .build());
    }

    private static void addGarbledAnswers(Map<String, Script> faults) {
        String said = Canary.PROMPT + " " + Canary.KEY;
        faults.put("bad json", Script.json("{\"choices\":[" + said));
        faults.put("wrong types", Script.json("{\"choices\":\"" + said + "\"}"));
        faults.put("wrong number", Script.json("{\"usage\":{\"prompt_tokens\":\"" + said + "\"},\"choices\":[]}"));
        faults.put("bad event", Script.sse(text(said), "{" + said));
        faults.put("page", Script.answer(200, "<html>" + said, "Content-Type", "text/html"));
        faults.put("compressed", Script.answer(200, said, "Content-Encoding", said));
        faults.put("empty", Script.json(""));
    }

    static Stream<String> names() {
        return FAULTS.keySet().stream();
    }

    private static ChatModelRegistry registry(URI server) {
        return ChatModelRegistry.builder()
                .environment(Map.of("CORP_KEY", Canary.KEY, "OPENAI_API_KEY", Canary.KEY))
                .property("chatmodels.service.corp.provider", "openai-compatible")
                .property("chatmodels.service.corp.base_url", server + "/v1")
                .property("chatmodels.service.corp.credential", "corp")
                .property("chatmodels.credential.corp", "env:CORP_KEY")
                .property("chatmodels.alias.fast", LOCATION)
                .build();
    }

    private static void assertClean(Object... shown) {
        for (Object one : shown) {
            assertThat(Canary.in(String.valueOf(one))).as(String.valueOf(one)).isEmpty();
        }
    }

    private static void assertClean(Throwable thrown) {
        assertThat(thrown).isInstanceOf(ChatException.class);
        ChatException failure = (ChatException) thrown;
        assertClean(
                Canary.everythingOf(failure),
                failure.body(),
                failure.partial(),
                failure.code(),
                failure.requestId(),
                failure.attempts());
        failure.partial().ifPresent(partial -> assertClean(partial.servedBy(), partial.choices(), partial.usage()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void noFailureShowsKeyOrPrompt(String name) {
        try (ScriptedServer server = ScriptedServer.start(FAULTS.get(name));
                ChatModelRegistry registry = registry(server.uri())) {
            ChatModel model = registry.open("fast");
            ChatRequest request = ChatRequest.of(Canary.PROMPT);
            Throwable asked = catchThrowable(() -> model.chat(request));
            Throwable streamed = catchThrowable(() -> {
                try (var stream = model.stream(request)) {
                    stream.response();
                }
            });
            assertClean(asked);
            assertClean(streamed);
            assertClean(model, model.location(), request, registry);
            assertThat(Canary.ofKeyIn(server.connection(0).receivedText()))
                    .as("sent")
                    .isPresent();
        }
    }

    @Test
    void nothingThatIsPrintedShowsTheKey() throws Exception {
        URI target = URI.create("http://127.0.0.1:9/v1");
        try (ChatModelRegistry registry = registry(URI.create("http://127.0.0.1:9"))) {
            assertClean(
                    registry,
                    registry.explain("fast"),
                    registry.explain("openai:gpt-5.4-mini"),
                    registry.providers(),
                    registry.services(),
                    registry.options("corp"),
                    registry.validate());
        }
        TestContext context = new TestContext().key(Canary.KEY).row("base_url", target.toString());
        Transport transport = Transport.of(context);
        HttpCall call = HttpCall.post(target)
                .secret("Authorization", "Bearer ", Secret.of(Canary.KEY))
                .body(Canary.PROMPT.getBytes(StandardCharsets.UTF_8));
        assertClean(context.service(), context.credential(target), transport, call, context.open("somewhere:m"));
        assertClean(catchThrowable(() -> transport.send(call)));
        context.close();
    }

    /** They would print the key: see the connection class of the transport. */
    @Test
    void httpClientsOwnLogsOfHeadersAndBytesStayEmpty() {
        try (ScriptedServer server = ScriptedServer.start(Script.json(SocketTest.ANSWER));
                ChatModelRegistry registry = registry(server.uri());
                LogLines all = LogLines.of("org.apache.hc");
                LogLines ours = LogLines.of("org.chatmodels")) {
            assertThat(registry.open("fast").ask(Canary.PROMPT)).isEqualTo("Good morning");
            assertThat(all.lines()).noneMatch(line -> line.contains(">>") || line.contains("<<"));
            assertThat(ours.lines()).anyMatch(line -> line.startsWith("TRACE POST http://127.0.0.1:"));
        }
    }
}
