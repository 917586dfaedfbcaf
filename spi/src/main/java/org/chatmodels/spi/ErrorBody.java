package org.chatmodels.spi;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.chatmodels.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * What an error body says, whatever its shape. The message is looked for in this order: error.message, error,
 * errors[0].message, message, detail, title, status_msg; JSON inside a text is read as JSON. Never fails.
 */
final class ErrorBody {
    private static final int MAX_NESTING = 8;

    private final String text;
    private String message = "";
    private String type = "";
    private String code = "";
    private String number = "";
    private String requestId = "";
    private OptionalInt status = OptionalInt.empty();
    private OptionalInt baseStatus = OptionalInt.empty();
    private @Nullable Duration retryAfter;
    private boolean json;
    private boolean html;
    private boolean error;

    private ErrorBody(String text) {
        this.text = text;
    }

    /** Reads JSON in any of its shapes, server-sent or not, also cut short; else HTML or plain text. */
    static ErrorBody read(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8).strip();
        if (text.startsWith("\uFEFF")) {
            text = text.substring(1).strip();
        }
        ErrorBody body = new ErrorBody(text);
        String content = data(text);
        if (content.startsWith("{") || content.startsWith("[") || content.startsWith("\"")) {
            body.readJson(content);
        } else if (ServerText.isHtml(content)) {
            body.html = true;
            body.message = ServerText.titleOf(content);
        } else {
            body.message = content;
        }
        return body;
    }

    /** The data of the first event, where a server sends its error as an event; else the text. */
    private static String data(String text) {
        if (!text.startsWith("data:") && !text.startsWith("event:") && !text.startsWith(":")) {
            return text;
        }
        int at = text.startsWith("data:") ? 0 : text.indexOf("\ndata:") + 1;
        if (at == 0 && !text.startsWith("data:")) {
            return text;
        }
        int end = text.indexOf('\n', at);
        return text.substring(at + "data:".length(), end < 0 ? text.length() : end)
                .strip();
    }

    private void readJson(String content) {
        Object value = tree(content);
        if (value != null) {
            json = true;
            take(value, MAX_NESTING);
        } else {
            error = content.contains("\"error\"");
            message = LooseJson.firstOf(content, "message", "error", "detail", "msg", "title");
            code = LooseJson.firstOf(content, "code", "type");
        }
    }

    private static @Nullable Object tree(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        try (JsonReader reader = new JsonReader()) {
            reader.read(bytes, 0, bytes.length);
            return reader.value();
        } catch (ProtocolException unreadable) {
            return null;
        }
    }

    private void take(Object value, int nesting) {
        if (nesting == 0) {
            return;
        }
        if (value instanceof Map<?, ?> fields) {
            takeFields(fields, nesting);
        } else if (value instanceof List<?> list && !list.isEmpty() && list.get(0) != null) {
            take(list.get(0), nesting - 1);
        } else if (value instanceof String said) {
            takeText(said, nesting);
        }
    }

    private void takeText(String said, int nesting) {
        String stripped = said.strip();
        Object inside = stripped.startsWith("{") || stripped.startsWith("[") ? tree(stripped) : null;
        if (inside != null) {
            take(inside, nesting - 1);
        }
        if (message.isEmpty()) {
            message = stripped;
        }
    }

    private void takeFields(Map<?, ?> fields, int nesting) {
        for (String name :
                new String[] {"error", "errors", "message", "detail", "title", "status_msg", "base_resp", "msg"}) {
            Object value = fields.get(name);
            if (value != null) {
                error |= tellsOfError(name, value);
                takeOne(name, value, nesting);
            }
        }
        error |= "error".equals(fields.get("object")) || Boolean.FALSE.equals(fields.get("success"));
        takeChoice(fields, nesting);
        takeMarks(fields);
        takeHints(fields);
        takeRaw(fields, nesting);
    }

    /** Routers put what ended an answer into its choice; some leave it at the word. */
    private void takeChoice(Map<?, ?> fields, int nesting) {
        if (fields.get("choices") instanceof List<?> choices
                && !choices.isEmpty()
                && choices.get(0) instanceof Map<?, ?> choice
                && "error".equals(choice.get("finish_reason"))
                && !error) {
            error = true;
            type = "server_error";
            Object told = choice.get("error");
            if (told != null) {
                take(told, nesting - 1);
            }
        }
    }

    private static boolean tellsOfError(String name, Object value) {
        return name.equals("error") || name.equals("detail") || (value instanceof List<?> list && !list.isEmpty());
    }

    private void takeOne(String name, Object value, int nesting) {
        if (!message.isEmpty() && value instanceof String) {
            return;
        }
        if (name.equals("detail")
                && value instanceof List<?> list
                && !list.isEmpty()
                && list.get(0) instanceof Map<?, ?> one) {
            takeViolation(one);
        } else {
            take(value, nesting - 1);
        }
    }

    /** FastAPI's: where and what, but not the input, which is the caller's. */
    private void takeViolation(Map<?, ?> violation) {
        if (message.isEmpty() && violation.get("msg") instanceof String what) {
            StringBuilder where = new StringBuilder();
            if (violation.get("loc") instanceof List<?> path) {
                for (Object step : path) {
                    JsonPath.appendName(where, String.valueOf(step));
                }
            }
            message = where.length() == 0 ? what : where + ": " + what;
        }
    }

    private void takeMarks(Map<?, ?> fields) {
        Object kind = fields.get("type");
        type = "about:blank".equals(kind) ? type : firstText(type, kind);
        for (String name : new String[] {"code", "error_code", "status", "status_code", "http_code"}) {
            Object value = fields.get(name);
            if (value instanceof BigDecimal exact) {
                takeNumber(name, exact);
            } else if (value instanceof String digits && isNumber(digits)) {
                takeNumber(name, new BigDecimal(digits.strip()));
            } else {
                code = firstText(code, value);
            }
        }
        requestId = firstText(requestId, fields.get("request_id"));
        takeContextSize(fields);
    }

    private void takeNumber(String name, BigDecimal value) {
        int whole = value.abs().compareTo(BigDecimal.valueOf(1_000_000)) < 0 ? value.intValue() : 0;
        if (name.equals("status_code") && (whole < 400 || whole > 599)) {
            baseStatus = OptionalInt.of(whole);
        } else if (status.isEmpty() && whole >= 400 && whole <= 599) {
            status = OptionalInt.of(whole);
        }
        if (number.isEmpty() && whole != 0) {
            number = Integer.toString(whole);
        }
    }

    /** The numbers that llama.cpp adds to a prompt that is too long. */
    private void takeContextSize(Map<?, ?> fields) {
        if (fields.get("n_prompt_tokens") instanceof BigDecimal tokens
                && fields.get("n_ctx") instanceof BigDecimal fit) {
            message = message + " (" + tokens + " tokens came, " + fit + " fit)";
        }
    }

    private void takeHints(Map<?, ?> fields) {
        if (fields.get("details") instanceof List<?> details) {
            for (Object detail : details) {
                if (detail instanceof Map<?, ?> one && one.get("retryDelay") instanceof String delay) {
                    hint(Delays.duration(delay));
                }
            }
        }
        Object seconds = fields.get("retry_after");
        if (seconds instanceof BigDecimal || seconds instanceof String) {
            hint(Delays.secondsOrDuration(seconds.toString()));
        }
    }

    private void hint(@Nullable Duration delay) {
        if (retryAfter == null) {
            retryAfter = delay;
        }
    }

    /** Routers wrap what the provider behind them said; of what it was asked nothing is taken. */
    private void takeRaw(Map<?, ?> fields, int nesting) {
        if (!(fields.get("metadata") instanceof Map<?, ?> metadata)) {
            return;
        }
        code = firstText(code, metadata.get("error_type"));
        if (metadata.get("raw") instanceof String raw) {
            String outer = message;
            message = "";
            takeText(raw, nesting);
            message = outer.isEmpty() || message.isEmpty() ? outer + message : outer + ": " + message;
        }
        if (metadata.get("reasons") instanceof List<?> reasons) {
            message += " " + reasons;
        }
        if (metadata.get("provider_name") instanceof String provider) {
            message += " (" + provider + ")";
        }
    }

    private static String firstText(String known, @Nullable Object value) {
        return known.isEmpty() && value instanceof String text ? text.strip() : known;
    }

    private static boolean isNumber(String text) {
        String digits = text.strip();
        boolean all = !digits.isEmpty() && digits.length() <= 6;
        for (int i = 0; all && i < digits.length(); i++) {
            all = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
        }
        return all;
    }

    /** As the server wrote it, in any length; empty if it said nothing. */
    String message() {
        return message;
    }

    /** The server's own word: its code, else its type, else its number; empty if it has none. */
    String code() {
        String word = code.isEmpty() ? type : code;
        return word.isEmpty() ? number : word;
    }

    String type() {
        return type;
    }

    String requestId() {
        return requestId;
    }

    /** The HTTP status that the body states. */
    OptionalInt status() {
        return status;
    }

    /** MiniMax's number of what went wrong, which is no HTTP status. */
    OptionalInt baseStatus() {
        return baseStatus;
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    boolean isJson() {
        return json;
    }

    boolean isHtml() {
        return html;
    }

    /** Whether it is JSON, perhaps cut short, that tells of an error. */
    boolean isError() {
        return error || (baseStatus.isPresent() && baseStatus.getAsInt() > 0);
    }

    /** Whether the model is what the server complains of. */
    boolean blamesModel() {
        String words = (code() + ' ' + message).toLowerCase(Locale.ROOT);
        return words.contains("model") || words.contains("decommissioned") || words.contains("deprecated");
    }

    /** All of it. */
    String text() {
        return text;
    }
}
