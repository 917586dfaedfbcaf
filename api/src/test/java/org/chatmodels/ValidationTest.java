package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.chatmodels.Problem.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake that a configuration can hold is found without network, once, with its place and what to write. */
class ValidationTest {
    /** Lines, of which the last is wrong unless one begins with '!', then what the message says; '?' is a warning. */
    private static final List<String> MISTAKES = List.of(
            "?chatmodels.alais.k1=fake:x ## Did you mean 'chatmodels.alias.NAME'?",
            "?alias.k2=fake:x ## Did you mean 'chatmodels.alias.NAME'?",
            "?chatmodels.colour=red ## Known are chatmodels.alias.NAME",
            "?chatmodels.config=x ## set the system property chatmodels.config",
            "?chatmodels.user_config=true ## set the system property chatmodels.user_config",
            "chatmodels.proxy=socks5://c4nary ## Write system, none or http://host:port",
            "chatmodels.log=yes ## Write true or false",
            "chatmodels.alias.ka=fake:x && ?chatmodels.alias.KA=fake:y ## remove the other",
            // aliases
            "chatmodels.alias.a.b=fake:x ## without a dot",
            "chatmodels.alias.1a=fake:x ## '1a' is no name",
            "chatmodels.alias.a1= ## write one or leave the key out",
            "chatmodels.alias.a2=fake: ## (column 6)",
            "chatmodels.alias.a3=fake:x?api_key=c4nary ## use credential=NAME",
            "chatmodels.alias.a4=nonesuch ## No provider or alias 'nonesuch'",
            "chatmodels.alias.a5=fakke:x ## Did you mean 'fake'?",
            "chatmodels.alias.a6=fake ## add a model, e.g. fake:MODEL",
            "chatmodels.alias.a7=fake:x?temprature=1 ## Did you mean 'temperature'?",
            "chatmodels.alias.a8=fake:x?temperature=hot ## write, for example, temperature=0.5",
            "chatmodels.alias.a9=fake:x?keep_alive=5 ## write 5s",
            "chatmodels.alias.a10=fake:x?credential=nonesuch ## write chatmodels.credential.nonesuch = env:VARIABLE",
            "chatmodels.alias.a11=fake:x|fakke:y ## Did you mean 'fake'?",
            "chatmodels.alias.a12=fake:x?max_cost=-2 ## write at least 0",
            "chatmodels.alias.a13=fake:x?base_url=https://u@h ## keys don't belong there",
            "chatmodels.alias.to-circle=one && !chatmodels.alias.one=two && chatmodels.alias.two=ONE?seed=1"
                    + " ## one -> two -> ONE; let one of them name a location",
            "chatmodels.alias.self=self ## self -> self; let one of them name a location",
            "chatmodels.alias.d1=fake:x && chatmodels.alias.d2=d1 && chatmodels.alias.d3=d2 && chatmodels.alias.d4=d3"
                    + " && chatmodels.alias.d5=d4 && chatmodels.alias.d6=d5 && chatmodels.alias.d7=d6"
                    + " && chatmodels.alias.d8=d7 && chatmodels.alias.d9=d8 ## More than 8 aliases",
            "!chatmodels.alias.deep=fake:x?sead=1 && chatmodels.alias.over=deep ## Did you mean 'seed'?",
            "chatmodels.service.over.provider=fake && chatmodels.service.over.status=retired"
                    + " && chatmodels.alias.gone=over:x ## status = active opens it all the same",
            // services
            "chatmodels.service.corp=https://c4nary ## write chatmodels.service.NAME.base_url",
            "chatmodels.service.corp.=x ## write chatmodels.service.NAME.base_url",
            "chatmodels.service.x.provider=fake ## 2 to 64 of a-z 0-9",
            "chatmodels.service.no-provider.base_url=https://a.test ## write the name of the provider that serves it",
            "chatmodels.service.other.provider=nonesuch ## add chatmodels-provider-nonesuch",
            row("s1", "base_ulr=https://a.test", "Did you mean 'base_url'?"),
            row("s2", "key_evn=c4nary", "Did you mean 'key_env'?"),
            row("s3", "headers.X-Team=c4nary", "Did you mean 'header.*'?"),
            row("s4", "tempratur=1", "Did you mean 'temperature'?"),
            row("s5", "colour=red", "extra.NAME = JSON"),
            row("s6", "temperature=hot", "write, for example, temperature=0.5"),
            row("s7", "timeout=30", "write 30s"),
            row("s8", "timeout=", "write timeout=30s"),
            row("s9", "base_url=ftp://a.test", "write http(s)://host[:port][/path]"),
            row("s10", "base_url=https://a.test/v1;c4nary", "with a path of letters, digits"),
            row("s11", "base_url=https://{PLACE}.test", "set the environment variable PLACE or chatmodels.service.s11"),
            row("s12", "base_url=https://{PLACE}.test && chatmodels.service.s12.place=a/c4nary", "write a plain name"),
            row("s13", "base_url=https://{CORP_API_KEY}.test", "take another name"),
            row("s14", "base_url=", "write a value or leave the key out"),
            row("s15", "credential=nonesuch", "write chatmodels.credential.nonesuch = env:VARIABLE"),
            row("s16", "credential=a b", "declare chatmodels.credential.NAME"),
            row("s17", "auth=basic", "write bearer, header:NAME or none"),
            row("s18", "api=grpc", "write chat, responses or auto"),
            row("s19", "key_required=maybe", "write one of them"),
            row("s20", "key_env=sk-c4nary", "never a key"),
            row("s21", "origins=https://a.test/c4nary", "write scheme://host[:port] only"),
            row("s22", "chat_path=v1", "write /path"),
            row("s23", "models_path=v1", "write /path"),
            row("s24", "responses_path=v1", "write /path"),
            row("s25", "status=open", "write active, retired or unverified"),
            row("s26", "retired=soon", "write, for example, 2026-08-16"),
            row("s27", "retired_model.1=a; soon", "write, for example, old-model"),
            row("s28", "header.Authorization=c4nary", "carries a key"),
            row("s29", "header.X-Team=c4nary\\u00e9", "encode or remove it"),
            row("s30", "header.Host=c4nary", "belongs to the transport"),
            row("s31", "preferred=a b", "write 2 to 64 of a-z 0-9"),
            row("s32", "aliases=a b", "with commas between"),
            row("s33", "extra.a={}", "add chatmodels-spi"),
            row("s34", "successor=", "write a value or leave the key out"),
            row("s35", "name=a\\u0007", "control character"),
            "chatmodels.service.s36.provider=a b ## is no provider's name",
            // figures
            "chatmodels.price.p1=corp ## Write SERVICE:MODEL; input=0.10; output=0.50",
            "chatmodels.price.p2=corp:m; inputt=1 ## Did you mean 'input'?",
            "chatmodels.price.p3=corp:m; input=c4nary ## Write input=0.10",
            "chatmodels.price.p4=corp:m; input=1; output=-1 ## Write output=0.10",
            "chatmodels.price.p5=corp:m; tiers=1 ## Write tiers=200000:0.20,1.00",
            "chatmodels.price.p6=corp:m; date=today ## Write date=2026-07-02",
            "chatmodels.price.p7=corp:m; tools=yes ## with a NAME of input, output",
            "chatmodels.capability.c1=corp:m; tools=perhaps ## Write tools=yes or no",
            "chatmodels.capability.c2=corp:m; context_window=0 ## Write context_window=128000",
            "chatmodels.catalogue=/nonesuch/c4nary.tsv ## write the path of a readable file",
            // credentials
            "chatmodels.credential.a.b=env:X ## without a dot",
            "chatmodels.credential.c1=c4nary ## write env:NAME, file:PATH",
            credential("c2", "env:UNSET", "set the environment variable UNSET"),
            credential("c3", "file:/nonesuch/key", "write the key into the file /nonesuch/key"),
            credential("c4", "sysprop:unset.key", "set the system property unset.key"),
            credential("c5", "resolver:nonesuch", "Builder.credential(\"nonesuch\""),
            "?chatmodels.credential.c6=env:SET ## write chatmodels.credential.c6.origins",
            "chatmodels.credential.c7=env:SET && chatmodels.credential.c7.origins=https://a.test/c4nary ## write, for example,"
                    + " https://llm.corp.example");

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>(Map.of("SET", "sk-c4nary"));

