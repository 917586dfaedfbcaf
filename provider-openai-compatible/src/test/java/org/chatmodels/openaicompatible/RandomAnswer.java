package org.chatmodels.openaicompatible;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.chatmodels.Choice;
import org.chatmodels.FinishReason;
import org.chatmodels.Message;
import org.chatmodels.Metadata;
import org.chatmodels.Part;
import org.chatmodels.Role;
import org.chatmodels.spi.JsonWriter;

/** An answer made up from a seed, as a service would send it whole and in chunks, and what is to become of it. */
final class RandomAnswer {
    private static final String[] WORDS = {
        "a", " ", "\n", "<", "</", "think>", "\u00e9", "\uD83D\uDE00", "{", "}", "\"", "\\", "[DONE]", "data: ", "null"
    };

    private final Random random;
    private final RandomCalls calls;
    private final String place;
    private final List<Choice> choices = new ArrayList<>();

    RandomAnswer(long seed) {
        random = new Random(seed);
        calls = new RandomCalls(random);
        place = List.of(ReadRules.CONTENT_FIELD, ReadRules.FIELD, ReadRules.TAGS)
                .get(random.nextInt(3));
        for (int left = 1 + random.nextInt(3); left > 0; left--) {
            choices.add(choice());
        }
    }

    /** What the answer is to be; ids that are made are "*". */
    List<Choice> choices() {
        return choices;
    }

    ReadRules rules() {
        return place.equals(ReadRules.TAGS) ? new ReadRules(Set.of(ReadRules.TAGS), false, false) : ReadRules.STANDARD;
    }

    private Choice choice() {
        List<Part> parts = new ArrayList<>();
        if (random.nextBoolean()) {
            String thought = "t" + words().replace("think>", "");
            parts.add(new Part.Reasoning(thought, Metadata.of(MetadataNames.REASONING_FIELD, "\"" + place + "\"")));
        }
        if (random.nextBoolean()) {
            parts.add(new Part.Text("x" + words()));
        }
        List<Part.ToolCall> asked = calls.some();
        parts.addAll(asked);
        FinishReason stop = new FinishReason(FinishReason.Kind.STOP, "stop");
        FinishReason calling = new FinishReason(FinishReason.Kind.TOOL_CALLS, "stop");
        return new Choice(new Message(Role.ASSISTANT, parts), asked.isEmpty() ? stop : calling);
    }

    private String words() {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(12); left > 0; left--) {
            text.append(WORDS[random.nextInt(WORDS.length)]);
        }
        return text.toString();
    }

    /** In one piece. */
    byte[] whole() {
        List<Object> all = new ArrayList<>();
        for (int i = 0; i < choices.size(); i++) {
            Map<String, Object> message = new LinkedHashMap<>();
            message.put("role", "assistant");
            String thought = thought(choices.get(i));
            if (place.equals(ReadRules.TAGS)) {
                message.put("content", tagged(choices.get(i)));
            } else {
                message.put("content", choices.get(i).message().text());
                message.put(place, thought);
            }
            message.put("tool_calls", calls.whole(choices.get(i).message().toolCalls()));
            all.add(object("index", i, "message", message, "finish_reason", "stop"));
        }
        return json(object("id", "c1", "model", "m1", "choices", all)).getBytes(StandardCharsets.UTF_8);
    }

    /** In chunks, those of the choices in turn. */
    byte[] streamed() {
        List<List<Map<String, Object>>> deltas = new ArrayList<>();
        for (Choice choice : choices) {
            deltas.add(deltas(choice));
        }
        String lineEnd = List.of("\n", "\r\n", "\r").get(random.nextInt(3));
        StringBuilder stream = new StringBuilder();
        while (deltas.stream().anyMatch(left -> !left.isEmpty())) {
            int choice = random.nextInt(deltas.size());
            if (!deltas.get(choice).isEmpty()) {
                Map<String, Object> delta = deltas.get(choice).remove(0);
                Object chosen = delta.containsKey("end")
                        ? object("index", choice, "delta", Map.of(), "finish_reason", "stop")
                        : object("delta", delta, "index", choice);
                String chunk = json(object("id", "c1", "model", "m1", "choices", List.of(chosen)));
                stream.append("data: ").append(chunk).append(lineEnd).append(lineEnd);
            }
        }
        stream.append("data: [DONE]").append(lineEnd).append(lineEnd);
        return stream.toString().getBytes(StandardCharsets.UTF_8);
    }

    private List<Map<String, Object>> deltas(Choice choice) {
        List<Map<String, Object>> deltas = new ArrayList<>();
        if (place.equals(ReadRules.TAGS)) {
            calls.pieces(tagged(choice)).forEach(piece -> deltas.add(Map.of("content", piece)));
        } else {
            calls.pieces(thought(choice)).forEach(piece -> deltas.add(Map.of(place, piece)));
            calls.pieces(choice.message().text()).forEach(piece -> deltas.add(Map.of("content", piece)));
        }
        calls.deltas(choice.message().toolCalls()).forEach(call -> deltas.add(Map.of("tool_calls", call)));
        deltas.add(Map.of("end", true));
        return deltas;
    }

    private static String tagged(Choice choice) {
        String thought = thought(choice);
        String before = thought.isEmpty() ? "" : "\n<think>\n" + thought + "</think>\n\n";
        return before + choice.message().text();
    }

    private static String thought(Choice choice) {
        return Described.parts(choice, Part.Reasoning.class).stream()
                .map(Part.Reasoning::text)
                .findFirst()
                .orElse("");
    }

    /** Names and values in turn, which stay in that order. */
    static Map<String, Object> object(Object... pairs) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            object.put((String) pairs[i], pairs[i + 1]);
        }
        return object;
    }

    private static String json(Object value) {
        return new String(new JsonWriter().value(value).toBytes(), StandardCharsets.UTF_8);
    }
}
