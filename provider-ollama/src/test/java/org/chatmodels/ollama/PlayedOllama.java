package org.chatmodels.ollama;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.chatmodels.spi.JsonReader;
import org.chatmodels.testkit.ReceivedRequest;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;

/**
 * Plays an Ollama server: what it answers, and when it refuses, follows what version 0.33 was seen to do. Its models
 * repeat what they are asked, call the tool "weather" if they have tools and the prompt asks for it, and count words as
 * tokens. A name that begins with "gone" is in no library.
 */
final class PlayedOllama {
    private static final String CREATED = "\"created_at\":\"2026-08-21T09:30:00.5Z\"";
    private static final int SIZE = 1000;

    /** By full name; what each can do. */
    final Map<String, String> models = new TreeMap<>();

    /** By full name, with the context that it was loaded with. */
    final Map<String, Long> loaded = new LinkedHashMap<>();

    /** Bytes of pulls that have come so far. */
    final Map<String, Integer> pulled = new LinkedHashMap<>();

    /** Paths in the order in which they were asked for. */
    final List<String> asked = new ArrayList<>();

    /** After so many bytes of a pull the connection is cut; 0 for none. */
    int cutAfter;

    /** Whether pulls say nothing more after their first line. */
    volatile boolean stalls;

    /** Whether lists tell what models can do, as they do since 0.12. */
    boolean listsCapabilities = true;

    long defaultContext = 4096;

    PlayedOllama() {
        models.put("m:latest", "\"completion\"");
        models.put("able:latest", "\"completion\",\"tools\",\"thinking\",\"vision\"");
    }

    ScriptedServer start() {
        return ScriptedServer.start(Script.respond(this::answer));
    }

    private synchronized Script answer(ReceivedRequest request) {
        asked.add(request.method() + " " + request.path());
        Map<?, ?> body = object(request.body());
        return switch (request.method() + " " + request.path()) {
            case "GET /api/version" -> json("{\"version\":\"0.33.0\"}");
            case "GET /api/tags" -> json("{\"models\":[" + list() + "]}");
            case "GET /api/ps" -> json("{\"models\":[" + running() + "]}");
            case "POST /api/show" -> show(body);
            case "POST /api/chat" -> chat(body);
            case "POST /api/pull" -> pull(body);
            case "DELETE /api/delete" -> delete(body);
            default -> reply(404, "404 page not found", "Content-Type", "text/plain");
        };
    }

    private static Map<?, ?> object(byte[] json) {
        if (json.length == 0) {
            return Map.of();
        }
        try (JsonReader reader = new JsonReader()) {
            reader.read(json, 0, json.length);
            return (Map<?, ?>) reader.value();
        }
    }

    private static String full(Map<?, ?> body) {
        String name = (String) body.get("model");
        return name.indexOf(':') < 0 ? name + ":latest" : name;
    }

    private static Script reply(int status, String body, String... headers) {
        return Script.builder().answer(status, body, headers).build();
    }

    private static Script json(String body) {
        return json(200, body);
    }

    private static Script json(int status, String body) {
        return reply(status, body, "Content-Type", "application/json");
    }

    private static Script error(int status, String message) {
        return json(status, "{\"error\":" + OllamaWire.quoted(message) + "}");
    }

    private Script absent(Map<?, ?> body) {
        return error(404, "model '" + body.get("model") + "' not found");
    }

    private String list() {
        List<String> all = new ArrayList<>();
        models.forEach((name, can) -> all.add("{\"name\":\"" + name + "\",\"model\":\"" + name
                + "\",\"modified_at\":\"2026-08-21T09:30:00Z\",\"size\":4225760,\"digest\":\"d4e3\",\"details\":"
                + "{\"family\":\"llama\",\"families\":[\"llama\"],\"parameter_size\":\"135K\"}"
                + (listsCapabilities ? ",\"capabilities\":[\"completion\"]" : "") + "}"));
        return String.join(",", all);
    }

    private String running() {
        List<String> all = new ArrayList<>();
        loaded.forEach((name, context) -> all.add("{\"name\":\"" + name + "\",\"model\":\"" + name
                + "\",\"size\":4225760,\"details\":{\"family\":\"llama\"},\"expires_at\":\"2319-03-10T04:49:15Z\","
                + "\"size_vram\":2112880,\"context_length\":" + context + "}"));
        return String.join(",", all);
    }

    private Script show(Map<?, ?> body) {
        String can = models.get(full(body));
        return can == null
                ? absent(body)
                : json(
                        "{\"modelfile\":\"FROM x\",\"template\":\"{{ .Prompt }}\",\"license\":\"none\",\"parameters\":\"\","
                                + "\"details\":{\"family\":\"llama\",\"parameter_size\":\"135K\"},\"model_info\":"
                                + "{\"general.architecture\":\"llama\",\"llama.context_length\":8192,\"tokenizer.ggml.tokens\":"
                                + "[\"a\",\"b\"]},\"capabilities\":[" + can + "]}");
    }

