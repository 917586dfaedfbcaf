package org.chatmodels.spi;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chatmodels.Metadata;
import org.chatmodels.Part;
import org.chatmodels.ProtocolException;
import org.chatmodels.TruncatedException;

/** One tool call while it arrives. */
final class TrackedCall {
    private static final String NO_ARGUMENTS = "{}";

    /** What a call is when nothing more of it comes. */
    enum State {
        WHOLE,
        CUT,
        BROKEN
    }

    final int position;
    final String id;

    /** Whether the backend has not given its id yet. */
    boolean awaitsId;

    long item;
    String name = "";
    private final StringBuilder arguments = new StringBuilder();
    private final JsonExtent extent = new JsonExtent();
    private final Map<String, String> metadata = new LinkedHashMap<>(0);
    private State state = State.WHOLE;

    TrackedCall(int position, String id, boolean awaitsId) {
        this.position = position;
        this.id = id;
        this.awaitsId = awaitsId;
    }

    /** Takes the piece; what of its arguments is new. */
    String take(ToolCallPiece piece) {
        if (name.isEmpty()) {
            name = piece.name;
        }
        metadata.putAll(piece.metadata);
        if (piece.arguments.isEmpty() || isRepeat(piece)) {
            return "";
        }
        String more = piece.arguments;
        if (piece.isObject && more.startsWith(arguments.toString())) {
            more = more.substring(arguments.length());
        } else if (piece.isObject) {
            arguments.setLength(0);
            extent.restart();
        }
        arguments.append(more);
        extent.read(more);
        return more;
    }

    /** Some backends say the whole call once more; nothing can follow arguments that are complete. */
    boolean isRepeat(ToolCallPiece piece) {
        return extent.isComplete() && piece.arguments.contentEquals(arguments);
    }

    /** Whether a piece without id and without a known number begins another call. */
    boolean isFollowedBy(ToolCallPiece piece) {
        boolean another = arguments.length() == 0 && !piece.name.equals(name);
        return !piece.name.isEmpty() && !name.isEmpty() && (extent.isComplete() || another);
    }

    /** The call, when nothing more comes; as it arrived if it is not whole. {@code limited}: for the limit of the answer. */
    Part part(String provider, boolean limited, boolean last) {
        String text = arguments.toString();
        boolean none = text.isBlank() || text.strip().equals("null");
        String object = NO_ARGUMENTS;
        state = name.isEmpty() || none && limited && last ? State.BROKEN : State.WHOLE;
        if (state == State.WHOLE && !none) {
            object = object(text);
        }
        if (state == State.BROKEN && limited) {
            state = State.CUT;
        }
        return state == State.WHOLE ? new Part.ToolCall(id, name, object, metadata()) : opaque(provider);
    }

    /** As {@link #part} found it. */
    State state() {
        return state;
    }

    private String object(String text) {
        try {
            return object(text, true);
        } catch (TruncatedException e) {
            state = State.CUT;
        } catch (ProtocolException e) {
            state = State.BROKEN;
        }
        return text;
    }

    /** The text if it is a JSON object, or the object that it is a JSON text of. */
    private static String object(String text, boolean mayBeText) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try (JsonReader json = new JsonReader()) {
            json.read(bytes, 0, bytes.length);
            JsonReader.Kind kind = json.kind();
            String inner = kind == JsonReader.Kind.STRING ? json.text("") : "";
            json.end();
            if (kind == JsonReader.Kind.STRING && mayBeText) {
                return inner.isBlank() ? NO_ARGUMENTS : object(inner, false);
            }
            if (kind != JsonReader.Kind.OBJECT) {
                throw new ProtocolException("No object", Reading.DETAILS);
            }
            return text;
        }
    }

    private Metadata metadata() {
        Metadata all = Metadata.NONE;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            all = all.with(entry.getKey(), entry.getValue());
        }
        return all;
    }

    /** In the form of Chat Completions, its arguments as a text whatever they are. */
    Part.Opaque opaque(String provider) {
        JsonWriter json = new JsonWriter();
        json.beginObject().name("id").text(id).name("type").text("function");
        json.name("function").beginObject().name("name").text(name);
        json.name("arguments").text(arguments.toString()).endObject();
        metadata.forEach((name, value) -> json.name(name).raw(value));
        byte[] bytes = json.endObject().toBytes();
        return new Part.Opaque(provider, new String(bytes, StandardCharsets.UTF_8));
    }
}
