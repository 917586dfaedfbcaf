package org.chatmodels;

/** A JSON Schema in the making: its members without braces, and the description that goes before them. */
record SchemaText(String description, String members) {
    private static final String TYPE = "\"type\":\"";
    private static final String ANY_OF = "\"anyOf\":[";
    private static final String NULL = "{\"type\":\"null\"}]";

    static SchemaText of(String members) {
        return new SchemaText("", members);
    }

    static SchemaText type(String name) {
        return of(TYPE + name + '"');
    }

    /** A value of one of these texts. */
    static SchemaText oneOf(Iterable<String> texts) {
        StringBuilder all = new StringBuilder();
        for (String text : texts) {
            all.append(all.length() == 0 ? "" : ",").append(quoted(text));
        }
        return of("\"type\":\"string\",\"enum\":[" + all + "]");
    }

    /** With a description before the one that is there; strict services take nothing beside a reference. */
    SchemaText described(String text) {
        if (text.isBlank()) {
            return this;
        }
        String first = text.strip();
        boolean ends = ".!?:;".indexOf(first.charAt(first.length() - 1)) >= 0;
        String joined = description.isEmpty() ? first : first + (ends ? " " : ". ") + description;
        return new SchemaText(joined, members.startsWith("\"$ref\"") ? ANY_OF + this + "]" : members);
    }

    /** The same or null: a second type of plain values, a second schema for all else. */
    SchemaText nullable() {
        if (members.isEmpty() || members.startsWith("\"type\":[")) {
            return this;
        }
        if (members.startsWith(ANY_OF)) {
            String open = members.substring(0, members.length() - 1);
            return members.endsWith(NULL) ? this : new SchemaText(description, open + "," + NULL);
        }
        int end = members.indexOf('"', TYPE.length());
        String type = members.startsWith(TYPE) ? members.substring(TYPE.length(), end) : "";
        boolean plain = !type.isEmpty() && !type.equals("object") && !type.equals("array");
        if (plain && !members.startsWith(",\"enum\"", end + 1)) {
            return new SchemaText(description, "\"type\":[\"" + type + "\",\"null\"]" + members.substring(end + 1));
        }
        return of(ANY_OF + this + "," + NULL);
    }

    /** The schema. */
    @Override
    public String toString() {
        String first = description.isEmpty() ? "" : "\"description\":" + quoted(description);
        return "{" + first + (first.isEmpty() || members.isEmpty() ? "" : ",") + members + "}";
    }

    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c == '\n') {
                quoted.append("\\n");
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
