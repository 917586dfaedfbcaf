package org.chatmodels.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an application takes on with us. Needs the packaged jars, so "mvn verify"; "mvn test" skips it. */
class BudgetsTest {
    /** A ratchet; docs/adr/0006 says why it is not the 120 KB that were meant. */
    private static final long API_BYTES = 390 * 1024;

    private static final long CLOSURE_BYTES = 5_250_000;
    private static final int CLOSURE_JARS = 10;
    private static final List<String> CLOSURE = List.of(
            "chatmodels-api-",
            "chatmodels-spi-",
            "chatmodels-provider-openai-compatible-",
            "httpclient5-",
            "httpcore5-",
            "jackson-",
            "slf4j-api-");

    private List<Path> jars;

    @BeforeEach
    void readTheClassPath() {
        jars = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (entry.endsWith(".jar")) {
                jars.add(Path.of(entry));
            }
        }
        assumeThat(named("chatmodels-api-")).as("packaged jars").isNotEmpty();
    }

    @Test
    void theApiIsSmall() throws IOException {
        assertThat(bytes(named("chatmodels-api-"))).isLessThanOrEqualTo(API_BYTES);
    }

    @Test
    void theRunTimeClosureOfOneProviderIsSmall() throws IOException {
        List<Path> closure =
                CLOSURE.stream().flatMap(prefix -> named(prefix).stream()).toList();
        assertThat(closure).hasSizeBetween(CLOSURE.size(), CLOSURE_JARS);
        assertThat(bytes(closure)).isLessThanOrEqualTo(CLOSURE_BYTES);
    }

    private List<Path> named(String prefix) {
        return jars.stream()
                .filter(jar -> jar.getFileName().toString().startsWith(prefix))
                .toList();
    }

    private static long bytes(List<Path> files) throws IOException {
        long sum = 0;
        for (Path file : files) {
            sum += Files.size(file);
        }
        return sum;
    }
}
