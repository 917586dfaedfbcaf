package org.chatmodels;

import java.util.Objects;

/** A step of a streamed answer; {@code toString()} prints kind and size, never content. */
public sealed interface ChatEvent {
    /** 0 unless n is above 1. */
    default int choice() {
        return 0;
    }

    /** The first event. */
    record Started(String id, String model) implements ChatEvent {
        public Started {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(model, "model");
        }
    }

    /** More text, never empty. */
    record TextDelta(int choice, String text) implements ChatEvent {
        public TextDelta {
            Objects.requireNonNull(text, "text");
        }

        public TextDelta(String text) {
            this(0, text);
        }

        @Override
        public String toString() {
            throw new AssertionError();
        }
    }

    /** More of the model's thought. */
    record ReasoningDelta(int choice, String text) implements ChatEvent {
        public ReasoningDelta {
            Objects.requireNonNull(text, "text");
        }

        public ReasoningDelta(String text) {
            this(0, text);
        }

        @Override
        public String toString() {
            throw new AssertionError();
        }
    }

    /** More of a refusal. */
    record RefusalDelta(int choice, String text) implements ChatEvent {
        public RefusalDelta {
            Objects.requireNonNull(text, "text");
        }

        public RefusalDelta(String text) {
            this(0, text);
        }

        @Override
        public String toString() {
            throw new AssertionError();
        }
    }

    /** More of a call, for display: index counts the calls of a choice, id is never empty, name is empty until known. */
    record ToolCallDelta(int choice, int index, String id, String name, String arguments) implements ChatEvent {
        public ToolCallDelta {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(arguments, "arguments");
        }

        public ToolCallDelta(int index, String id, String name, String arguments) {
            this(0, index, id, name, arguments);
        }

        @Override
        public String toString() {
            throw new AssertionError();
        }
    }

    /** The last event, once, also for n above 1: the whole answer. */
    record Finished(ChatResponse response) implements ChatEvent {
        public Finished {
            Objects.requireNonNull(response, "response");
        }

        public FinishReason reason() {
            throw new AssertionError();
        }

        public Usage usage() {
            throw new AssertionError();
        }
    }

    /** Later kinds implement this, so that a switch with a case for it stays complete. */
    non-sealed interface Other extends ChatEvent {}

    /** An event that has no type here, as the backend sent it. */
    record Opaque(String provider, String json) implements Other {
        public Opaque {
            Objects.requireNonNull(provider, "provider");
            Objects.requireNonNull(json, "json");
        }

        @Override
        public String toString() {
            throw new AssertionError();
        }
    }
}
