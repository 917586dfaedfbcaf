package org.chatmodels.cli;

import org.chatmodels.provider.Service;

/** What a person gave as a key: trimmed, and refused, without being shown, if it can't be one. */
final class KeyText {
    private static final int LONGEST = 16 * 1024;

    private KeyText() {}

    static String checked(String given, Service service) {
        String key = trimmed(given);
        if (key.isEmpty()) {
            throw new Refusal("the key is empty and nothing is changed");
        }
        for (String variable : service.keyVariables()) {
            if (key.startsWith(variable + "=")) {
                throw new Refusal("that is an assignment: give only what stands behind " + variable + "=");
            }
        }
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (c <= ' ' || c > '~' || c == '"' || c == '\'' && (i == 0 || i == key.length() - 1)) {
                throw new Refusal("there is a blank, a quote or another character in it that no key has, and nothing"
                        + " is changed: give the bare key");
            }
        }
        if (key.length() > LONGEST) {
            throw new Refusal("that is longer than any key, and nothing is changed");
        }
        return key;
    }

    private static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c <= ' ' || c == '\uFEFF' || Character.isWhitespace(c);
    }
}