    private static String row(String name, String keys, String message) {
        String start = "chatmodels.service." + name + ".";
        return start + "provider=fake && " + start + keys + " ## " + message;
    }

    private static String credential(String name, String reference, String message) {
        String key = "chatmodels.credential." + name;
        return key + ".origins=https://a.test && " + key + "=" + reference + " ## " + message;
    }

    private ChatModelRegistry registry(List<String> lines) throws IOException {
        environment.put(
                "CHATMODELS_CONFIG",
                Files.writeString(folder.resolve("chatmodels.properties"), String.join("\n", lines))
                        .toString());
        return ChatModelRegistry.builder()
                .discovery(false)
                .environment(environment)
                .provider(new FakeProvider())
                .build();
    }

    /** Adds a mistake's lines to a file; the problem that must be found, its message cut to what must stand in it. */
    private Problem add(String mistake, List<String> lines) {
        String[] columns = mistake.split(" ## ");
        List<String> own = List.of(columns[0].split(" && "));
        int wrong = lines.size() + own.size();
        for (String line : own) {
            wrong = line.startsWith("!") ? lines.size() + own.indexOf(line) + 1 : wrong;
        }
        own.forEach(line -> lines.add(line.startsWith("?") || line.startsWith("!") ? line.substring(1) : line));
        Severity severity =
                columns[0].contains("?chatmodels") || mistake.startsWith("?") ? Severity.WARNING : Severity.ERROR;
        return new Problem(severity, " in " + folder.resolve("chatmodels.properties") + " line " + wrong, columns[1]);
    }

