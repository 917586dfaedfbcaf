package org.chatmodels.openaicompatible;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.chatmodels.Part;

/** Tool calls made up at random, and the ways in which services number and name their pieces. */
final class RandomCalls {
    private static final String[] ARGUMENTS = {
        "{}",
        "{\"city\":\"Paris\"}",
        "{\"a\":{\"b\":[1,2,{\"c\":null}]},\"d\":\"}{][\"}",
        "{\"text\":\"a \\\"quoted\\\" \\\\ }\",\"n\":-1.5e3}",
        "{ \"spaced\" : [ true ] }",
        "{\"smile\":\"\uD83D\uDE00\u00e9\"}"
    };

    /** What each piece of a call has beside its arguments; the name stands in the first. */
    private enum Style {
        ID_FIRST_AND_INDEX,
        ID_ALWAYS_AND_INDEX_ZERO,
        ID_EMPTY_LATER_AND_INDEX,
        ID_ALWAYS,
        INDEX_ALONE,
        ID_FIRST,
        NAME_ALONE;

        boolean mayInterleave() {
            return ordinal() <= ID_ALWAYS.ordinal();
        }

        boolean hasIds() {
            return this != INDEX_ALONE && this != NAME_ALONE;
        }
    }

    private final Random random;
    private final Style style;
    private int made;

    RandomCalls(Random random) {
        this.random = random;
        this.style = Style.values()[random.nextInt(Style.values().length)];
    }

    List<Part.ToolCall> some() {
        List<Part.ToolCall> calls = new ArrayList<>();
        for (int left = random.nextInt(4); left > 0; left--) {
            String id = style.hasIds() ? "call_" + made++ : "*";
            String arguments = ARGUMENTS[random.nextInt(ARGUMENTS.length)];
            calls.add(new Part.ToolCall(id, random.nextBoolean() ? "weather" : "now", arguments));
        }
        return calls;
    }

    List<Object> whole(List<Part.ToolCall> calls) {
        List<Object> all = new ArrayList<>();
        for (Part.ToolCall call : calls) {
            Map<String, Object> object = new LinkedHashMap<>();
            if (style.hasIds()) {
                object.put("id", call.id());
            }
            object.put("type", "function");
            object.put("function", RandomAnswer.object("name", call.name(), "arguments", call.arguments()));
            all.add(object);
        }
        return all;
    }

    /** Lists of pieces of calls, one for each chunk. */
    List<List<Object>> deltas(List<Part.ToolCall> calls) {
        List<List<Object>> all = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            List<Object> pieces = new ArrayList<>();
            for (String arguments : pieces(calls.get(i).arguments())) {
                pieces.add(piece(i, calls.get(i), arguments, pieces.isEmpty()));
            }
            all.add(pieces);
        }
        List<Object> line = style.mayInterleave()
                ? interleaved(all)
                : all.stream().flatMap(List::stream).toList();
        List<List<Object>> chunks = new ArrayList<>();
        for (int at = 0; at < line.size(); ) {
            int end = Math.min(line.size(), at + 1 + random.nextInt(2));
            chunks.add(line.subList(at, end));
            at = end;
        }
        return chunks;
    }

    /** A call begins before the next, as its number says. */
    private List<Object> interleaved(List<List<Object>> calls) {
        List<Object> line = new ArrayList<>();
        int begun = Math.min(1, calls.size());
        while (calls.stream().anyMatch(call -> !call.isEmpty())) {
            int at = random.nextInt(begun);
            if (!calls.get(at).isEmpty()) {
                line.add(calls.get(at).remove(0));
            }
            boolean lastBegan = begun < calls.size() && at == begun - 1;
            begun += lastBegan ? 1 : 0;
        }
        return line;
    }

    private Object piece(int index, Part.ToolCall call, String arguments, boolean first) {
        Map<String, Object> piece = new LinkedHashMap<>();
        switch (style) {
            case ID_FIRST_AND_INDEX, ID_EMPTY_LATER_AND_INDEX, INDEX_ALONE -> piece.put("index", index);
            case ID_ALWAYS_AND_INDEX_ZERO -> piece.put("index", 0);
            default -> {}
        }
        boolean always = style == Style.ID_ALWAYS || style == Style.ID_ALWAYS_AND_INDEX_ZERO;
        if (style.hasIds() && (first || always)) {
            piece.put("id", call.id());
        } else if (style == Style.ID_EMPTY_LATER_AND_INDEX) {
            piece.put("id", "");
        }
        Map<String, Object> function = new LinkedHashMap<>();
        if (first) {
            function.put("name", call.name());
        }
        function.put("arguments", arguments);
        piece.put("function", function);
        return piece;
    }

    /** The text cut at random between its characters. */
    List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (int at = 0; at < text.length(); ) {
            at += Character.charCount(text.codePointAt(at));
            if (at == text.length() || random.nextInt(4) == 0) {
                pieces.add(text.substring(start, at));
                start = at;
            }
        }
        return pieces;
    }
}
