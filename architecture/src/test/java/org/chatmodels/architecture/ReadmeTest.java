package org.chatmodels.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.provider.Service;
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

    /** The table stands between two marks and is written from the rows that somebody has checked. */
    @Test
    void theTableOfServicesIsThatOfTheRows() throws IOException {
        String page = Files.readString(readme);
        int start = page.indexOf('\n', page.indexOf("<!-- services:")) + 1;
        String expected = page.substring(0, start) + services() + page.substring(page.indexOf("<!-- end of services"));

        assertThat(Generated.written(readme, expected)).as(Generated.REMEDY).isEqualTo(Files.readString(readme));
    }

    private static String services() {
        StringBuilder table = new StringBuilder("| service | key | example |\n|---|---|---|\n");
        try (ChatModelRegistry registry =
                ChatModelRegistry.builder().environment(Map.of()).build()) {
            for (Service service : registry.services()) {
                String model = service.row().getOrDefault("example_model", "");
                if (opens(service) && !model.isEmpty()) {
                    table.append("| ").append(service.displayName()).append(" | ");
                    table.append(key(service)).append(" | `").append(service.name());
                    table.append(':').append(model).append("` |\n");
                }
            }
        }
        return table.toString();
    }

    /** Checked by somebody. */
    private static boolean opens(Service service) {
        return service.status() == Service.Status.ACTIVE;
    }

    private static String key(Service service) {
        if (service.keyVariables().isEmpty()) {
            return "";
        }
        return "`" + service.keyVariables().get(0) + "`" + (service.keyRequired() ? "" : " (optional)");
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
