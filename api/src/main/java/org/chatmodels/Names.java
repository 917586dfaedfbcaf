package org.chatmodels;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** How names compare: without case, '-' and '_'. */
final class Names {
    private static final int LONGEST = 64;
    private static final int FARTHEST = 3;
    private static final int SHORTEST_PREFIX = 4;

    private Names() {}

    /** An ASCII letter or digit, or one of the marks. */
    static boolean isPlain(char c, String marks) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || marks.indexOf(c) >= 0;
    }

    /** Whether all is plain; true for an empty text. */
    static boolean isPlain(String text, String marks) {
        for (int i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i), marks)) {
                return false;
            }
        }
        return true;
    }

    /** What two spellings of one name have in common. */
    static String normal(String name) {
        return name.replace("-", "").replace("_", "").toLowerCase(Locale.ROOT);
    }

    static boolean same(String one, String other) {
        return normal(one).equals(normal(other));
    }

    /** The known name that was probably meant, the first of the nearest; empty when none is near. */
    static Optional<String> nearest(String name, Collection<String> known) {
        String wanted = normal(name);
        if (wanted.length() > LONGEST) {
            return Optional.empty();
        }
        String best = "";
        int least = FARTHEST + 1;
        for (String candidate : known) {
            String normal = normal(candidate);
            int distance = distance(wanted, normal);
            if (distance < least && 2 * distance < Math.max(wanted.length(), normal.length())) {
                best = candidate;
                least = distance;
            }
        }
        for (String candidate : known) {
            if (best.isEmpty()
                    && wanted.length() >= SHORTEST_PREFIX
                    && normal(candidate).startsWith(wanted)) {
                best = candidate;
            }
        }
        return best.isEmpty() ? Optional.empty() : Optional.of(best);
    }

    /** " Did you mean 'x'?" or nothing. */
    static String suggestion(String name, Collection<String> known) {
        return nearest(name, known).map(near -> " Did you mean '" + near + "'?").orElse("");
    }

    /** Insertions, deletions, replacements and swaps of neighbours that lead from one to the other. */
    private static int distance(String one, String other) {
        if (Math.abs(one.length() - other.length()) > FARTHEST) {
            return FARTHEST + 1;
        }
        int[][] rows = new int[one.length() + 1][other.length() + 1];
        for (int i = 0; i <= one.length(); i++) {
            for (int j = 0; j <= other.length(); j++) {
                boolean same = i > 0 && j > 0 && one.charAt(i - 1) == other.charAt(j - 1);
                rows[i][j] = i == 0 || j == 0
                        ? i + j
                        : Math.min(rows[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
                if (swapped(one, i, other, j)) {
                    rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }
        return rows[one.length()][other.length()];
    }

    private static boolean swapped(String one, int i, String other, int j) {
        return i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
    }
}
