package org.chatmodels.spi;

/** Finds a text in JSON that is broken or cut short. */
final class LooseJson {
    private LooseJson() {}

    /** The first text that stands behind one of these names, tried in this order; empty if none does. */
    static String firstOf(String json, String... names) {
        for (String name : names) {
            String text = after(json, '"' + name + '"');
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private static String after(String json, String quotedName) {
        int at = json.indexOf(quotedName);
        while (at >= 0) {
            int value = skipBlanks(json, at + quotedName.length());
            if (value < json.length() && json.charAt(value) == ':') {
                value = skipBlanks(json, value + 1);
                if (value < json.length() && json.charAt(value) == '"') {
                    return text(json, value + 1);
                }
            }
            at = json.indexOf(quotedName, at + 1);
        }
        return "";
    }

    private static int skipBlanks(String json, int from) {
        int at = from;
        while (at < json.length() && json.charAt(at) <= ' ') {
            at++;
        }
        return at;
    }

    private static String text(String json, int from) {
        StringBuilder text = new StringBuilder();
        int at = from;
        while (at < json.length() && json.charAt(at) != '"') {
            char c = json.charAt(at);
            if (c == '\\' && at + 1 < json.length()) {
                at++;
                c = unescaped(json.charAt(at));
            }
            text.append(c);
            at++;
        }
        return text.toString();
    }

    private static char unescaped(char c) {
        return c == 'n' || c == 'r' || c == 't' ? ' ' : c;
    }
}
