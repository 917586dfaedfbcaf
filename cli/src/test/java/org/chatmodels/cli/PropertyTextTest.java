package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatResponse;
import org.chatmodels.provider.ApiLevel;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.chatmodels.provider.ProviderContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertyTextTest {
    private static final String FAST = "chatmodels.alias.fast";

    @TempDir
    private Path folder;

    @Test
    void theValueAloneIsReplaced() throws IOException {
        assertThat(with("# mine\n\nchatmodels.alias.fast    = a:b\nother=1\n"))
                .isEqualTo("# mine\n\nchatmodels.alias.fast    = x:y\nother=1\n");
        assertThat(with("chatmodels.alias.fast:a:b")).isEqualTo("chatmodels.alias.fast:x:y");
        assertThat(with("  chatmodels.alias.fast a:b\r\n")).isEqualTo("  chatmodels.alias.fast x:y\r\n");
        assertThat(with("chatmodels.alias.fast=a:b | \\\n   c:d\n#")).isEqualTo("chatmodels.alias.fast=x:y\n#");
        assertThat(with("chatmodels.\\\n  alias.fast = \\\n  a:b\n"))
                .isEqualTo("chatmodels.\\\n  alias.fast = \\\n  x:y\n");
    }

    @Test
    void everySpellingOfANameIsMeant() throws IOException {
        for (String key : List.of("my-fast", "MY_FAST", "MyFast", "my\\u0066ast")) {
            String text = "chatmodels.alias." + key + " = a:b\n";
            assertThat(of(text).with("chatmodels.alias.my-fast", "x:y").entries())
                    .hasSize(1);
        }
        assertThat(PropertyText.sameKey("chatmodels.service.My_Corp.Base-URL", "chatmodels.service.mycorp.base_url"))
                .isTrue();
        assertThat(PropertyText.sameKey("chatmodels.service.a.extra.B_c", "chatmodels.service.a.extra.bc"))
                .isFalse();
        assertThat(of("Chatmodels.alias.fast = a:b\n").with(FAST, "x:y").entries())
                .as("a key that the registry does not read")
                .hasSize(2);
    }

    @Test
    void aKeyWithoutValueGetsOne() throws IOException {
        assertThat(with("chatmodels.alias.fast\n")).isEqualTo("chatmodels.alias.fast = x:y\n");
        assertThat(with("chatmodels.alias.fast =\n")).isEqualTo("chatmodels.alias.fast = x:y\n");
        assertThat(with("chatmodels.alias.fast:")).isEqualTo("chatmodels.alias.fast: x:y");
        assertThat(with("chatmodels.alias.fast = \n")).isEqualTo("chatmodels.alias.fast = x:y\n");
        assertThat(with("chatmodels.alias.fast\\\n\n#")).isEqualTo("chatmodels.alias.fast\\\n = x:y\n#");
        assertThat(with("chatmodels.alias.fast\\")).isEqualTo("chatmodels.alias.fast = x:y");
        assertThat(with("chatmodels.alias.fast=\\\n")).isEqualTo("chatmodels.alias.fast= x:y\n");
    }

    @Test
    void ofAKeyThatStandsTwiceTheLastIsKept() throws IOException {
        assertThat(with("chatmodels.alias.fast=1\n# c\nchatmodels.alias.FAST=2\nz=1\n"))
                .isEqualTo("# c\nchatmodels.alias.FAST=x:y\nz=1\n");
        assertThat(without("chatmodels.alias.fast=1\n# c\nchatmodels.alias.FAST=2\nz=1\n"))
                .isEqualTo("# c\nz=1\n");
    }

    @Test
    void aNewKeyStandsBehindAllWithTheFilesOwnLineEnds() throws IOException {
        assertThat(with("")).isEqualTo("chatmodels.alias.fast = x:y\n");
        assertThat(with("a=1\r\n")).isEqualTo("a=1\r\nchatmodels.alias.fast = x:y\r\n");
        assertThat(with("a=1\r\nb=2")).isEqualTo("a=1\r\nb=2\r\nchatmodels.alias.fast = x:y");
        assertThat(with("a=1\r")).isEqualTo("a=1\rchatmodels.alias.fast = x:y\r");
        assertThat(with("a=1\\\n")).isEqualTo("a=1\\\n\nchatmodels.alias.fast = x:y\n");
        assertThat(with("a=1\\")).isEqualTo("a=1\\\n\nchatmodels.alias.fast = x:y");
    }

    @Test
    void aByteOrderMarkStaysAndIsNoPartOfTheFirstKey() throws IOException {
        assertThat(with("\uFEFFchatmodels.alias.fast = a:b")).isEqualTo("\uFEFFchatmodels.alias.fast = x:y");
        assertThat(with("\uFEFF")).isEqualTo("\uFEFFchatmodels.alias.fast = x:y\n");
    }

    @Test
    void removingIsTheOppositeOfAdding() throws IOException {
        for (String text : List.of("", "a=1\n", "a=1", "a=1\r\nb=2", "# c\n\n", "\r")) {
            assertThat(without(with(text))).isEqualTo(text);
        }
    }

    @Test
    void valuesAreEscaped() throws IOException {
        for (String value :
                List.of("C:\\keys\\groq", "  led by blanks", "=x", ":x", "é \uD83D\uDE00", "a\nb\tc", "#!")) {
            PropertyText text = of("a=1").with(FAST, value);
            assertThat(string(text)).matches("[ -~\n]*");
            assertThat(properties(string(text))).containsEntry(FAST, value);
            assertThat(text.entry(FAST))
                    .hasValueSatisfying(entry -> assertThat(entry.value()).isEqualTo(value));
        }
    }

    @Test
    void linesAreCounted() throws IOException {
        PropertyText text = of("# 1\r\n\r\na=3 \\\r\n  b\rc = é\n\\\nd=7");

        assertThat(text.entries())
                .extracting(PropertyText.Entry::key, PropertyText.Entry::line)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", 3),
                        org.assertj.core.groups.Tuple.tuple("c", 5),
                        org.assertj.core.groups.Tuple.tuple("d", 7));
        assertThat(text.entries().get(1).value()).isEqualTo("é");
    }

    @Test
    void whatTheRegistryCannotReadIsRefused() {
        assertThatThrownBy(() -> PropertyText.of(new byte[] {'#', (byte) 0xE9, '\n'}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not UTF-8");
        assertThatThrownBy(() -> of("a=1\nb=\\u12\n"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 2");
    }

    /** Random files, random edits: all other entries read as before, all other bytes stand as before. */
    @Test
    void whateverStandsElseStays() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 3_000; round++) {
            List<String> pieces = pieces(random);
            String before = String.join("", pieces);
            String as = "seed " + seed + " round " + round + ": "
                    + before.replace("\n", "\\n").replace("\r", "\\r");
            String value = value(random);

            String after = string(of(before).with(FAST, value));
            Map<Object, Object> expected = properties(before);
            expected.keySet().removeIf(key -> PropertyText.sameKey(key.toString(), FAST));
            Map<Object, Object> read = properties(after);
            assertThat(read.values()).as(as).contains(value);
            read.keySet().removeIf(key -> PropertyText.sameKey(key.toString(), FAST));
            assertThat(read).as(as).isEqualTo(expected);

            String rest = others(pieces);
            assertThat(isWithin(rest, after)).as(as + " -> " + after).isTrue();
            String removed = without(before);
            assertThat(properties(removed)).as(as).isEqualTo(expected);
            assertThat(rest).as(as).startsWith(removed);
            assertThat(rest.substring(removed.length())).as(as).matches("|\n|\r|\r\n");
        }
    }

    @Test
    void theRegistryReadsWhatWasWritten() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path file = folder.resolve("chatmodels.properties");
        for (int round = 0; round < 200; round++) {
            String before = String.join("", pieces(random));
            String model = "m" + random.nextInt(1_000_000);
            Files.write(file, of(before).with(FAST, "echo:" + model).bytes());
            try (ChatModelRegistry registry = ChatModelRegistry.builder()
                    .discovery(false)
                    .environment(Map.of())
                    .provider(new Echo())
                    .property("chatmodels.config", file.toString())
                    .build()) {
                assertThat(registry.explain("fast").targets().get(0).model())
                        .as("seed " + seed + ": " + before)
                        .isEqualTo(model);
            }
        }
    }

    @ChatProvider(names = "echo", apiLevel = ApiLevel.CURRENT)
    static final class Echo implements ChatModelProvider {
        @Override
        public org.chatmodels.ChatModel open(org.chatmodels.ModelLocation location, ProviderContext context) {
            return org.chatmodels.ChatModel.of(location, request -> ChatResponse.of(""));
        }
    }

    /** Lines as people write them, the last of which may have no end. */
    private static List<String> pieces(Random random) {
        String[] ends = {"\n", "\r\n", "\r", "\n", "\n"};
        String end = ends[random.nextInt(ends.length)];
        List<String> pieces = new ArrayList<>(List.of(random.nextInt(9) == 0 ? "\uFEFF" : ""));
        for (int n = random.nextInt(7); n > 0; n--) {
            pieces.add(piece(random, end) + (n == 1 && random.nextBoolean() ? "" : end));
        }
        return pieces;
    }

    private static String piece(Random random, String end) {
        String[] blanks = {"", " ", "\t", "  ", "\f", " \\" + end + "  ", "\\" + end};
        String[] separators = {"=", ":", " ", " = ", "\t: ", "  \\" + end + " = "};
        String gap = separators[random.nextInt(separators.length)] + blanks[random.nextInt(blanks.length)];
        return switch (random.nextInt(8)) {
            case 0 -> "";
            case 1 -> "   ";
            case 2 -> "# a comment with é \\";
            case 3 -> "!chatmodels.alias.fast = hidden";
            case 4, 5 -> "chatmodels.alias.FA-st" + gap + "a:b" + blanks[random.nextInt(blanks.length)] + "c";
            default -> "key" + random.nextInt(9) + gap + "wért\\\\ \\n" + blanks[random.nextInt(blanks.length)] + "x";
        };
    }

    private static String value(Random random) {
        String characters = "ab:/?&= |\\#!é\t\u20AC";
        StringBuilder value = new StringBuilder();
        for (int n = 1 + random.nextInt(12); n > 0; n--) {
            value.append(characters.charAt(random.nextInt(characters.length())));
        }
        return value.toString();
    }

    private static String others(List<String> pieces) {
        StringBuilder rest = new StringBuilder();
        pieces.stream().filter(piece -> !piece.startsWith("chatmodels.")).forEach(rest::append);
        return rest.toString();
    }

    /** Whether these bytes stand there in that order, with one insertion. */
    private static boolean isWithin(String rest, String after) {
        int same = 0;
        while (same < rest.length() && same < after.length() && rest.charAt(same) == after.charAt(same)) {
            same++;
        }
        for (int head = same; head >= 0; head--) {
            if (after.endsWith(rest.substring(head))) {
                return after.length() >= rest.length();
            }
        }
        return false;
    }

    private static Map<Object, Object> properties(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
        return properties;
    }

    private static PropertyText of(String text) throws IOException {
        return PropertyText.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String string(PropertyText text) {
        return new String(text.bytes(), StandardCharsets.UTF_8);
    }

    private static String with(String text) throws IOException {
        return string(of(text).with(FAST, "x:y"));
    }

    private static String without(String text) throws IOException {
        return string(of(text).without(FAST));
    }
}
