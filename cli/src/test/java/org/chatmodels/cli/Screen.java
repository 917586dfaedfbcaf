package org.chatmodels.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a person sees of what was printed on a terminal: carriage returns, cursor up, erase to the end of the line. */
final class Screen {
    private static final Pattern PIECE = Pattern.compile("\r|\n|\u001b\\[([0-9;]*)([A-Za-z])|[^\r\n\u001b]+");

    private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
    private int row;
    private int column;

    /** Without empty lines at the end. */
    static List<String> of(String printed) {
        Screen screen = new Screen();
        Matcher piece = PIECE.matcher(printed);
        while (piece.find()) {
            screen.act(piece);
        }
        List<String> seen = new ArrayList<>(screen.lines.stream()
                .map(line -> line.toString().stripTrailing())
                .toList());
        while (!seen.isEmpty() && seen.get(seen.size() - 1).isEmpty()) {
            seen.remove(seen.size() - 1);
        }
        return seen;
    }

    private void act(Matcher piece) {
        String text = piece.group();
        if (text.equals("\r")) {
            column = 0;
        } else if (text.equals("\n")) {
            row++;
            column = 0;
            if (row == lines.size()) {
                lines.add(new StringBuilder());
            }
        } else if (piece.group(2) == null) {
            write(text);
        } else if (piece.group(2).equals("A")) {
            row -= Integer.parseInt(piece.group(1));
        } else if (piece.group(2).equals("K")) {
            lines.get(row).setLength(Math.min(column, lines.get(row).length()));
        }
    }

    private void write(String text) {
        StringBuilder line = lines.get(row);
        int end = Math.min(line.length(), column + text.length());
        line.replace(column, end, text);
        column += text.length();
    }
}
