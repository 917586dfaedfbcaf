package org.chatmodels;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the model must call a tool. */
public final class ToolChoice {
    /** TOOL: the one that {@link #name()} names. */
    public enum Mode {
        AUTO,
        NONE,
        REQUIRED,
        TOOL
    }

    /** The model decides. */
    public static final ToolChoice AUTO = new ToolChoice(Mode.AUTO, null);

    /** The model must not call one. */
    public static final ToolChoice NONE = new ToolChoice(Mode.NONE, null);

    /** The model must call one or more. */
    public static final ToolChoice REQUIRED = new ToolChoice(Mode.REQUIRED, null);

    private final Mode mode;
    private final @Nullable String name;

    private ToolChoice(Mode mode, @Nullable String name) {
        this.mode = mode;
        this.name = name;
    }

    /** The model must call this tool. */
    public static ToolChoice tool(String name) {
        return new ToolChoice(Mode.TOOL, Arguments.notBlank(name, "name"));
    }

    /** How far the model is free. */
    public Mode mode() {
        return mode;
    }

    /** The tool that must be called; empty but for TOOL. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** Equal by mode and name. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ToolChoice choice && mode == choice.mode && Objects.equals(name, choice.name);
    }

    @Override
    public int hashCode() {
        return Objects.hash(mode, name);
    }

    @Override
    public String toString() {
        return "ToolChoice[" + (name == null ? mode : name) + "]";
    }
}
