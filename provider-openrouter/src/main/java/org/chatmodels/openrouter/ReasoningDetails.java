package org.chatmodels.openrouter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.Message;
import org.chatmodels.Part;
import org.chatmodels.spi.JsonReader;
import org.chatmodels.spi.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Joins the {@code reasoning_details} of a streamed answer. They come in pieces, some characters of a text each and its
 * signature last; OpenRouter wants them back as a whole answer has them, and takes elements of the same text for one
 * (OpenRouterTeam/ai-sdk-provider joins what follows each other, and says how the server compares them).
 */
final class ReasoningDetails {
    private static final String NAME = "reasoning_details";
    private static final String TYPE = "type";
    private static final String SIGNATURE = "signature";

    /** The field that grows, by type; what is encrypted comes whole. */
    private static final Map<String, String> GROWING = Map.of("reasoning.text", "text", "reasoning.summary", "summary");

    private ReasoningDetails() {}

    static ChatResponse joined(ChatResponse response) {
        List<Choice> choices = new ArrayList<>();
        for (Choice choice : response.choices()) {
            choices.add(joined(choice));
        }
        return choices.equals(response.choices())
                ? response
                : response.toBuilder().choices(choices).build();
    }

    private static Choice joined(Choice choice) {
        Message message = choice.message();
        List<Part> parts = new ArrayList<>(message.parts());
        parts.replaceAll(ReasoningDetails::joined);
        return parts.equals(message.parts())
                ? choice
                : new Choice(
                        new Message(message.role(), parts, message.metadata()),
                        choice.finishReason(),
                        choice.logprobs());
    }

    private static Part joined(Part part) {
        String details = part.metadata().get(NAME).orElse("");
        if (!(part instanceof Part.Reasoning thought) || details.isEmpty()) {
            return part;
        }
        return new Part.Reasoning(thought.text(), thought.metadata().with(NAME, joined(details)));
    }

    /** The array itself where nothing in it belongs together. */
    static String joined(String array) {
        List<?> pieces = list(array);
        List<Object> joined = new ArrayList<>();
        for (Object piece : pieces) {
            Object last = joined.isEmpty() ? null : joined.get(joined.size() - 1);
            if (last instanceof Map<?, ?> known && piece instanceof Map<?, ?> next && goesOn(known, next)) {
                joined.set(joined.size() - 1, join(known, next));
            } else {
                joined.add(piece);
            }
        }
        return joined.size() == pieces.size()
                ? array
                : new String(new JsonWriter().value(joined).toBytes(), StandardCharsets.UTF_8);
    }

    private static List<?> list(String array) {
        byte[] bytes = array.getBytes(StandardCharsets.UTF_8);
        try (JsonReader json = new JsonReader()) {
            json.read(bytes, 0, bytes.length);
            return json.value() instanceof List<?> list ? list : List.of();
        }
    }

    /** A text behind a signature is another thought; so is a second signature. */
    private static boolean goesOn(Map<?, ?> known, Map<?, ?> next) {
        Object type = known.get(TYPE);
        boolean same = type instanceof String word
                && GROWING.containsKey(word)
                && type.equals(next.get(TYPE))
                && fits(known, next, "index")
                && fits(known, next, "id");
        boolean signed = isText(known.get(SIGNATURE));
        return same && (!signed || !isText(next.get("text")) && fits(known, next, SIGNATURE));
    }

    /** The same in both, or unknown in one. */
    private static boolean fits(Map<?, ?> known, Map<?, ?> next, String name) {
        Object one = known.get(name);
        Object other = next.get(name);
        return one == null || other == null || other.equals("") || one.equals(other);
    }

    private static boolean isText(@Nullable Object value) {
        return value instanceof String text && !text.isEmpty();
    }

    private static Map<String, @Nullable Object> join(Map<?, ?> known, Map<?, ?> next) {
        Map<String, @Nullable Object> joined = new LinkedHashMap<>();
        known.forEach((name, value) -> joined.put(name.toString(), value));
        String growing = GROWING.getOrDefault(String.valueOf(known.get(TYPE)), "text");
        for (Map.Entry<?, ?> field : next.entrySet()) {
            String name = field.getKey().toString();
            Object before = joined.get(name);
            if (name.equals(growing)) {
                joined.put(name, text(before) + text(field.getValue()));
            } else if (before == null || before.equals("")) {
                joined.put(name, field.getValue());
            }
        }
        return joined;
    }

    private static String text(@Nullable Object value) {
        return Objects.toString(value, "");
    }
}
