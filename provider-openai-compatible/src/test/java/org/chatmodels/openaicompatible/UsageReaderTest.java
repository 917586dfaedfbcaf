package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.chatmodels.ChatResponse;
import org.chatmodels.Usage;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.JsonReader;
import org.junit.jupiter.api.Test;

/** The names and habits of usage figures. */
class UsageReaderTest {
    @Test
    void cachedTokensHaveManyNames() {
        for (String field : new String[] {
            "\"prompt_tokens_details\":{\"cached_tokens\":6}",
            "\"prompt_token_details\":{\"cached_tokens\":6}",
            "\"prompt_cache_hit_tokens\":6,\"prompt_cache_miss_tokens\":3",
            "\"cached_tokens\":6",
            "\"num_cached_tokens\":6"
        }) {
            Usage usage = read("{\"prompt_tokens\":9,\"completion_tokens\":4,\"total_tokens\":13," + field + "}");
            assertThat(usage)
                    .as(field)
                    .isEqualTo(Usage.of(9, 4).toBuilder().cachedInputTokens(6).build());
        }
    }

    @Test
    void thoughtsAreAPartOfTheCompletion() {
        Usage usage = read("{\"prompt_tokens\":9,\"completion_tokens\":40,\"total_tokens\":49,"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":30,\"audio_tokens\":0}}");
        assertThat(usage.outputTokens()).hasValue(40);
        assertThat(usage.reasoningTokens()).hasValue(30);
    }

    @Test
    void thoughtsBesideTheCompletionAreAddedToIt() {
        Usage bySum = read("{\"prompt_tokens\":9,\"completion_tokens\":40,\"total_tokens\":79,"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":30}}");
        assertThat(bySum.outputTokens()).hasValue(70);
        Usage bySize = read("{\"prompt_tokens\":9,\"completion_tokens\":4,"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":30}}");
        assertThat(bySize.outputTokens()).hasValue(34);
    }

    @Test
    void soundInAndOutIsOneFigure() {
        Usage usage = read("{\"prompt_tokens_details\":{\"audio_tokens\":3,\"cache_write_tokens\":2},"
                + "\"completion_tokens_details\":{\"audio_tokens\":4}}");
        assertThat(usage.audioTokens()).hasValue(7);
        assertThat(usage.cacheWriteTokens()).hasValue(2);
        assertThat(usage.inputTokens()).isEmpty();
    }

    @Test
    void costIsANumberOfDollarsOrUnknown() {
        assertThat(read("{\"cost\":0.00014}").cost()).contains(new BigDecimal("0.00014"));
        assertThat(read("{\"cost\":{\"total\":1}}").cost()).isEmpty();
        assertThat(read("{\"cost\":1e-999999999}").cost()).isEmpty();
        assertThat(read("{\"cost\":null,\"prompt_tokens\":1}").cost()).isEmpty();
    }

    @Test
    void ticksOfCostAreTenBillionthsOfADollar() {
        assertThat(read("{\"cost_in_usd_ticks\":10000000000}").cost())
                .hasValueSatisfying(cost -> assertThat(cost).isEqualByComparingTo("1"));
        assertThat(read("{\"cost_in_usd_ticks\":1}").cost()).contains(new BigDecimal("1E-10"));
        assertThat(read("{\"cost_in_usd_ticks\":-1}").cost()).isEmpty();
    }

    @Test
    void aServiceMayBeKnownToCountThoughtsBesideTheCompletion() {
        ReadRules rules = new ReadRules(Set.of(), false, true);
        String details = "\"completion_tokens_details\":{\"reasoning_tokens\":3}}";
        String sums = "{\"prompt_tokens\":9,\"completion_tokens\":4,";
        assertThat(answer(sums + details, rules).usage().outputTokens()).hasValue(7);
        assertThat(answer(sums + "\"total_tokens\":16," + details, rules)
                        .usage()
                        .outputTokens())
                .hasValue(7);
        assertThat(answer(sums + "\"total_tokens\":13," + details, rules)
                        .usage()
                        .outputTokens())
                .hasValue(4);
        assertThat(read(sums + details).outputTokens()).hasValue(4);
    }

    @Test
    void detailsThatAreUnknownTakeNothingAway() {
        Usage usage = read("{\"prompt_cache_hit_tokens\":6,\"prompt_tokens_details\":{\"cached_tokens\":null}}");
        assertThat(usage.cachedInputTokens()).hasValue(6);
    }

    @Test
    void whatIsNoFigureIsUnknown() {
        assertThat(read("{\"prompt_tokens\":null,\"completion_tokens\":-1,\"total_tokens\":\"many\"}"))
                .isEqualTo(Usage.UNKNOWN);
        assertThat(read("{\"prompt_tokens\":{},\"completion_tokens\":[1],\"prompt_tokens_details\":7,"
                        + "\"completion_tokens_details\":{\"audio_tokens\":null}}"))
                .isEqualTo(Usage.UNKNOWN);
        assertThat(read("null")).isEqualTo(Usage.UNKNOWN);
        assertThat(read("\"none\"")).isEqualTo(Usage.UNKNOWN);
    }

    @Test
    void oneReaderReadsManyUsages() {
        JsonReader json = new JsonReader();
        UsageReader reader = reader(json, ReadRules.STANDARD);
        AnswerAssembler answer = new AnswerAssembler("m");
        start(json, "{\"prompt_tokens\":9,\"prompt_tokens_details\":{\"cached_tokens\":6}}");
        reader.read(answer);
        start(json, "{\"completion_tokens\":1}");
        reader.read(answer);
        assertThat(answer.finish().usage())
                .isEqualTo(Usage.builder().outputTokens(1).build());
    }

    private static Usage read(String text) {
        return answer(text, ReadRules.STANDARD).usage();
    }

    private static ChatResponse answer(String text, ReadRules rules) {
        JsonReader json = new JsonReader();
        AnswerAssembler answer = new AnswerAssembler("m");
        start(json, text);
        reader(json, rules).read(answer);
        json.end();
        return answer.finish();
    }

    private static UsageReader reader(JsonReader json, ReadRules rules) {
        return new UsageReader(json, new TimingsReader(json), rules);
    }

    private static void start(JsonReader json, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        json.read(bytes, 0, bytes.length);
    }
}
