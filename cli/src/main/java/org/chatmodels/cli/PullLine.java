package org.chatmodels.cli;

import java.util.ArrayList;
import java.util.List;

/** A line of a terminal for a step of a pull, one column narrower than the terminal so that it never wraps. */
final class PullLine {
    private static final int MARK = 2;
    private static final int GAP = 2;
    private static final int LONGEST_WORDS = 48;
    private static final int SHORTEST_WORDS = 12;
    private static final int SHORTEST_BAR = 6;
    private static final int LONGEST_BAR = 40;
    private static final int SPEED_WIDTH = 10;
    private static final int LEFT_WIDTH = 11;
    private static final String GREEN = "\u001b[32m";
    private static final String CYAN = "\u001b[36m";
    private static final String PLAIN = "\u001b[0m";

    private final int room;
    private final boolean colours;
    private final String full;
    private final String empty;
    private final String mark;

    /** {@code figures}: whether the terminal has more than ASCII. */
    PullLine(int columns, boolean colours, boolean figures) {
        this.room = Math.max(1, columns - 1);
        this.colours = colours;
        this.full = figures ? "█" : "#";
        this.empty = figures ? "░" : ".";
        this.mark = figures ? "✓" : "*";
    }

    String of(PullStep step) {
        if (step.isCountless()) {
            return " ".repeat(MARK) + words(step, room - MARK - 2) + " …";
        }
        List<String> figures = figures(step);
        int least = Math.min(step.words().length(), SHORTEST_WORDS) + MARK;
        StringBuilder tail = new StringBuilder();
        for (String figure : figures) {
            if (least + tail.length() + GAP + figure.length() > room) {
                break;
            }
            tail.append(" ".repeat(GAP)).append(figure);
        }
        String head = " ".repeat(MARK) + words(step, Math.max(1, room - MARK - tail.length()));
        int bar = Math.min(LONGEST_BAR, room - head.length() - tail.length() - GAP);
        String drawn = step.total().isEmpty() || bar < SHORTEST_BAR ? "" : " ".repeat(GAP) + bar(step, bar);
        return (head + drawn + tail).stripTrailing();
    }

    /** Of a step that is over. */
    String ended(PullStep step) {
        String size = step.done() == 0 ? "" : " ".repeat(GAP) + ByteCount.of(step.done());
        String words = words(step, Math.max(1, room - MARK - size.length()));
        return coloured(GREEN, mark) + " " + words + (MARK + words.length() + size.length() > room ? "" : size);
    }

    /** Most wanted first; each as wide in the next moment, so that the bar stays where it is. */
    private static List<String> figures(PullStep step) {
        List<String> figures = new ArrayList<>();
        if (step.total().isPresent()) {
            long all = step.total().getAsLong();
            figures.add(padded(step.percent() + "%", 4));
            figures.add(padded(
                    ByteCount.of(step.done(), all), ByteCount.of(all, all).length()));
        } else {
            figures.add(padded(ByteCount.of(step.done()), SPEED_WIDTH - 2));
        }
        figures.add(padded(speed(step), SPEED_WIDTH));
        figures.add(padded(left(step), LEFT_WIDTH));
        return figures;
    }

    /** "34.5 MB/s"; empty where it is not known yet. */
    static String speed(PullStep step) {
        return step.speed().isEmpty() ? "" : ByteCount.of(step.speed().getAsLong()) + "/s";
    }

    /** "38 s left"; empty where nobody can tell, and beyond days. */
    static String left(PullStep step) {
        if (step.secondsLeft().isEmpty()) {
            return "";
        }
        long seconds = step.secondsLeft().getAsLong();
        if (seconds < 60) {
            return seconds + " s left";
        }
        long minutes = seconds / 60 + (seconds % 60 + 30) / 60;
        return minutes < 100 ? minutes + " min left" : minutes < 100 * 60 ? (minutes + 30) / 60 + " h left" : "";
    }

    private static String padded(String figure, int width) {
        return " ".repeat(Math.max(0, width - figure.length())) + figure;
    }

    private static String words(PullStep step, int width) {
        String words = step.words();
        int longest = Math.max(1, Math.min(width, LONGEST_WORDS));
        if (words.length() <= longest) {
            return words;
        }
        int end = longest - 1;
        end -= end > 0 && Character.isHighSurrogate(words.charAt(end - 1)) ? 1 : 0;
        return words.substring(0, end) + "…";
    }

    private String bar(PullStep step, int width) {
        int filled = (int) (width * (long) step.percent() / 100);
        return coloured(CYAN, full.repeat(filled)) + empty.repeat(width - filled);
    }

    private String coloured(String colour, String text) {
        return colours && !text.isEmpty() ? colour + text + PLAIN : text;
    }
}
