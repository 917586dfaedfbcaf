package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.assertj.core.api.Assumptions;
import org.chatmodels.canary.Canary;
import org.chatmodels.canary.LogLines;
import org.chatmodels.provider.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.event.Level;

/** Where keys are read from, in every state they can be in. */
@Timeout(30)
class KeySourcesTest {
    private static final String KEY = Canary.KEY;
    private static final String PROPERTY = "chatmodels-test-sources";
    private static final URI TARGET = URI.create("https://api.cloud.test/v1/chat?api-version=1");

    @TempDir
    Path folder;

    private final FakeProvider fake = new FakeProvider();
    private final Map<String, String> environment = new HashMap<>();
    private Supplier<String> supplier = () -> KEY;
    private ChatModelRegistry registry;

    /** The four kinds of references. */
    enum Source {
        ENV("env:CORP_KEY", "environment variable CORP_KEY"),
        FILE("file:~/key", "key"),
        SYSPROP("sysprop:" + PROPERTY, "system property " + PROPERTY),
        RESOLVER("resolver:Vault", "Builder.credential(\"Vault\"");

        private final String reference;
        private final String remedy;

        Source(String reference, String remedy) {
            this.reference = reference;
            this.remedy = remedy;
        }
    }

    @AfterEach
    void close() {
        System.clearProperty(PROPERTY);
        if (registry != null) {
            registry.close();
        }
    }

    private ChatModel open(String reference) {
        registry = ChatModelRegistry.builder()
                .discovery(false)
                .provider(fake)
                .environment((UnaryOperator<String>) environment::get)
                .property("chatmodels.service.cloud.provider", "fake")
                .property("chatmodels.service.cloud.base_url", "https://api.cloud.test/v1")
                .property("chatmodels.service.cloud.credential", "corp")
                .property("chatmodels.credential.corp", reference)
                .credential("vault", () -> supplier.get())
                .build();
        return registry.open("cloud:m");
    }

    private Optional<String> key() {
        return fake.context().credential(TARGET).map(Secret::reveal);
    }

