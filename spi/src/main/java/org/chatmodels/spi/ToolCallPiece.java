package org.chatmodels.spi;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A piece of a tool call, or all of one, as a backend sends it. What is not set did not come; texts may be empty. For one
 * use: fill it and hand it to {@link AnswerAssembler#toolCall}.
 */
public final class ToolCallPiece {
    long index = -1;
    String id = "";
    String name = "";
    String arguments = "";
    boolean isObject;
    boolean isWhole;
    Map<String, String> metadata = Map.of();

    /** Nothing came yet. */
    public ToolCallPiece() {}

    /** Sets the backend's number of the call; negative is none. */
    public ToolCallPiece index(long index) {
        this.index = index;
        return this;
    }

    /** Sets the backend's id of the call. */
    public ToolCallPiece id(String id) {
        this.id = id.isBlank() ? "" : id;
        return this;
    }

    /** Sets the name of the tool. */
    public ToolCallPiece name(String name) {
        this.name = name.isBlank() ? "" : name;
        return this;
    }

    /** Sets more of the arguments' JSON. */
    public ToolCallPiece arguments(String piece) {
        arguments = Objects.requireNonNull(piece, "piece");
        isObject = false;
        return this;
    }

    /**
     * Sets all of the arguments, of which a part may have come before; {@code {}} is none. So from a backend that sends
     * an object and not a text, or says the whole at the end.
     */
    public ToolCallPiece object(String json) {
        arguments = json.equals("{}") ? "" : json;
        isObject = true;
        return this;
    }

    /** Says that this is a call of its own and no part of one before: so in answers that are not streamed. */
    public ToolCallPiece whole() {
        isWhole = true;
        return this;
    }

    /** Attaches JSON that must go back with the call; replaces what came under that name before. */
    public ToolCallPiece metadata(String name, String json) {
        metadata = metadata.isEmpty() ? new LinkedHashMap<>() : metadata;
        metadata.put(name, Objects.requireNonNull(json, "json"));
        return this;
    }

    boolean isBlank() {
        return id.isEmpty() && name.isEmpty() && arguments.isEmpty() && metadata.isEmpty();
    }
}
