package org.chatmodels.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Keys and prompts are looked for in what the tests of every module log and print. */
class CanaryTest {
    private static final List<String> UNTESTED = List.of();

    /** Where tests write a key down. */
    private static final Pattern KEY = Pattern.compile("(?:Secret\\.of\\(|context\\.key\\(|\\)\\.key\\("
            + "|(?:variable|put|Map\\.of)\\(\"\\w*(?:_KEY|_TOKEN)\", |\\.credential\\(\"\\w+\", \\(\\) -> "
            + "|String (?:KEY|SECRET) = )\"([^\"]*)\"");

    @Test
    void everyModuleWithTestsHasIt() throws IOException {
        for (String module : House.MODULES) {
            boolean tested = Files.isDirectory(House.module(module).resolve("src/test"));
            String pom = Files.readString(House.module(module).resolve("pom.xml"));
            assertThat(pom.contains("<artifactId>chatmodels-canary</artifactId>"))
                    .as(module)
                    .isEqualTo(tested);
            assertThat(tested).as(module).isEqualTo(!UNTESTED.contains(module));
        }
    }

    @Test
    void itIsAtWorkHere() {
        assertThat(LoggerFactory.getLogger("any").getClass().getName()).startsWith("org.chatmodels.canary.");
        assertThat(LoggerFactory.getLogger("any").isTraceEnabled()).isTrue();
        assertThat(System.out.getClass().getName()).startsWith("org.chatmodels.canary.");
        assertThat(System.err.getClass().getName()).startsWith("org.chatmodels.canary.");
    }

    /** A malformed one too; blanks are none. */
    @Test
    void everyKeyOfATestIsACanary() throws IOException {
        List<String> others = new ArrayList<>();
        for (Path file : House.sources()) {
            if (file.toString().contains("src/test")
                    && !file.startsWith(House.root().resolve("canary"))) {
                Matcher keys = KEY.matcher(Files.readString(file));
                while (keys.find()) {
                    String key = keys.group(1);
                    if (!key.contains("sk-canary")
                            && !key.replaceAll("\\\\[nrt]", "").isBlank()) {
                        others.add(House.root().relativize(file) + ": \"" + key + "\"");
                    }
                }
            }
        }
        assertThat(others).as("write sk-canary-NAME").isEmpty();
    }
}