    @ParameterizedTest
    @FieldSource("MISTAKES")
    void aMistakeIsFoundOnceWithItsPlaceAndItsRemedy(String mistake) throws IOException {
        List<String> lines = new ArrayList<>(List.of("# a comment"));
        Problem expected = add(mistake, lines);
        try (ChatModelRegistry registry = registry(lines)) {
            assertThat(registry.validate()).singleElement().satisfies(problem -> check(problem, expected, lines));
        }
    }

    private static void check(Problem problem, Problem expected, List<String> lines) {
        int line = Integer.parseInt(expected.where().substring(expected.where().lastIndexOf(' ') + 1));
        String key = lines.get(line - 1).split("=")[0].replaceFirst("chatmodels\\.alias\\.([\\w-]+)$", "$1");
        assertThat(problem.severity()).isEqualTo(expected.severity());
        assertThat(problem.where()).endsWith(expected.where()).containsIgnoringCase(key);
        assertThat(problem.message()).contains(expected.message());
        assertThat(problem.toString()).doesNotContain("c4nary");
    }

    @Test
    void allMistakesTogetherAreFoundOnceEach() throws IOException {
        List<String> lines = new ArrayList<>();
        List<Problem> expected = new ArrayList<>();
        for (String mistake : MISTAKES) {
            expected.add(add(mistake, lines));
        }
        try (ChatModelRegistry registry = registry(lines)) {
            List<Problem> problems = registry.validate();
            for (Problem one : expected) {
                assertThat(problems)
                        .filteredOn(problem -> problem.where().endsWith(one.where()))
                        .as(one.toString())
                        .singleElement()
                        .satisfies(problem -> check(problem, one, lines));
            }
            assertThat(problems).hasSameSizeAs(MISTAKES);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 8, 9, 20, 63, 64, 65, 200})
    void aCircleOfAnyLengthIsOneProblemAndTheErrorOfEveryOpenThatGoesThroughIt(int length) throws IOException {
        List<String> lines = new ArrayList<>(List.of("chatmodels.alias.good=fake:x"));
        for (int i = 0; i < length; i++) {
            lines.add("chatmodels.alias.a" + i + "=a" + (i + 1) % length);
        }
        try (ChatModelRegistry registry = registry(lines)) {
            assertThat(registry.validate().size()).isBetween(1, 1 + length / 64);
            assertThat(registry.validate().get(0).message())
                    .contains(length <= 64 ? "Aliases run in a circle: a0 -> " : "More than 8 aliases")
                    .contains("let one of them name a location");
            assertThat(registry.open("good").ask("hi")).isEqualTo("yes");
            for (int i = 0; i < length; i++) {
                String alias = "a" + i;
                assertThatThrownBy(() -> registry.open(alias))
                        .isInstanceOf(ConfigurationException.class)
                        .hasMessageContaining(alias + " -> ")
                        .hasMessageContaining("let one of them name a location");
            }
        }
    }

