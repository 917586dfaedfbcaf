package org.chatmodels.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.chatmodels.testkit.LeakCheck;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of the catalogue of faults, as a caller sees it. After each, no thread, file, leased connection is left, and
 * no key or prompt was told or logged. Prints the table. {@code -Dfaults=A9|B.*} runs some of it.
 */
@ExtendWith(LeakCheck.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class FaultTableTest {
    @RegisterExtension
    final FaultTable table = new FaultTable();

    /** The first calls of a JVM load classes for longer than the limits of these rows. */
    @BeforeAll
    void askOnce() {
        for (Mode mode : Mode.values()) {
            Fault none = Fault.of("-", "nothing goes wrong").kept().within(15_000);
            assertThat(new Run(none, mode).result().problems()).isEmpty();
        }
    }

    static Stream<Run> runs() {
        Pattern wanted = Pattern.compile(System.getProperty("faults", ".*"));
        return Catalogue.faults().stream()
                .filter(fault -> wanted.matcher(fault.id).matches())
                .flatMap(fault -> fault.modes.stream().map(mode -> new Run(fault, mode)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("runs")
    void isHandledAsTheTableSays(Run run) {
        Run.Result result = run.result();
        table.ran(result);
        assertThat(result.problems()).isEmpty();
    }

    @Test
    void everyCaseOfTheCatalogueHasARow() {
        Set<String> known = new HashSet<>();
        Catalogue.faults().forEach(fault -> known.add(fault.id));
        Catalogue.remarks().forEach(remark -> known.add(remark.id()));
        assertThat(known).containsExactlyInAnyOrderElementsOf(Catalogue.ids());
    }

    @Test
    void rowsHaveNamesOfTheirOwn() {
        List<String> names = Catalogue.faults().stream().map(Fault::toString).toList();
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void testsThatRowsReferToExist() {
        for (Remark remark : Catalogue.remarks()) {
            remark.test().ifPresent(file -> assertThat(root().resolve(file)).isRegularFile());
        }
    }

    /** The folder that the modules are in. */
    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("bom/pom.xml"))) {
            folder = folder.getParent();
        }
        return folder;
    }
}
