package org.chatmodels;

import java.util.Objects;

/** A piece of a message; {@code toString()} of each prints its kind and size, never content. */
public sealed interface Part {
    /** What the provider attached; NONE if nothing. */
    Metadata metadata();

    /** Plain text. */
    record Text(String text, Metadata metadata) implements Part {
        public Text {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(metadata, "metadata");
        }

        /** Text to which nothing is attached. */
        public Text(String text) {
            this(text, Metadata.NONE);
        }

        @Override
        public String toString() {
            return "Text[" + text.length() + " chars]";
        }
    }

    /** An image, sound or file, in either direction. */
    record Attachment(Media media, Metadata metadata) implements Part {
        public Attachment {
            Objects.requireNonNull(media, "media");
            Objects.requireNonNull(metadata, "metadata");
        }

        /** A file to which nothing is attached. */
        public Attachment(Media media) {
            this(media, Metadata.NONE);
        }

        @Override
        public String toString() {
            return "Attachment[" + media + "]";
        }
    }

    /** The model's thought; the text is empty where the backend gives it encrypted only. */
    record Reasoning(String text, Metadata metadata) implements Part {
        public Reasoning {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(metadata, "metadata");
        }

        /** A thought to which nothing is attached. */
        public Reasoning(String text) {
            this(text, Metadata.NONE);
        }

        @Override
        public String toString() {
            return "Reasoning[" + text.length() + " chars]";
        }
    }

    /** The model declined, in its own words. */
    record Refusal(String text, Metadata metadata) implements Part {
        public Refusal {
            Objects.requireNonNull(text, "text");
            Objects.requireNonNull(metadata, "metadata");
        }

        /** A refusal to which nothing is attached. */
        public Refusal(String text) {
            this(text, Metadata.NONE);
        }

        @Override
        public String toString() {
            return "Refusal[" + text.length() + " chars]";
        }
    }

    /** A call the model wants; id and name are never empty, arguments are a complete JSON object. */
    record ToolCall(String id, String name, String arguments, Metadata metadata) implements Part {
        public ToolCall {
            Arguments.notBlank(id, "id");
            Arguments.notBlank(name, "name");
            Objects.requireNonNull(arguments, "arguments");
            Objects.requireNonNull(metadata, "metadata");
        }

        /** A call to which nothing is attached. */
        public ToolCall(String id, String name, String arguments) {
            this(id, name, arguments, Metadata.NONE);
        }

        @Override
        public String toString() {
            return "ToolCall[" + name + ", " + arguments.length() + " chars]";
        }
    }

    /** The answer to a call. */
    record ToolResult(String callId, String name, String content, boolean failed, Metadata metadata) implements Part {
        public ToolResult {
            Objects.requireNonNull(callId, "callId");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(content, "content");
            Objects.requireNonNull(metadata, "metadata");
        }

        /** An answer to which nothing is attached. */
        public ToolResult(String callId, String name, String content, boolean failed) {
            this(callId, name, content, failed, Metadata.NONE);
        }

        @Override
        public String toString() {
            return "ToolResult[" + name + ", " + content.length() + " chars" + (failed ? ", failed]" : "]");
        }
    }

    /** Later kinds implement this, so that a switch with a case for it stays complete. */
    non-sealed interface Other extends Part {
        @Override
        default Metadata metadata() {
            return Metadata.NONE;
        }
    }

    /** A piece that has no type here, as the backend sent it; goes back unchanged in its place. */
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
}
