package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.chatmodels.Capabilities;
import org.chatmodels.ChatException;
import org.chatmodels.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DialectTest {
    @Test
    void aSilentRowIsThePlainProtocol() {
        for (DialectField field : DialectField.values()) {
            assertThat(Dialects.of().word(field)).isEqualTo(field.standard());
        }
    }

    @ParameterizedTest
    @EnumSource(DialectField.class)
    void everyFieldIsDescribedAndItsStandardIsAGoodValue(DialectField field) {
        assertThat(field.description()).isNotBlank();
        assertThat(field.key()).matches("[a-z_]+");
        assertThat(field.fault(field.standard())).isNull();
        assertThat(DialectField.find(field.key())).contains(field);
    }

    @ParameterizedTest
    @EnumSource(Feature.class)
    void everyFeatureMayBeDropped(Feature feature) {
        Dialect dialect = Dialects.of("drop_params", feature.wireName());
        assertThat(dialect.drops(feature, false)).isTrue();
        assertThat(Dialects.of().drops(feature, true)).isFalse();
    }

    @Test
    void theLongestPrefixOfTheModelWinsFieldByField() {
        String[] row = {
            "seed", "s0",
            "gp*.seed", "s1",
            "gpt-5*.seed", "s2",
            "gpt-5*.max_tokens", "m2",
            "gpt-5.1*.seed", "s3",
            "other*.seed", "s4"
        };
        assertThat(Dialects.ofModel("gpt-5.1-mini", row).word(DialectField.SEED))
                .isEqualTo("s3");
        assertThat(Dialects.ofModel("gpt-5.1-mini", row).word(DialectField.MAX_TOKENS))
                .isEqualTo("m2");
        assertThat(Dialects.ofModel("gpt-5-mini", row).word(DialectField.SEED)).isEqualTo("s2");
        assertThat(Dialects.ofModel("gpt-4", row).word(DialectField.SEED)).isEqualTo("s1");
        assertThat(Dialects.ofModel("llama", row).word(DialectField.SEED)).isEqualTo("s0");
        assertThat(Dialects.ofModel("llama", row).word(DialectField.MAX_TOKENS)).isEqualTo("max_tokens");
    }

    @Test
    void aPrefixMayHoldEveryCharacterOfAModel() {
        assertThat(Dialects.ofModel("hf:org/m.x:7b@q", "hf:org/m.x:7*.seed", "s")
                        .word(DialectField.SEED))
                .isEqualTo("s");
        assertThat(Dialects.ofModel("any", "*.seed", "s").word(DialectField.SEED))
                .isEqualTo("s");
    }

    @Test
    void aParameterCanBeTakenWithoutThoughtOnly() {
        Dialect dialect = Dialects.of("drop_thinking", "temperature, top_p");
        assertThat(dialect.drops(Feature.TEMPERATURE, true)).isTrue();
        assertThat(dialect.drops(Feature.TEMPERATURE, false)).isFalse();
        assertThat(dialect.drops(Feature.SEED, true)).isFalse();
    }

    @Test
    void whatOthersKnowOfTheModelCountsWhenItIsAskedFor() {
        Capabilities known = Capabilities.builder()
                .support(Capabilities.Feature.TOOLS, Capabilities.Support.NO)
                .support(Capabilities.Feature.IMAGES, Capabilities.Support.YES)
                .build();
        Dialect dialect = Dialects.of().knowing(() -> known);
        assertThat(dialect.drops(Feature.TOOLS, false)).isTrue();
        assertThat(dialect.drops(Feature.IMAGES, false)).isFalse();
        assertThat(dialect.drops(Feature.AUDIO, false)).isFalse();
        Dialect unasked = Dialects.of().knowing(() -> {
            throw new AssertionError("asked for");
        });
        assertThat(unasked.drops(Feature.TEMPERATURE, true)).isFalse();
    }

    @Test
    void listsAreSplitAndNoneIsNone() {
        assertThat(Dialects.of("reasoning_in", "tags , reasoning").words(DialectField.REASONING_IN))
                .isEqualTo(List.of("tags", "reasoning"));
        assertThat(Dialects.of("reasoning_in", "none").words(DialectField.REASONING_IN))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            system_role          | sys            | system, developer or user
            merge_system         | yes            | true or false
            drop_params          | temprature     | some of none, temperature
            tool_call_id         | 12             | any or 9
            max_media_bytes      | 20MB           | 20000000
            reasoning_control    | a b            | thinking.type
            reasoning_control    | a: b           | thinking.type
            m*.image_part        | jpeg           | image_url, data_url or none
            """)
    void badValuesAreRefusedWithTheGoodOnes(String field, String value, String remedy) {
        assertThatThrownBy(() -> Dialects.ofModel("else", field, value))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("dialect." + field + " of service 'any'")
                .hasMessageContaining(remedy)
                .matches(e -> ((ChatException) e).code().orElse("").equals("bad_row_value"));
    }

    @Test
    void unknownFieldsAreRefusedForWhicheverModelTheyAre() {
        assertThatThrownBy(() -> Dialects.ofModel("else", "gpt*.sead", "x"))
                .hasMessageContaining("Unknown dialect.gpt*.sead")
                .hasMessageContaining("dialect.seed")
                .hasMessageContaining("dialect.MODELPREFIX*.FIELD");
    }
}
