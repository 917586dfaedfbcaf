package org.chatmodels.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, each as wide as its widest cell; a heading of empty texts is not printed. */
final class Table {
    private final List<String[]> rows = new ArrayList<>();
    private final int[] widths;

    Table(String... heading) {
        widths = new int[heading.length];
        if (!String.join("", heading).isEmpty()) {
            row(heading);
        }
    }

    void row(String... cells) {
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], cells[i].length());
        }
        rows.add(cells);
    }

    /** With the rows of the other behind. */
    Table and(Table more) {
        more.rows.forEach(this::row);
        return this;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            int start = text.length();
            for (int i = 0; i < row.length; i++) {
                text.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            int end = text.length();
            while (end > start && text.charAt(end - 1) == ' ') {
                end--;
            }
            text.setLength(end);
            text.append('\n');
        }
        return text.toString();
    }
}
