package org.chatmodels.openrouter;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chatmodels.spi.JsonReader;
import org.chatmodels.testkit.ReceivedRequest;
import org.chatmodels.testkit.Script;

/**
 * Plays OpenRouter as its documents describe it: a key with a limit, models that are up or down, providers that may be
 * asked, thoughts that must come back as they were told, in pieces or whole, and the cost of each answer.
 */
final class PlayedOpenRouter {
    private static final BigDecimal LIMIT = new BigDecimal("1.00");
    private static final BigDecimal COST = new BigDecimal("0.31");
    private static final String UP = "acme/up";
    private static final String HEAD = "\"id\":\"gen-1\",\"provider\":\"Acme\",\"model\":\"" + UP + "\"";

    /** What a whole answer has, and what must come back of a streamed one too. */
    static final String DETAILS =
            "[{\"type\":\"reasoning.text\",\"text\":\"The the city\",\"format\":\"anthropic-claude-v1\","
                    + "\"index\":0,\"signature\":\"c2ln\"},{\"type\":\"reasoning.encrypted\",\"data\":\"ZW5j\",\"id\":\"rs_1\","
                    + "\"index\":1}]";

    private final String key;
    private BigDecimal used = BigDecimal.ZERO;

    PlayedOpenRouter(String key) {
        this.key = key;
    }

    Script script() {
        return Script.respond(this::answer);
    }

    private synchronized Script answer(ReceivedRequest request) {
        if (!request.header("authorization").orElse("").equals("Bearer " + key)) {
            return error(401, "No auth credentials found", "authentication");
        } else if (request.path().equals("/api/v1/key")) {
            return Script.builder()
                    .json(
                            200,
                            "{\"data\":{\"limit\":" + LIMIT + ",\"limit_remaining\":" + LIMIT.subtract(used)
                                    + ",\"usage\":" + used + ",\"is_free_tier\":false}}")
                    .build();
        }
        return chat(fields(request.bodyText()));
    }

    private Script chat(Map<?, ?> body) {
        List<Object> models = new ArrayList<>(List.of(body.get("model")));
        if (body.get("models") instanceof List<?> more) {
            if (more.size() > 3) {
                return error(400, "'models' array must have 3 items or fewer.", "invalid_request");
            }
            models.addAll(more);
        }
        if (LIMIT.subtract(used).compareTo(COST) < 0) {
            return error(402, "This request requires more credits", "payment_required");
        } else if (!models.contains(UP)) {
            return error(502, "Provider returned error", "provider_unavailable");
        } else if (body.get("provider") instanceof Map<?, ?> routing
                && routing.get("only") instanceof List<?> only
                && !only.contains("acme")) {
            return error(503, "No provider available that meets your routing requirements", "provider_unavailable");
        }
        Map<?, ?> last = message(body, 1);
        if ("tool".equals(last.get("role"))
                && !fields("{\"a\":" + DETAILS + "}")
                        .get("a")
                        .equals(message(body, 2).get("reasoning_details"))) {
            return error(400, "thinking blocks in the latest assistant message cannot be modified", "invalid_request");
        }
        used = used.add(COST);
        boolean calls = body.containsKey("tools") && !"tool".equals(last.get("role"));
        return Boolean.TRUE.equals(body.get("stream")) ? streamed(calls) : whole(calls);
    }

    private static Map<?, ?> message(Map<?, ?> body, int fromTheEnd) {
        List<?> messages = (List<?>) body.get("messages");
        return (Map<?, ?>) messages.get(messages.size() - fromTheEnd);
    }

    private Script whole(boolean calls) {
        String said = calls
                ? "\"content\":\"\",\"reasoning\":\"The the city\",\"reasoning_details\":" + DETAILS
                        + ",\"tool_calls\":[" + call("\"index\":0,", "{\\\"city\\\":\\\"Paris\\\"}") + "]"
                : "\"content\":\"Mild.\"";
        String reason = calls ? "tool_calls" : "stop";
        return Script.builder()
                .json(
                        200,
                        "{" + HEAD + ",\"choices\":[{\"index\":0,\"finish_reason\":\"" + reason
                                + "\",\"message\":{\"role\":\"assistant\"," + said + "}}],\"usage\":" + usage() + "}")
                .build();
    }

    private Script streamed(boolean calls) {
        Script.Builder stream = Script.builder().sseHead().chunk(": OPENROUTER PROCESSING\n\n");
        if (calls) {
            detail(
                    stream,
                    "{\"type\":\"reasoning.text\",\"text\":\"The\",\"format\":\"anthropic-claude-v1\",\"index\":0}");
            stream.chunk(": OPENROUTER PROCESSING\n\n");
            for (String piece : new String[] {" the", " city"}) {
                detail(stream, "{\"type\":\"reasoning.text\",\"text\":\"" + piece + "\",\"index\":0}");
            }
            detail(stream, "{\"type\":\"reasoning.text\",\"signature\":\"c2ln\",\"index\":0}");
            detail(stream, "{\"type\":\"reasoning.encrypted\",\"data\":\"ZW5j\",\"id\":\"rs_1\",\"index\":1}");
            delta(stream, "\"tool_calls\":[" + call("\"index\":0,", "{\\\"city\\\":") + "]", "null");
            delta(stream, "\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"\\\"Paris\\\"}\"}}]", "null");
        } else {
            delta(stream, "\"content\":\"Mi\"", "null");
            delta(stream, "\"content\":\"ld.\"", "null");
        }
        delta(stream, "\"content\":\"\"", calls ? "\"tool_calls\"" : "\"stop\"");
        stream.event("{" + HEAD + ",\"choices\":[],\"usage\":" + usage() + "}");
        return stream.event("[DONE]").lastChunk().build();
    }

    private static void detail(Script.Builder stream, String detail) {
        delta(stream, "\"reasoning_details\":[" + detail + "]", "null");
    }

    private static void delta(Script.Builder stream, String fields, String reason) {
        stream.event("{" + HEAD + ",\"choices\":[{\"index\":0,\"delta\":{" + fields + "},\"finish_reason\":" + reason
                + "}]}");
    }

    private static String call(String index, String arguments) {
        return "{" + index
                + "\"id\":\"toolu_1\",\"type\":\"function\",\"function\":{\"name\":\"weather\",\"arguments\":\""
                + arguments + "\"}}";
    }

    private static String usage() {
        return "{\"prompt_tokens\":9,\"completion_tokens\":4,\"total_tokens\":13,\"cost\":" + COST
                + ",\"is_byok\":false,\"cost_details\":{\"upstream_inference_cost\":0.30}}";
    }

    private static Script error(int status, String message, String type) {
        return Script.builder()
                .json(
                        status,
                        "{\"error\":{\"code\":" + status + ",\"message\":\"" + message
                                + "\",\"metadata\":{\"error_type\":\"" + type + "\"}},\"user_id\":\"user_1\"}")
                .build();
    }

    private static Map<?, ?> fields(String body) {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (JsonReader json = new JsonReader()) {
            json.read(bytes, 0, bytes.length);
            return (Map<?, ?>) json.value();
        }
    }
}