    private String write(String key) {
        try {
            return "file:" + Files.writeString(folder.resolve("key"), key);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private ChatModel open(Source source, String text) {
        switch (source) {
            case ENV -> environment.put("CORP_KEY", text);
            case SYSPROP -> System.setProperty(PROPERTY, text);
            case RESOLVER -> supplier = () -> text;
            default -> write(text);
        }
        return open(source == Source.FILE ? "file:" + folder.resolve("key") : source.reference);
    }

    private String explained() {
        return registry.explain("cloud:m").toString();
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void aBareKeyIsTakenWithoutAWord(Source source) {
        try (LogLines log = LogLines.of("org.chatmodels")) {
            open(source, KEY);
            assertThat(key()).contains(KEY);
            assertThat(explained()).contains(source == Source.RESOLVER ? "asked at each call" : ", set");
            assertThat(registry.validate()).isEmpty();
            assertThat(log.lines(Level.WARN)).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void whatStandsAroundAKeyIsCutOffWithOneWarning(Source source) {
        for (String text : List.of(
                KEY + "\n", KEY + "\r\n", " " + KEY, "\t" + KEY + " \n\n", "\uFEFF" + KEY, "\u00a0" + KEY + "\u2028")) {
            close();
            try (LogLines log = LogLines.of("org.chatmodels")) {
                open(source, text);
                for (int i = 0; i < 3; i++) {
                    assertThat(key()).contains(KEY);
                    explained();
                    assertThat(registry.validate()).isEmpty();
                }
                assertThat(log.lines(Level.WARN)).hasSize(1);
                assertThat(log.lines(Level.WARN).get(0))
                        .contains(source.name().toLowerCase(java.util.Locale.ROOT) + ":", "cut off");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void nothingOrBlanksAreNoKeyAndTheRemedyNamesThePlace(Source source) {
        for (String text : List.of("", " ", "\r\n", "\uFEFF", "\uFEFF \t\n")) {
            close();
            open(source, text);
            assertThatThrownBy(this::key)
                    .isInstanceOf(MissingKeyException.class)
                    .hasMessageContaining("cloud")
                    .hasMessageContaining(source.remedy);
            if (source != Source.RESOLVER) {
                assertThat(explained()).contains(", not set");
                assertThat(registry.validate()).hasSize(1);
                assertThat(registry.validate().get(0).message()).contains(source.remedy);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void aPlaceThatIsNotThereIsNoKey(Source source) {
        supplier = () -> null;
        open(source == Source.FILE ? "file:" + folder.resolve("none") : source.reference);
        assertThatThrownBy(this::key).isInstanceOf(MissingKeyException.class);
        assertThat(registry.open("cloud:m?base_url=https://elsewhere.test")).isNotNull();
        assertThat(fake.context().credential(URI.create("https://elsewhere.test")))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Source.class)
    void whatNoKeyHasIsRefusedAndNotRepeated(Source source) {
        for (String text : List.of(
                "\"" + KEY + "\"",
                "'" + KEY + "'",
                KEY + " x",
                "Bearer " + KEY,
                KEY + "\r\nX-Evil: 1",
                KEY + "\u0000",
                KEY + "\u001b[0m",
                KEY + "\u200b",
                KEY + "é",
                "\uFFFE" + KEY,
                KEY + "\n" + KEY)) {
            close();
            open(source, text);
            ConfigurationException refused = catchThrowableOfType(ConfigurationException.class, this::key);
            assertThat(refused.code()).contains("bad_key");
            assertThat(refused).isNotInstanceOf(MissingKeyException.class).hasMessageContaining("write the bare key");
            assertThat(Canary.in(Canary.everythingOf(refused))).isEmpty();
            assertThat(Canary.in(explained())).isEmpty();
            if (source != Source.RESOLVER) {
                assertThat(explained()).contains("write the bare key").doesNotContain(", set");
                assertThat(registry.validate())
                        .hasSize(1)
                        .allMatch(problem -> problem.message().contains("write the bare key"));
            }
        }
    }

    @Test
    void aFileIsReadAgainForEachAttempt() {
        open(write("first"));
        assertThat(key()).contains("first");
        write("second\n");
        assertThat(key()).contains("second");
    }

    @Test
    void aTildeIsTheHomeAndAMessageNamesTheWholePath() {
        String home = System.getProperty("user.home");
        System.setProperty("user.home", folder.toString());
        try {
            open(Source.FILE.reference);
            assertThatThrownBy(this::key)
                    .hasMessageContaining(folder.resolve("key").toString());
            write(KEY);
            assertThat(key()).contains(KEY);
            close();
            open("file:no/such~/key");
            assertThatThrownBy(this::key)
                    .isInstanceOf(MissingKeyException.class)
                    .hasMessageContaining(
                            Path.of("no/such~/key").toAbsolutePath().toString());
        } finally {
            System.setProperty("user.home", home);
        }
    }

    @Test
    void aFolderAnUnreadableFileAndOneThatIsTooLongAreSaidToBeSo() throws IOException {
        Path large = folder.resolve("large");
        try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(1L << 30);
        }
        expectUnusable(folder, "is no file");
        expectUnusable(large, "longer than any key");
        expectUnusable(Path.of("/dev/zero"), "is no file");
        Path closed = Files.writeString(folder.resolve("closed"), KEY);
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
        if (!Files.isReadable(closed)) {
            expectUnusable(closed, "can't be read");
        }
        Path longest = Files.writeString(folder.resolve("longest"), "k".repeat(16 * 1024));
        open("file:" + longest);
        assertThat(key().orElseThrow()).hasSize(16 * 1024);
    }

    @Test
    void aPipeMakesNobodyWait() throws Exception {
        Path pipe = folder.resolve("pipe");
        Process made;
        try {
            made = new ProcessBuilder("mkfifo", pipe.toString()).start();
        } catch (IOException none) {
            Assumptions.assumeThat(none).as("a system without pipes").isNull();
            return;
        }
        assertThat(made.waitFor()).isZero();
        expectUnusable(pipe, "is no file");
    }

    private void expectUnusable(Path path, String why) {
        close();
        ChatModel model = open("file:" + path);
        assertThat(explained()).contains(path.toString()).contains(why);
        assertThat(registry.validate())
                .hasSize(1)
                .allMatch(problem -> problem.message().contains(why));
        fake.answer = request -> ChatResponse.of(key().orElse("none"));
        assertThatThrownBy(() -> model.ask("hi"))
                .isInstanceOf(MissingKeyException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(why)
                .hasMessageContaining(": ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:/etc/passwd",
                "file:%2Fetc%2Fpasswd",
                "FILE:/etc/passwd",
                "env:HOME",
                "ENV:HOME",
                "sysprop:user.home",
                "resolver:vault",
                "~/key",
                "../key",
                "/etc/passwd",
                "https://evil.test/key",
                "corp.origins",
                Canary.KEY,
                "sk-canary-0123456789abcdef0123456789abcdef"
            })
    void aLocationNamesACredentialAndNeverItsPlaceOrItself(String value) {
        open("env:CORP_KEY");
        environment.putAll(Map.of("HOME", KEY, "CORP_KEY", KEY));
        String text = "cloud:m?credential=" + value.replace("+", "%2B").replace("/", "%2F");
        for (Runnable use : List.<Runnable>of(() -> registry.open(text), () -> registry.explain(text))) {
            ConfigurationException refused = catchThrowableOfType(ConfigurationException.class, use::run);
            assertThat(refused).as(value).isNotNull();
            assertThat(refused)
                    .hasMessageContaining("chatmodels.credential.NAME = env:VARIABLE")
                    .hasMessageContaining("credential=NAME")
                    .hasMessageNotContaining("passwd")
                    .hasMessageNotContaining("HOME");
            assertThat(Canary.in(Canary.everythingOf(refused))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {Canary.KEY, "CORP_KEY", "Env:CORP_KEY", "env:", "keychain:corp", ":", "env", "jndi:ldap://x"})
    void aCredentialOfTheConfigurationThatIsNoReferenceIsRefusedAndNotRepeated(String value) {
        ConfigurationException refused = catchThrowableOfType(ConfigurationException.class, () -> open(value));
        assertThat(refused)
                .hasMessageContaining("credential 'corp'")
                .hasMessageContaining("write env:NAME, file:PATH, sysprop:NAME or resolver:NAME");
        assertThat(Canary.in(Canary.everythingOf(refused))).isEmpty();
        assertThat(refused.getMessage()).doesNotContain("ldap").doesNotContain("keychain");
        assertThat(registry.validate()).anyMatch(problem -> problem.message().contains("never the key itself"));
        assertThat(Canary.in(registry.validate().toString())).isEmpty();
    }

    @Test
    void aFileInAnotherEncodingIsNoKey() throws IOException {
        byte[] key = KEY.getBytes(StandardCharsets.UTF_16);
        Files.write(folder.resolve("key"), key);
        open("file:" + folder.resolve("key"));
        assertThatThrownBy(this::key).hasMessageContaining("write the bare key");
    }
}
