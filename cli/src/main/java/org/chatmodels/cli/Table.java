package org.chatmodels.cli;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, each as wide as its widest cell; a heading of empty texts is not printed. */
final class Table {
    private static final int GAP = 2;

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

    /** So that no line is longer: these columns give way, one after the other, down to nothing. */
    Table cutTo(int width, int... columns) {
        for (int column : columns) {
            while (width() > width && widths[column] > 0) {
                widths[column]--;
            }
        }
        return this;
    }

    private int width() {
        int width = -GAP;
        for (int column : widths) {
            width += column == 0 ? 0 : column + GAP;
        }
        return width;
    }

    private static String cut(String cell, int width) {
        return cell.length() <= width ? cell : width == 0 ? "" : cell.substring(0, width - 1) + "…";
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            int start = text.length();
            for (int i = 0; i < row.length; i++) {
                String cell = cut(row[i], widths[i]);
                text.append(cell).append(" ".repeat(widths[i] == 0 ? 0 : widths[i] - cell.length() + GAP));
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
