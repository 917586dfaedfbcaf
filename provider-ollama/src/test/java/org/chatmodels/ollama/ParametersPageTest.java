package org.chatmodels.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.chatmodels.provider.OptionInfo;
import org.junit.jupiter.api.Test;

/** The table of parameters in docs/ollama.md is that of the code; {@code -Dgenerated.write=true} writes it anew. */
class ParametersPageTest {
    private static final Path PAGE = Path.of("../docs/ollama.md");
    private static final String BEGIN = "<!-- parameters, written by the build -->\n";
    private static final String END = "<!-- end of parameters -->";

    @Test
    void theTableIsThatOfTheCode() throws IOException {
        String page = Files.readString(PAGE);
        int from = page.indexOf(BEGIN) + BEGIN.length();
        int to = page.indexOf(END);
        if (Boolean.getBoolean("generated.write")) {
            Files.writeString(PAGE, page.substring(0, from) + table() + page.substring(to));
        }
        assertThat(Files.readString(PAGE)).contains(BEGIN + table() + END);
    }

    private static String table() {
        StringBuilder table = new StringBuilder("| parameter | value | what it does |\n|---|---|---|\n");
        for (OptionInfo option : RunOptions.all()) {
            String value = option.allowed().isEmpty()
                    ? option.type().name().toLowerCase(Locale.ROOT)
                    : "`" + String.join("`, `", option.allowed()) + "`";
            table.append("| `" + option.name() + "` | " + value + " | " + option.description() + " |\n");
        }
        return table.toString();
    }
}
