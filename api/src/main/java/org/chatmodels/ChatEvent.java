package org.chatmodels;

import java.util.Objects;

/** A step of a streamed answer; {@code toString()} prints kind and size, never content. */
public sealed interface ChatEvent {
    /** 0 unless n is above 1. */
    default int choice() {
        return 0;
    }

    /** The first event; id and model are empty until the backend names them. */
    record Started(String id, String model) implements ChatEvent {
        public Started {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(model, "model");
        }
    }

    /** More text, never empty. */
    record TextDelta(int choice, String text) implements ChatEvent {
        public TextDelta {
            Arguments.atLeast(0, choice, "choice");
            Objects.requireNonNull(text, "text");
        }

        /** Of the first choice. */
        public TextDelta(String text) {
            this(0, text);
        }

        @Override
        public String toString() {
            return "TextDelta[" + choice + ", " + text.length() + " chars]";
        }
    }

    /** More of the model's thought. */
    record ReasoningDelta(int choice, String text) implements ChatEvent {
        public ReasoningDelta {
            Arguments.atLeast(0, choice, "choice");
            Objects.requireNonNull(text, "text");
        }

        /** Of the first choice. */
        public ReasoningDelta(String text) {
            this(0, text);
        }

        @Override
        public String toString() {
            return "ReasoningDelta[" + choice + ", " + text.length() + " chars]";
        }
    }

    /** More of a refusal. */
    record RefusalDelta(int choice, String text) implements ChatEvent {
        public RefusalDelta {
            Arguments.atLeast(0, choice, "choice");
            Objects.requireNonNull(text, "text");
        }

        /** Of the first choice. */
        public RefusalDelta(String text) {
            this(0, text);
        }

        @Override
        public String toString() {
            return "RefusalDelta[" + choice + ", " + text.length() + " chars]";
        }
    }

    /** More of a call, for display: index counts the calls of a choice, id is never empty, name is empty until known. */
    record ToolCallDelta(int choice, int index, String id, String name, String arguments) implements ChatEvent {
        public ToolCallDelta {
            Arguments.atLeast(0, choice, "choice");
            Arguments.atLeast(0, index, "index");
            Arguments.notBlank(id, "id");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(arguments, "arguments");
        }

        /** Of the first choice. */
        public ToolCallDelta(int index, String id, String name, String arguments) {
            this(0, index, id, name, arguments);
        }

        @Override
        public String toString() {
            return "ToolCallDelta[" + choice + ", " + index + ", " + name + ", " + arguments.length() + " chars]";
        }
    }

    /** The last event, once, also for n above 1: the whole answer. */
    record Finished(ChatResponse response) implements ChatEvent {
        public Finished {
            Objects.requireNonNull(response, "response");
        }

        /** Why the first choice ended. */
        public FinishReason reason() {
            return response.finishReason();
        }

        /** Tokens and cost of the answer. */
        public Usage usage() {
            return response.usage();
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
            return "Opaque[" + provider + ", " + json.length() + " chars]";
        }
    }

    /** A {@link ToolRunner} begins to run the tool that this call names, or to say that there is none. */
    record ToolStarted(Part.ToolCall call) implements Other {
        public ToolStarted {
            Objects.requireNonNull(call, "call");
        }
    }

    /** The call of a {@link ToolStarted} has a result, perhaps a failed one, which the model will be told. */
    record ToolFinished(Part.ToolResult result) implements Other {
        public ToolFinished {
            Objects.requireNonNull(result, "result");
        }
    }
}
