package org.chatmodels.reliability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/** Collects results, also of what is checked after a test, and at the end prints and writes the table. */
final class FaultTable implements TestWatcher, AfterAllCallback {
    private static final String[] HEAD = {"", "case", "what goes wrong", "how", "expected", "seen", "ms"};

    private final List<String[]> rows = new ArrayList<>();
    private String[] last = HEAD.clone();

    void ran(Run.Result result) {
        Run run = result.run();
        String seen = result.problems().isEmpty() ? result.seen() : result.seen() + " !! " + result.problems();
        add(
                run.fault().id,
                run.fault().name,
                run.mode().toString(),
                run.fault().expectation(),
                seen,
                Long.toString(result.millis()));
    }

    private void add(String... cells) {
        last = HEAD.clone();
        System.arraycopy(cells, 0, last, 1, cells.length);
        last[0] = "";
        rows.add(last);
    }

    @Override
    public void testFailed(ExtensionContext context, Throwable cause) {
        last[0] = "!!";
        if (!last[5].contains("!!")) {
            last[5] += " !! "
                    + String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        for (Remark remark : Catalogue.remarks()) {
            rows.add(new String[] {"", remark.id(), remark.name(), "-", remark.toString(), "", ""});
        }
        String text = text();
        System.out.println(text);
        Path file = Path.of("target", "fault-table-" + Runtime.version().feature() + ".txt");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String text() {
        long failed = rows.stream().filter(row -> row[0].equals("!!")).count();
        StringBuilder text = new StringBuilder("Faults on Java ")
                .append(Runtime.version())
                .append(": ")
                .append(rows.size())
                .append(" rows, ")
                .append(failed)
                .append(" differ\n");
        int[] widths = widths();
        line(HEAD, widths, text);
        for (String[] row : rows) {
            line(row, widths, text);
        }
        return text.toString();
    }

    private int[] widths() {
        int[] widths = new int[HEAD.length];
        for (int column = 0; column < HEAD.length; column++) {
            widths[column] = HEAD[column].length();
            for (String[] row : rows) {
                widths[column] = Math.max(widths[column], Math.min(row[column].length(), 110));
            }
        }
        return widths;
    }

    private static void line(String[] row, int[] widths, StringBuilder text) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < row.length; column++) {
            line.append(row[column]);
            int blanks = widths[column] - row[column].length() + 2;
            line.append(" ".repeat(Math.max(2, blanks)));
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
