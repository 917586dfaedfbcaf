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

/** What the first page shows is what the repository holds. */
class ReadmeTest {
    private static final Pattern JAVA = Pattern.compile("<!-- (\\S+\\.java) -->\n```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    private final Path readme = House.root().resolve("README.md");

    @Test
    void everyProgramIsAFileOfTheExamples() throws IOException {
        Matcher programs = JAVA.matcher(Files.readString(readme));
        List<String> shown = new ArrayList<>();
        while (programs.find()) {
            shown.add(programs.group(1));
            assertThat(Files.readString(House.root().resolve(programs.group(1))))
                    .as(programs.group(1))
                    .isEqualTo(programs.group(2));
        }
        assertThat(shown).isNotEmpty();
        assertThat(Files.readString(readme).split("```java", -1)).hasSize(shown.size() + 1);
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        Matcher links = LINK.matcher(Files.readString(readme));
        List<String> broken = new ArrayList<>();
        while (links.find()) {
            if (!Files.exists(House.root().resolve(links.group(1)))) {
                broken.add(links.group(1));
            }
        }
        assertThat(broken).isEmpty();
    }
}
