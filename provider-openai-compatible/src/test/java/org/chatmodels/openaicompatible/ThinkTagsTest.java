package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThinkTagsTest {
    /** Content, with _ for a line end; thought and text, with or without the opening tag being optional. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            ignoreLeadingAndTrailingWhitespace = false,
            delimiter = '|',
            value = {
                "false|<think>a</think>b|a|b",
                "false|_ <think>__a_</think>__b |a_|b ",
                "false|<think></think>b||b",
                "false|<think>_</think>_b||b",
                "false|<think>a|a|",
                "false|<think>a</think|a</think|",
                "false|<think>a</ think></think>b|a</ think>|b",
                "false|<think>a<think>b</think>c|a<think>b|c",
                "false|<think>a</think>b</think><think>c</think>|a|b</think><think>c</think>",
                "false| a <think>b</think>|| a <think>b</think>",
                "false|<thinking>a</thinking>||<thinking>a</thinking>",
                "false|<th||<th",
                "false|_ ||_ ",
                "false|a</think>b||a</think>b",
                "false|<think>a<</</t</think>b|a<</</t|b",
                "true|a_</think>__b|a_|b",
                "true|_<think>a</think>b|a|b",
                "true|</think>b||b",
                "true|a|a|",
                "true|<th||<th",
                "true|a<think>b</think>c|a<think>b|c"
            })
    void partsThoughtFromTextAtEverySplit(boolean open, String content, String thought, String text) {
        String all = content.replace('_', '\n');
        String expectedThought = thought == null ? "" : thought.replace('_', '\n');
        String expectedText = text == null ? "" : text.replace('_', '\n');
        for (int split = 0; split <= all.length(); split++) {
            assertThat(read(open, all.substring(0, split), all.substring(split)))
                    .isEqualTo(expectedThought + "|" + expectedText);
        }
        assertThat(read(open, all.split(""))).isEqualTo(expectedThought + "|" + expectedText);
    }

    private static String read(boolean open, String... pieces) {
        ThinkTags tags = new ThinkTags(open);
        StringBuilder thought = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (String piece : pieces) {
            tags.read(piece);
            thought.append(tags.thought());
            text.append(tags.text());
        }
        tags.end();
        thought.append(tags.thought());
        text.append(tags.text());
        return thought + "|" + text;
    }

    @Test
    void onlyWhatMayBecomeATagWaits() {
        ThinkTags tags = new ThinkTags(false);
        tags.read("<think>a<b");
        assertThat(tags.thought()).isEqualTo("a<b");
        tags.read("c</thi");
        assertThat(tags.thought()).isEqualTo("c");
        tags.read("s");
        assertThat(tags.thought()).isEqualTo("</this");
        tags.read("</think>d");
        assertThat(tags.text()).isEqualTo("d");
        tags.read(" <thi");
        assertThat(tags.text()).isEqualTo(" <thi");
    }

    @Test
    void plainTextPassesAsItIs() {
        ThinkTags tags = new ThinkTags(false);
        tags.read("a");
        String piece = "b".repeat(3);
        tags.read(piece);
        assertThat(tags.text()).isSameAs(piece);
    }

    @Test
    void blanksWithoutEndDoNotWaitForEver() {
        ThinkTags tags = new ThinkTags(false);
        tags.read(" ".repeat(100));
        assertThat(tags.text()).isEmpty();
        tags.read(" ".repeat(200));
        assertThat(tags.text()).hasSize(300);
    }
}
