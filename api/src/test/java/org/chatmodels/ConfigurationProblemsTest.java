package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chatmodels.Configuration.Environment;
import org.chatmodels.Configuration.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ConfigurationProblemsTest {
    @TempDir
    Path folder;

    private final Map<String, String> system = new HashMap<>();
    private final Map<String, String> variables = new HashMap<>();

    private Configuration load() {
        return Configuration.load(Map.of(), system, Environment.of(variables), List.of());
    }

    private Configuration loadFile(String... lines) throws IOException {
        Path path = Files.writeString(folder.resolve("named.properties"), String.join("\n", lines));
        system.put("chatmodels.config", path.toString());
        return load();
    }

    /** Lines, severity, then what the message says. */
    static final List<String> FAULTS = List.of(
            "chatmodels.alais.fast=aa:x | WARNING | Did you mean 'chatmodels.alias.NAME'?",
            "alias.fast=aa:x | WARNING | Did you mean 'chatmodels.alias.NAME'?",
            "chatmodels.prox=none | WARNING | Did you mean 'chatmodels.proxy'?",
            "chatmodels.colour=red | WARNING | chatmodels.alias.NAME",
            "colour=red | WARNING | chatmodels.alias.NAME",
            "chatmodels.alias.a.b=aa:x | ERROR | without a dot",
            "chatmodels.alias.=aa:x | ERROR | '' is no name",
            "chatmodels.alias.1a=aa:x | ERROR | '1a' is no name",
            "chatmodels.alias.fast=groq: | ERROR | (column 6)",
            "chatmodels.alias.fast=groq:x?api_key=c4nary | ERROR | use credential=NAME",
            "chatmodels.alias.fast= | ERROR | no value",
            "chatmodels.service.corp=https://c4nary | ERROR | needs a key",
            "chatmodels.service.corp.=x | ERROR | needs a key",
            "chatmodels.credential.corp=c4nary | ERROR | env:NAME",
            "chatmodels.credential.corp=env: | ERROR | env:NAME",
            "chatmodels.credential.a.b=env:X | ERROR | without a dot",
            "chatmodels.credential.corp.origins=https://a/c4nary | ERROR | https://llm.corp.example",
            "chatmodels.credential.corp.origins=a.example | ERROR | https://llm.corp.example",
            "chatmodels.proxy=socks5://c4nary | ERROR | http://host:port",
            "chatmodels.proxy=http://c4nary:c4nary@h:1 | ERROR | http://host:port",
            "chatmodels.log=yes | ERROR | true or false",
            "chatmodels.config=x | WARNING | system property chatmodels.config",
            "chatmodels.user_config=true | WARNING | system property chatmodels.user_config",
            "chatmodels.proxy=none\nchatmodels.proxy=system | WARNING | twice");

    @ParameterizedTest
    @FieldSource("FAULTS")
    void faultIsAProblemWithItsLine(String row) throws IOException {
        String[] columns = row.split(" \\| ");
        Configuration configuration = loadFile(("# one\n" + columns[0] + "\n").split("\n"));
        assertThat(configuration.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Problem.Severity.valueOf(columns[1]));
            assertThat(problem.message()).contains(columns[2]);
            assertThat(problem.where())
                    .contains(folder.resolve("named.properties").toString());
            assertThat(problem.where()).containsPattern("(:| line )[23]$");
            assertThat(problem.toString()).doesNotContain("c4nary");
        });
    }

    @Test
    void lastOfTwoLinesCounts() throws IOException {
        assertThat(loadFile("chatmodels.alias.fast=aa:x", "chatmodels.alias.FAST=aa:y")
                        .alias("fast")
                        .orElseThrow()
                        .text())
                .isEqualTo("aa:y");
    }

    @Test
    void strangeVariablesAreProblemsAndEmptyOnesAreNot() {
        variables.put("CHATMODELS_COLOUR", "red");
        variables.put("CHATMODELS_SERVICE_CORP_HEADER_X", "y");
        variables.put("CHATMODELS_ALIAS_EMPTY", " ");
        variables.put("CHAT_MODEL", "aa:x");
        assertThat(load().problems())
                .extracting(Problem::where)
                .containsExactly("environment CHATMODELS_COLOUR", "environment CHATMODELS_SERVICE_CORP_HEADER_X");
    }

    @Test
    void otherSystemPropertiesAreNotLookedAt() {
        system.put("java.version", "17");
        system.put("chatmodelsx", "1");
        assertThat(load().problems()).isEmpty();
    }

    @Test
    void valuesAreNotPrinted() {
        assertThat(new Value("c4nary", "environment X")).hasToString("environment X");
    }
}
