package org.chatmodels.cli;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which names are wanted: those that hold a text, or those that are a pattern with {@code *}; in any case. */
final class NameFilter {
    private final Pattern pattern;
    private final boolean open;

    /** Empty: all of them. */
    NameFilter(String text) {
        String plain = text.toLowerCase(Locale.ROOT);
        open = plain.isEmpty();
        StringBuilder expression = new StringBuilder();
        for (String part : plain.split("\\*", -1)) {
            expression.append(expression.length() == 0 ? "" : ".*").append(Pattern.quote(part));
        }
        boolean whole = plain.indexOf('*') >= 0;
        pattern = Pattern.compile(whole ? expression.toString() : ".*" + expression + ".*", Pattern.DOTALL);
    }

    /** Whether all names are wanted. */
    boolean isOpen() {
        return open;
    }

    boolean matches(String name) {
        return pattern.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }
}
