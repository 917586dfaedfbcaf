package org.chatmodels;

import java.util.Optional;

/** Whether the model must call a tool. */
public final class ToolChoice {
    /** TOOL: the one that {@link #name()} names. */
    public enum Mode {
        AUTO,
        NONE,
        REQUIRED,
        TOOL
    }

    public static final ToolChoice AUTO = new ToolChoice();
    public static final ToolChoice NONE = new ToolChoice();
    public static final ToolChoice REQUIRED = new ToolChoice();

    private ToolChoice() {}

    public static ToolChoice tool(String name) {
        throw new AssertionError();
    }

    public Mode mode() {
        throw new AssertionError();
    }

    public Optional<String> name() {
        throw new AssertionError();
    }

    @Override
    public boolean equals(Object other) {
        throw new AssertionError();
    }

    @Override
    public int hashCode() {
        throw new AssertionError();
    }

    @Override
    public String toString() {
        throw new AssertionError();
    }
}
