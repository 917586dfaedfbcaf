package org.chatmodels.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;

/** What a scripted service tells the command, in the words of Chat Completions. */
final class Told {
    private static final String USAGE = "\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2,\"total_tokens\":9}";

    /** The call of a tool that reckons 2+3*4. */
    static final String CALL = "\"tool_calls\":[{\"index\":0,\"id\":\"call_1\",\"type\":\"function\",\"function\":"
            + "{\"name\":\"calculator\",\"arguments\":\"{\\\"expression\\\":\\\"2+3*4\\\"}\"}}]";

    private Told() {}

    static String at(ScriptedServer server) {
        return "openai-compatible:m?retries=0&base_url=" + server.uri("/v1");
    }

    /** A configuration's home with a service "corp" at that server, of which a field of its dialect is told. */
    static String row(Path home, ScriptedServer server, String dialect) throws IOException {
        Path folder = Files.createDirectories(home.resolve("chatmodels"));
        String service = "chatmodels.service.corp.";
        Files.writeString(
                folder.resolve("chatmodels.properties"),
                service + "provider = openai-compatible\n" + service + "base_url = " + server.uri("/v1") + "\n"
                        + service + "dialect." + dialect + "\n");
        return home.toString();
    }

    /** A field of a message with a text that needs no escapes but its quotes. */
    static String field(String name, String text) {
        return "\"" + name + "\":\"" + text.replace("\"", "\\\"") + "\"";
    }

    static String content(String text) {
        return field("content", text);
    }

    /** An answer in one piece; a choice for each message, given by its fields. */
    static Script whole(String... messages) {
        return ending("stop", messages);
    }

    static Script ending(String reason, String... messages) {
        StringBuilder choices = new StringBuilder();
        for (int i = 0; i < messages.length; i++) {
            choices.append(i == 0 ? "" : ",").append("{\"index\":").append(i);
            choices.append(",\"message\":{\"role\":\"assistant\",").append(messages[i]);
            choices.append("},\"finish_reason\":\"").append(reason).append("\"}");
        }
        return Script.json("{\"id\":\"c\",\"model\":\"m\",\"choices\":[" + choices + "]," + USAGE + "}");
    }

    /** A stream of deltas of one choice, given by their fields. */
    static Script stream(String... deltas) {
        String[] events = new String[deltas.length + 2];
        for (int i = 0; i < deltas.length; i++) {
            events[i] = "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{" + deltas[i] + "}}]}";
        }
        events[deltas.length] =
                "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}],"
                        + USAGE + "}";
        events[deltas.length + 1] = "[DONE]";
        return Script.sse(events);
    }

    /** The object that --json prints for such an answer, {@code more} behind its text, without times and port. */
    static String json(String text, String more) {
        return "{" + field("text", text) + more + ",\"id\":\"c\",\"model\":\"m\","
                + "\"served_by\":\"openai-compatible:m?retries=0&base_url=http://127.0.0.1:0/v1\","
                + "\"finish_reason\":\"STOP\",\"raw_finish_reason\":\"stop\","
                + "\"usage\":{\"input_tokens\":7,\"output_tokens\":2,\"total_tokens\":9},"
                + "\"total_ms\":0,\"warnings\":[]}\n";
    }

    /** The same of every run. */
    static String stable(String out) {
        return out.replaceAll("\"first_token_ms\":\\d+,", "")
                .replaceAll("\"total_ms\":\\d+", "\"total_ms\":0")
                .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:0");
    }
}
