package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatStream;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.Message;
import org.chatmodels.canary.Canary;
import org.chatmodels.spi.Exchange;
import org.chatmodels.spi.HttpCall;
import org.chatmodels.spi.Limits;
import org.chatmodels.spi.Transport;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is endless or huge ends soon in an exception, not in the end of memory: everything in one JVM of 64 MB. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SmallHeapTest {
    private static final long MOST_MILLIS = 2000;
    private static final int FLOOD = 3000;
    private static final String EVENT = "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n";

    private static final String ITEM =
            "data: {\"type\":\"response.output_item.added\",\"item\":{\"type\":\"message\"}}\n\n";
    private static final String PIECE = "data: {\"type\":\"response.output_text.delta\",\"delta\":\"x\"}\n\n";

    private static final Map<String, Case> CASES = cases();
    private static final Map<String, String> OUTCOMES = new LinkedHashMap<>();
    private static final List<ScriptedServer> SERVERS = new ArrayList<>();

    /** What a server does, how it is asked, and what is to come of it. */
    private record Case(Script script, String mode, String outcome) {}

    private static Map<String, Case> cases() {
        Map<String, Case> cases = new LinkedHashMap<>();
        cases.put("a first answer", new Case(Script.json(SocketTest.ANSWER), "chat", "Good morning"));
        cases.put("a first stream", new Case(Script.json(SocketTest.ANSWER), "stream", "Good morning"));
        Script line = raw("HTTP/1.1 200 OK\r\nX: ").then(flood("x".repeat(65_536)));
        Script headers = raw("HTTP/1.1 200 OK\r\n").then(flood("X: y\r\n".repeat(10_000)));
        Script body = raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"id\":\"")
                .then(flood("x".repeat(65_536)));
        both(cases, "an endless header line", line, "LimitException");
        both(cases, "endless headers", headers, "LimitException");
        both(cases, "endless interim answers", raw("").then(flood("HTTP/1.1 103 x\r\n\r\n".repeat(3000))), "Timeout");
        both(cases, "an endless body", body, "LimitException");
        both(cases, "a body of announced length", announced(1L << 40), "LimitException");
        both(cases, "a gzip bomb", bomb(), "ProtocolException");
        both(cases, "deep JSON", json("{\"x\":" + "[".repeat(5_000_000)), "LimitException");
        both(cases, "a long text", json("{\"x\":\"" + "y".repeat(21_000_000) + "\"}"), "LimitException");
        both(cases, "a long number", json("{\"x\":" + "9".repeat(10_000_000) + "}"), "LimitException");
        both(cases, "a long name", json("{\"" + "n".repeat(10_000_000) + "\":1}"), "LimitException");
        both(cases, "many tokens", json("{\"x\":[" + "1,".repeat(6_000_000) + "1]}"), "LimitException");
        both(cases, "an endless error body", error(), "UnavailableException");
        events(cases);
        cases.put("an unread upload", new Case(deaf(), "upload", "Timeout"));
        cases.put("an early 413", new Case(refusing(), "upload", "413"));
        return cases;
    }

    private static void events(Map<String, Case> cases) {
        cases.put("an endless line", stream("data: ", "x".repeat(65_536), "LimitException"));
        cases.put("an endless field name", stream("", "x".repeat(65_536), "LimitException"));
        cases.put("an endless event", stream("", "data: x\n".repeat(8000), "LimitException"));
        cases.put("an endless event of nothing", stream("", "data\n".repeat(13_000), "LimitException"));
        cases.put("endless comments", stream("", ": busy\n\n".repeat(8000), "Timeout"));
        cases.put("an endless comment", stream(":", "x".repeat(65_536), "LimitException"));
        cases.put("endless events", stream("", EVENT.repeat(1300), "Timeout"));
        cases.put("endless empty events", stream("", "data:\n\n".repeat(9000), "Timeout"));
        cases.put("endless blank lines", stream("", "\n".repeat(65_536), "Timeout"));
        cases.put("endless items", responses(ITEM.repeat(1000), "LimitException"));
        cases.put("endless pieces of items", responses(PIECE.repeat(1000), "Timeout"));
    }

    private static void both(Map<String, Case> cases, String name, Script script, String outcome) {
        cases.put(name, new Case(script, "chat", outcome));
        cases.put(name + ", streamed", new Case(script, "stream", outcome));
    }

    private static Case stream(String start, String more, String outcome) {
        Script script = raw("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n" + start)
                .then(flood(more));
        return new Case(script, "stream", outcome);
    }

    private static Case responses(String more, String outcome) {
        return new Case(stream("", more, outcome).script(), "responses stream", outcome);
    }

    private static Script raw(String start) {
        return Script.builder().readRequest().write(start).build();
    }

    /** About 200 MB, until the client has had enough. */
    private static Script flood(String piece) {
        return Script.builder().write(piece).build().times(FLOOD);
    }

    private static Script json(String body) {
        return Script.answer(200, body, "Content-Type", "application/json");
    }

    private static Script announced(long length) {
        return Script.builder()
                .readRequest()
                .head(200, "Content-Type", "application/json", "Content-Length", Long.toString(length))
                .write("{")
                .hold()
                .build();
    }

    private static Script error() {
        return raw("HTTP/1.1 503 Busy\r\nContent-Type: application/json\r\n\r\n{\"error\":\"")
                .then(flood("x".repeat(65_536)));
    }

    /** Whatever stands behind the header: it must not be looked at. */
    private static Script bomb() {
        return Script.builder()
                .readRequest()
                .head(200, "Content-Type", "application/json", "Content-Encoding", "gzip")
                .write("\u001f\u008b")
                .then(flood("\u0000".repeat(65_536)))
                .build();
    }

    private static Script deaf() {
        return Script.builder().readHead().readNothing().stall().build();
    }

    private static Script refusing() {
        return Script.builder().readHead().answer(413, "too large").close().build();
    }

    private static Stream<String> names() {
        return CASES.keySet().stream();
    }

    @BeforeAll
    static void runAllInAChild() throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName()));
        for (Map.Entry<String, Case> one : CASES.entrySet()) {
            ScriptedServer server = ScriptedServer.start(one.getValue().script());
            SERVERS.add(server);
            String limit = one.getValue().outcome().equals("Timeout") ? "brief " : "";
            command.add(one.getKey() + "=" + limit + one.getValue().mode() + "=" + server.uri("/v1"));
        }
        Process child = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                int at = line.indexOf('=');
                OUTCOMES.put(at < 0 ? "said" + OUTCOMES.size() : line.substring(0, at), line.substring(at + 1));
            }
            assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
        OUTCOMES.forEach((name, outcome) -> System.out.println(name + ": " + outcome));
    }

    @AfterAll
    static void close() {
        for (ScriptedServer server : SERVERS) {
            server.close();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void endsInTimeInItsOwnException(String name) {
        String[] words = OUTCOMES.getOrDefault(name, "nothing=0").split("=");

        assertThat(words[0]).isEqualTo(CASES.get(name).outcome());
        assertThat(Long.parseLong(words[1]))
                .as("the first call of a JVM loads classes")
                .isLessThan(name.startsWith("a first") ? 5 * MOST_MILLIS : MOST_MILLIS);
    }

    @Test
    void theChildSaysNothingElseAndHoldsNothing() {
        assertThat(OUTCOMES).containsEntry("open", "0").hasSize(CASES.size() + 1);
    }

    /** Asks each server and prints what came of it. */
    static final class Child {
        private static final Duration SHORT = Duration.ofSeconds(1);

        private Child() {}

        public static void main(String[] cases) throws Exception {
            TestContext context = new TestContext();
            for (String one : cases) {
                String[] words = one.split("=");
                long began = System.nanoTime();
                String outcome = outcome(context, words[1], words[2]);
                System.out.println(words[0] + "=" + outcome + "=" + (System.nanoTime() - began) / 1_000_000);
            }
            System.out.println("open=" + Transport.of(context).openExchanges());
            context.close();
        }

        private static String outcome(TestContext context, String mode, String server) {
            try {
                return mode.endsWith("upload") ? uploaded(context, server) : answered(context, mode, server);
            } catch (ChatTimeoutException e) {
                return "Timeout";
            } catch (ChatException | Error e) {
                return e.getClass().getSimpleName();
            }
        }

        private static String answered(TestContext context, String mode, String server) {
            boolean brief = mode.startsWith("brief ");
            context.options(brief ? ChatOptions.builder().timeout(SHORT).build() : ChatOptions.NONE);
            context.row("api", mode.contains("responses") ? "responses" : "chat");
            ChatModel model = context.row("base_url", server).open("somewhere:m");
            ChatRequest request = ChatRequest.builder()
                    .message(Message.user(Canary.PROMPT))
                    .options(context.options())
                    .build();
            if (mode.endsWith("chat")) {
                return model.chat(request).text();
            }
            try (ChatStream stream = model.stream(request)) {
                return stream.response().text();
            }
        }

        private static String uploaded(TestContext context, String server) {
            HttpCall call = HttpCall.post(URI.create(server))
                    .body(new byte[20_000_000])
                    .limits(new Limits(SHORT, SHORT, SHORT, SHORT));
            try (Exchange exchange = Transport.of(context).send(call)) {
                return Integer.toString(exchange.status());
            }
        }
    }
}
