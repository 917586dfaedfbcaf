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

    /** What two spellings of one name have in common. */
    static String normal(String name) {
        StringBuilder normal = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c != '-' && c != '_') {
                normal.append(c);
            }
        }
        return normal.toString().toLowerCase(Locale.ROOT);
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
        return least <= FARTHEST ? Optional.of(best) : beginningWith(wanted, known);
    }

    /** " Did you mean 'x'?" or nothing. */
    static String suggestion(String name, Collection<String> known) {
        return nearest(name, known).map(near -> " Did you mean '" + near + "'?").orElse("");
    }

    private static Optional<String> beginningWith(String wanted, Collection<String> known) {
        if (wanted.length() >= SHORTEST_PREFIX) {
            for (String candidate : known) {
                if (normal(candidate).startsWith(wanted)) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    /** Insertions, deletions, replacements and swaps of neighbours that lead from one to the other. */
    private static int distance(String one, String other) {
        if (Math.abs(one.length() - other.length()) > FARTHEST) {
            return FARTHEST + 1;
        }
        int[] beforeLast = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = last[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
                if (swapped(one, i, other, j)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] free = beforeLast;
            beforeLast = last;
            last = row;
            row = free;
        }
        return last[other.length()];
    }

    private static boolean swapped(String one, int i, String other, int j) {
        return i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2) && one.charAt(i - 2) == other.charAt(j - 1);
    }
}
