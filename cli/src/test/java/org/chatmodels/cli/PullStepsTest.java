package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chatmodels.cli.StoreProvider.step;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.OptionalLong;
import org.chatmodels.ModelStore.Progress;
import org.junit.jupiter.api.Test;

/** What is shown of a pull, on a terminal and elsewhere, by a clock that the test sets. */
class PullStepsTest {
    private static final long MB = 1_000_000;
    private static final long GB = 1000 * MB;

    private final StringWriter printed = new StringWriter();
    private final PrintWriter out = new PrintWriter(printed);
    private long now = -Duration.ofHours(1).toNanos();
    private PullSteps steps = onTerminal(80);

    private PullSteps onTerminal(int columns) {
        return new PullSteps(new PullScreen(out, new PullLine(columns, false, true)), () -> now);
    }

    private PullSteps inFile() {
        return new PullSteps(new PullLines(out), () -> now);
    }

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }

    private String[] seen() {
        return Screen.of(printed.toString()).toArray(String[]::new);
    }

    @Test
    void aLayerHasBarBytesSpeedAndTimeLeftAndStaysWithAMark() {
        steps.told(step("pulling manifest"));
        assertThat(seen()).containsExactly("  pulling manifest …");
        for (long done = 0; done <= GB; done += 100 * MB) {
            steps.told(step("pulling 4f659a1e86d7", done, 2 * GB));
            pass(1000);
        }
        assertThat(seen())
                .containsExactly(
                        "✓ pulling manifest",
                        "  pulling 4f659a1e86d7  ██████░░░░░░   50%  1.0/2.0 GB  100.0 MB/s    10 s left");
        steps.told(step("pulling 4f659a1e86d7", 2 * GB, 2 * GB));
        steps.told(step("success"));
        steps.end(true);
        assertThat(seen()).containsExactly("✓ pulling manifest", "✓ pulling 4f659a1e86d7  2.0 GB", "✓ success");
        assertThat(printed.toString()).endsWith("\n");
    }

    /** Ollama's last figure of a layer is often a little below its size. */
    @Test
    void aLayerIsThereWhenTheServiceGoesOnToWhatIsNotCounted() {
        steps.told(step("pulling a", 29_884_416, 30_000_000));
        steps.told(step("pulling b", 152, 152));
        assertThat(seen())
                .containsExactly("✓ pulling b  152 B", "  pulling a  ████████████████████░   99%  29.9/30.0 MB");
        steps.told(step("verifying sha256 digest"));
        assertThat(seen()).containsExactly("✓ pulling b  152 B", "✓ pulling a  30.0 MB", "  verifying sha256 digest …");
    }

    @Test
    void whatWasThereBeforeHasNoSpeed() {
        steps.told(step("pulling a", 0, 2 * GB));
        pass(3000);
        for (int i = 0; i <= 20; i++) {
            steps.told(step("pulling a", GB + i * MB, 2 * GB));
            pass(100);
        }
        assertThat(seen()[0]).contains("51%", " 10.0 MB/s", " 2 min left");
    }

    @Test
    void theSpeedIsThatOfTheLastSecondsAndFallsWhereNothingComes() {
        long done = 1;
        for (int i = 0; i < 100; i++, done += 10 * MB) {
            steps.told(step("pulling a", done, 4 * GB));
            pass(100);
        }
        assertThat(seen()[0]).contains(" 100.0 MB/s");
        for (int i = 0; i < 100; i++, done += MB) {
            steps.told(step("pulling a", done, 4 * GB));
            pass(100);
        }
        assertThat(seen()[0]).contains(" 10.0 MB/s");
        for (int i = 0; i < 100; i++) {
            steps.told(step("pulling a", done, 4 * GB));
            pass(100);
        }
        assertThat(seen()[0]).contains(" 0 B/s").doesNotContain("left");
    }

    @Test
    void aPartThatIsFetchedOnceMoreIsNoNegativeSpeed() {
        steps.told(step("pulling a", 500 * MB, GB));
        pass(2000);
        steps.told(step("pulling a", 600 * MB, GB));
        pass(200);
        steps.told(step("pulling a", 100 * MB, GB));
        assertThat(seen()[0]).contains("10%").doesNotContain("/s", "-");
    }

    @Test
    void manyEventsAreFewDrawings() {
        for (int i = 0; i < 1000; i++) {
            steps.told(step("pulling a", i, 1000));
            pass(1);
        }
        assertThat(printed.toString().split("\r", -1)).hasSizeBetween(9, 12);
        steps.end(false);
        assertThat(seen()[0]).contains("99%", "1.0/1.0 kB");
    }

    @Test
    void layersThatComeInTurnsHaveALineEach() {
        for (int i = 1; i <= 9; i++) {
            steps.told(step("pulling a", i * 100 * MB, GB));
            pass(200);
            steps.told(step("pulling b", i * 200 * MB, 2 * GB));
            pass(200);
        }
        assertThat(seen()).hasSize(2);
        assertThat(seen()[0]).startsWith("  pulling a ").contains(" 90%");
        assertThat(seen()[1]).startsWith("  pulling b ").contains(" 90%");

        steps.told(step("pulling b", 2 * GB, 2 * GB));
        assertThat(seen()).hasSize(2);
        assertThat(seen()[0]).isEqualTo("✓ pulling b  2.0 GB");
        assertThat(seen()[1]).startsWith("  pulling a ").contains(" 90%");
        steps.told(step("pulling a", GB, GB));
        steps.end(true);
        assertThat(seen()).containsExactly("✓ pulling b  2.0 GB", "✓ pulling a  1.0 GB");
    }

    @Test
    void ofManyLayersAtOnceTheLastEightMove() {
        for (int i = 10; i < 30; i++) {
            steps.told(step("layer " + i, 1, 2));
        }
        assertThat(seen()).hasSize(8);
        assertThat(seen()[7]).startsWith("  layer 29 ");
        steps.end(true);
        assertThat(seen()).hasSize(20).allMatch(line -> line.startsWith("✓ layer"));
    }

    @Test
    void aStepThatIsOverIsNotShownAgainUnlessItIsFetchedOnceMore() {
        steps.told(step("pulling manifest"));
        steps.told(step("pulling a", 10, 10));
        steps.told(step("pulling manifest"));
        steps.told(step("pulling a", 10, 10));
        assertThat(seen()).containsExactly("✓ pulling manifest", "✓ pulling a  10 B");
        steps.told(step("pulling a", 1, 10));
        assertThat(seen()).hasSize(3);
        assertThat(seen()[2]).startsWith("  pulling a ");
    }

    @Test
    void noLineIsWiderThanTheTerminal() {
        for (int columns = 1; columns <= 200; columns++) {
            printed.getBuffer().setLength(0);
            steps = onTerminal(columns);
            steps.told(step("pulling the manifest of a thing with a long name", 0, 0));
            steps.told(step("pulling 4f659a1e86d7 and more", 10 * MB, 999 * MB));
            pass(2000);
            steps.told(step("pulling 4f659a1e86d7 and more", 500 * MB, 999 * MB));
            steps.told(new Progress("as much as there is", 123 * GB, OptionalLong.empty()));
            steps.end(true);
            int most = Math.max(3, columns - 1);
            assertThat(Screen.of(printed.toString())).as("%s columns", columns).allMatch(line -> line.length() <= most);
        }
        assertThat(seen()).hasSize(3);
    }

    @Test
    void withoutATotalThereIsNoBar() {
        steps.told(new Progress("pulling", 5 * MB, OptionalLong.empty()));
        pass(1000);
        steps.told(new Progress("pulling", 25 * MB, OptionalLong.empty()));
        assertThat(seen()).containsExactly("  pulling   25.0 MB   20.0 MB/s");
    }

    @Test
    void wordsOfTheServiceMoveNoCursor() {
        steps.told(step("pull\u001b[2Jing\r\n\u0007", 1, 2));
        assertThat(printed.toString()).contains("pull [2Jing").doesNotContain("\u001b[2J", "\u0007");
        steps.told(step("\u0000"));
        assertThat(seen()[1]).isEqualTo("  working …");
    }

    @Test
    void coloursAndFiguresAreForTerminalsThatHaveThem() {
        steps = new PullSteps(new PullScreen(out, new PullLine(80, true, true)), () -> now);
        steps.told(step("pulling a", 1, 2));
        steps.end(true);
        assertThat(printed.toString()).contains("\u001b[36m██", "\u001b[32m✓\u001b[0m pulling a");
        printed.getBuffer().setLength(0);
        steps = new PullSteps(new PullScreen(out, new PullLine(80, false, false)), () -> now);
        steps.told(step("pulling a", 1, 2));
        steps.end(true);
        assertThat(printed.toString()).contains("#...", "* pulling a").doesNotContain("[3");
    }

    @Test
    void inAFileALineBeginsAndEndsAStepAndTenSecondsLieBetweenOthers() {
        steps = inFile();
        steps.told(step("pulling manifest"));
        for (int i = 0; i < 250; i++) {
            steps.told(step("pulling a", GB + i * 10 * MB, 5 * GB));
            pass(100);
        }
        steps.told(step("pulling a", 5 * GB, 5 * GB));
        steps.told(step("pulling b", 7, 7));
        steps.told(step("success"));
        steps.end(true);
        assertThat(printed.toString().lines())
                .containsExactly(
                        "pulling manifest",
                        "pulling a: 5.0 GB, 1.0 GB are there",
                        "pulling a: 2.0/5.0 GB, 40%, 100.0 MB/s, 30 s left",
                        "pulling a: 3.0/5.0 GB, 60%, 100.0 MB/s, 20 s left",
                        "pulling a: done, 5.0 GB",
                        "pulling b: done, 7 B",
                        "success");
    }

    @Test
    void inAFileAPullThatFailsEndsNothing() {
        steps = inFile();
        steps.told(step("pulling a", 0, 5 * GB));
        steps.end(false);
        assertThat(printed.toString().lines()).containsExactly("pulling a: 5.0 GB");
    }
}