    @Test
    void aliasesMayMeetAgain() throws IOException {
        List<String> lines = List.of(
                "chatmodels.alias.a=b",
                "chatmodels.alias.b=d",
                "chatmodels.alias.c=d?seed=1",
                "chatmodels.alias.d=fake:x");
        try (ChatModelRegistry registry = registry(lines)) {
            assertThat(registry.validate()).isEmpty();
        }
    }

    @Test
    void longChainsEndTheSearchSoonAndAreReported() throws IOException {
        List<String> lines = IntStream.range(0, 5_000)
                .mapToObj(i -> "chatmodels.alias.a" + i + "=" + (i % 1000 == 0 ? "fake:x" : "a" + (i - 1)))
                .toList();
        try (ChatModelRegistry registry = registry(lines)) {
            assertThat(registry.validate())
                    .hasSizeBetween(5, 5 * 16)
                    .allMatch(problem -> problem.message().contains("More than 8 aliases lead to one another"));
        }
    }

    @Test
    void aliasesOfAnEnvironmentThatCannotBeListedAreFollowedToo() {
        Map<String, String> variables = Map.of("CHATMODELS_ALIAS_INNER", "fake:x?sead=1");
        try (ChatModelRegistry registry = ChatModelRegistry.builder()
                .discovery(false)
                .environment(variables::get)
                .provider(new FakeProvider())
                .alias("outer", "inner")
                .build()) {
            assertThat(registry.validate()).singleElement().satisfies(problem -> {
                assertThat(problem.where()).isEqualTo("environment CHATMODELS_ALIAS_INNER");
                assertThat(problem.message()).contains("Did you mean 'seed'?");
            });
        }
    }

    @Test
    void mistakesOfTheEnvironmentAreNamedByTheirVariables() throws IOException {
        environment.putAll(Map.of(
                "CHATMODELS_COLOUR", "red",
                "CHATMODELS_USER_CONFIG", "true",
                "CHATMODELS_ALIAS_E1", "fakke:x",
                "CHATMODELS_SERVICE_E2_COLOUR", "red",
                "CHATMODELS_SERVICE_E3_PROVIDER", "fake",
                "CHATMODELS_SERVICE_E3_AUTH", "basic",
                "CHATMODELS_SERVICE_E3_TIMEOUT", "30",
                "CHATMODELS_CREDENTIAL_E4", "c4nary",
                "CHATMODELS_LOG", "yes"));
        try (ChatModelRegistry registry = registry(List.of())) {
            assertThat(registry.validate())
                    .extracting(Problem::where)
                    .containsExactlyInAnyOrder(
                            "environment CHATMODELS_COLOUR",
                            "environment CHATMODELS_USER_CONFIG",
                            "environment CHATMODELS_ALIAS_E1",
                            "environment CHATMODELS_SERVICE_E2_COLOUR",
                            "environment CHATMODELS_SERVICE_E3_AUTH",
                            "environment CHATMODELS_CREDENTIAL_E4",
                            "environment CHATMODELS_LOG");
        }
        environment.remove("CHATMODELS_SERVICE_E3_AUTH");
        try (ChatModelRegistry registry = registry(List.of())) {
            assertThat(registry.validate())
                    .extracting(Problem::where)
                    .contains("environment CHATMODELS_SERVICE_E3_TIMEOUT")
                    .doesNotContain("environment CHATMODELS_SERVICE_E3_AUTH");
        }
    }

