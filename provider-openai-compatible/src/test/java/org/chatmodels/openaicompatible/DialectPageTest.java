package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.chatmodels.provider.Service;
import org.junit.jupiter.api.Test;

/** The tables of docs/dialects.md are those of the code and of the rows. */
class DialectPageTest {
    private static final Path PAGE = Path.of("../docs/dialects.md");

    @Test
    void theFieldsAreThoseOfTheCode() throws IOException {
        StringBuilder table =
                new StringBuilder("| field | where the row is silent | values | meaning |\n|---|---|---|---|\n");
        for (DialectField field : DialectField.values()) {
            String standard =
                    field == DialectField.MAX_TOKENS || field == DialectField.SEED ? field.key() : field.standard();
            String values = field.allowed().isEmpty() ? "any" : "`" + String.join("` `", field.allowed()) + "`";
            table.append("| `")
                    .append(field.key())
                    .append("` | `")
                    .append(standard)
                    .append("` | ");
            table.append(field.isList() ? "list of " : "").append(values).append(" | ");
            table.append(field.description()).append(" |\n");
        }
        check("fields", table.toString());
    }

    @Test
    void theServicesAreThoseOfTheRows() throws IOException {
        StringBuilder table =
                new StringBuilder("| service | tools | forced tool | form of an answer | images | sound | files |"
                        + " thoughts | effort | left out |\n|---|---|---|---|---|---|---|---|---|---|\n");
        List<String> silent = new ArrayList<>();
        List<String> models = new ArrayList<>();
        for (Map.Entry<String, Map<String, String>> row : new TreeMap<>(ServiceTableTest.rows()).entrySet()) {
            Service service = Service.of(row.getKey(), row.getValue());
            String line = line(Dialect.of(service, ""));
            if (service.status() == Service.Status.RETIRED
                    || service.protocol().orElse("").equals("responses")) {
                continue;
            } else if (line.equals(line(Dialects.of()))) {
                silent.add(service.name());
            } else {
                table.append("| ").append(service.name()).append(line).append('\n');
            }
            for (String key : new TreeSet<>(service.dialect().keySet())) {
                if (key.contains("*.")) {
                    models.add("`" + service.name() + "` " + key.replace("*.", "…: ") + " = "
                            + service.dialect().get(key));
                }
            }
        }
        table.append("| ")
                .append(String.join(", ", silent))
                .append(line(Dialects.of()))
                .append('\n');
        check("services", table + "\nFor some models:\n\n- " + String.join("\n- ", models) + "\n");
    }

    private static String line(Dialect dialect) {
        String required = dialect.word(DialectField.TOOL_CHOICE_REQUIRED);
        boolean free = dialect.drops(Feature.TOOL_CHOICE, false) || required.equals("none");
        String forced = free ? "no promise" : "`" + required + "`";
        boolean strict = dialect.is(DialectField.STRICT_FORMAT);
        String form = dialect.word(DialectField.RESPONSE_FORMAT);
        String[] cells = {
            dialect.is(DialectField.STRICT_TOOLS) ? "strict" : "plain",
            forced + (dialect.is(DialectField.TOOL_CHOICE_NAMED, "object") ? ", by name" : ", alone"),
            switch (form) {
                case "json_schema", "json_schema_only" -> "schema" + (strict ? ", strict" : "");
                case "json_object" -> "JSON";
                default -> "prompt";
            },
            dialect.is(DialectField.IMAGE_PART, "image_url") ? "any" : bytes(dialect.word(DialectField.IMAGE_PART)),
            dialect.is(DialectField.AUDIO_PART, "audio_url") ? "any" : bytes(dialect.word(DialectField.AUDIO_PART)),
            dialect.is(DialectField.FILE_PART, "file") ? "bytes" : bytes(dialect.word(DialectField.FILE_PART)),
            String.join(", ", dialect.words(DialectField.REASONING_IN)) + echo(dialect),
            dialect.word(DialectField.REASONING_CONTROL),
            String.join(", ", dialect.words(DialectField.DROP_PARAMS))
        };
        return " | " + String.join(" | ", cells) + " |";
    }

    private static String bytes(String part) {
        return switch (part) {
            case "none" -> "no";
            case "file_url", "document_url" -> "any";
            default -> "bytes";
        };
    }

    private static String echo(Dialect dialect) {
        List<String> echo = dialect.words(DialectField.REASONING_ECHO);
        return echo.isEmpty() ? "" : "; back as " + String.join(", ", echo);
    }

    private static void check(String part, String table) throws IOException {
        String page = Files.readString(PAGE);
        String start = "<!-- " + part + ", written by the build -->\n";
        int from = page.indexOf(start) + start.length();
        int to = page.indexOf("<!-- end of " + part + " -->");
        assertThat(from).isBetween(start.length(), to);
        if (Boolean.getBoolean("generated.write")) {
            Files.writeString(PAGE, page.substring(0, from) + table + page.substring(to));
        }
        assertThat(Files.readString(PAGE)).contains(start + table + "<!-- end of " + part + " -->");
    }
}
