package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.ChatTimeoutException.Kind;
import org.chatmodels.canary.Canary;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Limits as people write them, in a location. All cases wait at once, each for a server and in a registry of its own. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class TimeLimitsTest {
    private static final String DELTA = "{\"choices\":[{\"delta\":{\"content\":\"Good\"}}]}";
    private static final Script SILENT = Script.builder().readRequest().hold().build();
    private static final Script HALF = Script.builder()
            .readRequest()
            .head(200, "Content-Type", "application/json", "Content-Length", "1000")
            .write("{\"choices\":")
            .hold()
            .build();
    private static final Script ONE_TOKEN =
            Script.builder().readRequest().sseHead().event(DELTA).hold().build();
    private static final Script COMMENTS = events(": busy\n\n");
    private static final Script TOKENS = events("data: " + DELTA + "\n\n");
    private static final Script LATE = Script.builder()
            .readRequest()
            .stall(Duration.ofMillis(700))
            .json(200, SocketTest.ANSWER)
            .build();

    /** One every 30 ms, for three seconds. */
    private static Script events(String event) {
        Script.Builder script = Script.builder().readRequest().sseHead();
        for (int i = 0; i < 100; i++) {
            script.chunk(event).stall(Duration.ofMillis(30));
        }
        return script.hold().build();
    }

    /** The first call of a JVM loads classes for longer than these limits on a busy machine. */
    @BeforeAll
    static void callOnce() {
        assertThat(outcome(new String[] {"timeout=1m", "chat", "-"}, LATE)).isEqualTo("right");
        assertThat(outcome(new String[] {"timeout=1m", "stream", "-"}, LATE)).isEqualTo("right");
    }

    @Test
    void everyLimitEndsWhatItIsAbout() throws Exception {
        Map<String, FutureTask<String>> cases = new LinkedHashMap<>();
        start(cases, "timeout=400ms chat HEADERS", SILENT);
        start(cases, "timeout=400ms chat TOTAL", HALF);
        start(cases, "connect_timeout=400ms chat CONNECT", null);
        start(cases, "timeout=400ms stream TOTAL", SILENT);
        start(cases, "timeout=400ms stream TOTAL", TOKENS);
        start(cases, "connect_timeout=400ms stream CONNECT", null);
        start(cases, "first_token_timeout=400ms stream FIRST_TOKEN", SILENT);
        start(cases, "first_token_timeout=400ms stream FIRST_TOKEN", COMMENTS);
        start(cases, "idle_timeout=400ms stream IDLE", ONE_TOKEN);
        start(cases, "idle_timeout=400ms&timeout=900ms stream TOTAL", TOKENS);
        start(cases, "idle_timeout=400ms&first_token_timeout=800ms stream FIRST_TOKEN", SILENT);
        start(cases, "idle_timeout=400ms&first_token_timeout=400ms&connect_timeout=400ms chat -", LATE);
        start(cases, "connect_timeout=400ms&first_token_timeout=1s stream -", LATE);
        for (Map.Entry<String, FutureTask<String>> one : cases.entrySet()) {
            assertThat(one.getValue().get()).as(one.getKey()).isEqualTo("right");
        }
    }

    /** Without a script nobody accepts the connection. */
    private static void start(Map<String, FutureTask<String>> cases, String line, Script script) {
        FutureTask<String> task = new FutureTask<>(() -> outcome(line.split(" "), script));
        cases.put(cases.size() + ": " + line, task);
        new Thread(task, "case " + line).start();
    }

    private static String outcome(String[] words, Script script) {
        try (ScriptedServer server = script == null
                        ? ScriptedServer.builder().neverAccepting().start()
                        : ScriptedServer.start(script);
                ChatModelRegistry registry =
                        ChatModelRegistry.builder().environment(Map.of()).build()) {
            ChatModel model =
                    registry.open("openai-compatible:m?base_url=" + server.uri("/v1") + "&retries=0&" + words[0]);
            long began = System.nanoTime();
            Throwable failure = catchThrowable(() -> {
                if (words[1].equals("chat")) {
                    model.ask(Canary.PROMPT);
                } else {
                    SocketTest.streamed(model);
                }
            });
            return judged(failure, words, Duration.ofNanos(System.nanoTime() - began));
        }
    }

    /** The last limit of a line is to strike, not early and at most half a second late. */
    private static String judged(Throwable failure, String[] words, Duration took) {
        if (words[2].equals("-")) {
            return failure == null ? "right" : "failed with " + failure;
        }
        if (!(failure instanceof ChatTimeoutException timeout) || timeout.kind() != Kind.valueOf(words[2])) {
            return "failed with " + failure;
        }
        String limit = words[0].substring(words[0].lastIndexOf('=') + 1, words[0].length() - "ms".length());
        long late = took.toMillis() - Long.parseLong(limit);
        return late >= 0 && late <= 500 ? "right" : "late by " + late + " ms";
    }
}