    @Test
    void addressesThatOtherToolsTakeFromTheEnvironmentAreWarnedAboutOnce() throws IOException {
        environment.put("S_ONE_BASE_URL", "https://c4nary.test");
        environment.put("ACME_BASE_URL", "https://c4nary.test");
        environment.put("S_TWO_HOST", "unix:///c4nary");
        environment.put("S_THREE_BASE_URL", "https://c4nary.test");
        environment.put("S_FOUR_BASE_URL", "https://c4nary.test");
        environment.put("OLLAMA_BASE_URL", "https://c4nary.test");
        environment.put("OLLAMA_HOST", "c4nary");
        List<String> lines = List.of(
                "chatmodels.service.s-one.provider=fake",
                "chatmodels.service.s-one.key_env=ACME_API_KEY",
                "chatmodels.service.s-two.provider=fake",
                "chatmodels.service.s-two.key_env=ACME_API_KEY",
                "chatmodels.service.s-three.provider=fake",
                "chatmodels.service.s-three.base_url=https://s-three.test/v1",
                "chatmodels.service.s-four.provider=fake",
                "chatmodels.service.s-four.key_env=S_THREE_API_KEY",
                "chatmodels.service.ollama.provider=fake",
                "chatmodels.service.ollama-cloud.provider=fake",
                "chatmodels.service.ollama-cloud.key_env=OLLAMA_API_KEY");
        try (ChatModelRegistry registry = registry(lines)) {
            assertThat(registry.validate())
                    .allMatch(problem -> problem.severity() == Severity.WARNING
                            && !problem.toString().contains("c4nary"))
                    .extracting(problem -> problem.where() + ": " + problem.message())
                    .containsExactlyInAnyOrder(
                            ignored("S_ONE_BASE_URL: It is ignored", "s-one"),
                            ignored("ACME_BASE_URL: It is ignored", "s-one"),
                            ignored("S_FOUR_BASE_URL: It is ignored", "s-four"),
                            ignored("OLLAMA_BASE_URL: It is ignored", "ollama"));
        }
    }

    private static String ignored(String what, String service) {
        return "environment " + what + ": to use another address write chatmodels.service." + service + ".base_url = …";
    }

    @Test
    void whatHasNoKeyOfARowHasAPlaceTooAndIsSaidOnce() throws IOException {
        List<String> lines = List.of(
                "chatmodels.service.bare.timeout=30s",
                "chatmodels.service.a.b.name=X",
                "chatmodels.alias.short=fake:m?timeout=30");
        try (ChatModelRegistry registry = registry(lines)) {
            assertThat(registry.validate())
                    .extracting(problem -> problem.toString().replaceAll(" in [^ ]* line ", " "))
                    .anyMatch(text -> text.contains("chatmodels.service.bare.timeout 1")
                            && text.contains("'provider' is missing"))
                    .anyMatch(text -> text.contains("chatmodels.service.a.b.name 2"))
                    .anyMatch(text -> text.contains("alias short 3") && text.contains("timeout=30 has no unit"))
                    .allMatch(text -> text.indexOf("alias short") == text.lastIndexOf("alias short"))
                    .hasSize(3);
        }
    }

    @Test
    void everyBadKeyOfOneRowIsFoundAtItsPlace() throws IOException {
        List<String> lines = List.of(
                "chatmodels.service.much.base_url=ftp://a",
                "chatmodels.service.much.auth=basic",
                "chatmodels.service.much.status=open",
                "chatmodels.service.more.provider=fake",
                "chatmodels.service.more.tempratur=1",
                "chatmodels.service.more.seed=x",
                "chatmodels.service.more.credential=nonesuch");
        try (ChatModelRegistry registry = registry(lines)) {
            assertThat(registry.validate())
                    .extracting(problem -> problem.where().replaceFirst(" in .* line ", " "))
                    .containsExactlyInAnyOrder(
                            "chatmodels.service.much.base_url 1",
                            "chatmodels.service.much.base_url 1",
                            "chatmodels.service.much.auth 2",
                            "chatmodels.service.much.status 3",
                            "chatmodels.service.more.tempratur 5",
                            "chatmodels.service.more.seed 6",
                            "chatmodels.service.more.credential 7");
            assertThatThrownBy(() -> registry.open("more:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("line 5")
                    .hasMessageContaining("Did you mean 'temperature'?");
            assertThat(registry.explain("more:m").toString()).contains("note: Unknown key 'tempratur'.");
        }
    }
}