    private Script delete(Map<?, ?> body) {
        return models.remove(full(body)) == null ? absent(body) : reply(200, "");
    }

    /** Lines of progress; what came of an earlier one is not fetched again. The last figure is a little too low. */
    private Script pull(Map<?, ?> body) {
        String name = full(body);
        Script.Builder lines = Script.builder()
                .head(200, "Content-Type", "application/x-ndjson", "Transfer-Encoding", "chunked")
                .chunk("{\"status\":\"pulling manifest\"}\n");
        if (name.startsWith("gone")) {
            return lines.chunk("{\"error\":\"pull model manifest: file does not exist\"}\n")
                    .lastChunk()
                    .build();
        }
        if (stalls) {
            return lines.stall().build();
        }
        int from = pulled.getOrDefault(name, 0);
        for (int done = from + 100; done < SIZE; done += 100) {
            lines.chunk("{\"status\":\"pulling 4f65\",\"digest\":\"sha256:4f65\",\"total\":" + SIZE + ",\"completed\":"
                    + done + "}\n");
            pulled.put(name, done);
            if (cutAfter > 0 && done >= cutAfter) {
                cutAfter = 0;
                return lines.cut().build();
            }
        }
        models.put(name, "\"completion\"");
        pulled.remove(name);
        return lines.chunk("{\"status\":\"verifying sha256 digest\"}\n{\"status\":\"writing manifest\"}\n")
                .chunk("{\"status\":\"success\"}\n")
                .lastChunk()
                .build();
    }

    private Script chat(Map<?, ?> body) {
        String name = full(body);
        String can = models.get(name);
        List<?> messages = (List<?>) body.get("messages");
        if (can == null) {
            return absent(body);
        } else if (body.containsKey("tools") && !can.contains("tools")) {
            return error(400, "registry.ollama.ai/library/" + name + " does not support tools");
        } else if (body.containsKey("think") && !body.get("think").equals(false) && !can.contains("thinking")) {
            return error(400, "\"" + body.get("model") + "\" does not support thinking");
        } else if (messages.isEmpty()) {
            return loading(name, body);
        }
        return talk(name, body, messages);
    }

    /** One object, also where a stream was asked for. */
    private Script loading(String name, Map<?, ?> body) {
        boolean unloads = body.get("keep_alive") instanceof Number time && time.intValue() == 0;
        if (unloads) {
            loaded.remove(name);
        } else {
            loaded.put(name, defaultContext);
        }
        return json("{\"model\":\"" + body.get("model") + "\"," + CREATED + ",\"message\":{\"role\":\"assistant\","
                + "\"content\":\"\"},\"done\":true,\"done_reason\":\"" + (unloads ? "unload" : "load") + "\"}");
    }

    private Script talk(String name, Map<?, ?> body, List<?> messages) {
        long context =
                body.get("options") instanceof Map<?, ?> options && options.get("num_ctx") instanceof Number asked
                        ? asked.longValue()
                        : defaultContext;
        loaded.put(name, context);
        long words = 0;
        for (Object message : messages) {
            words += ((String) ((Map<?, ?>) message).get("content")).split("\\s+").length;
        }
        if (words > context && Boolean.FALSE.equals(body.get("truncate"))) {
            return error(400, "the input length exceeds the context length");
        }
        Map<?, ?> last = (Map<?, ?>) messages.get(messages.size() - 1);
        String said = (String) last.get("content");
        boolean calls = body.containsKey("tools")
                && said.contains("weather")
                && last.get("role").equals("user");
        String message = calls
                ? "\"content\":\"\",\"tool_calls\":[{\"id\":\"call_1\",\"function\":{\"index\":0,\"name\":\"weather\","
                        + "\"arguments\":{\"city\":\"Rome\"}}}]"
                : "\"content\":" + OllamaWire.quoted("You said: " + said.substring(0, Math.min(said.length(), 40)));
        String thought = body.containsKey("think") && !body.get("think").equals(false) ? ",\"thinking\":\"Hm.\"" : "";
        String all = "{\"model\":\"" + body.get("model") + "\"," + CREATED + ",\"message\":{\"role\":\"assistant\","
                + message
                + thought + "},\"done\":true,\"done_reason\":\"stop\",\"total_duration\":9,\"prompt_eval_count\":"
                + (words > context ? context / 2 : words) + ",\"eval_count\":3}";
        return Boolean.TRUE.equals(body.get("stream"))
                ? reply(200, all + "\n", "Content-Type", "application/x-ndjson")
                : json(all);
    }
}
