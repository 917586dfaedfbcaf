package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer costs that doesn't say so itself. */
class UsageCostTest {
    private static final LocalDate DAY = LocalDate.of(2026, 7, 2);

    private final AtomicInteger asked = new AtomicInteger();

    private static ModelInfo model(String figures) {
        return ModelFigures.parse("s:m; " + figures, true).info();
    }

    private Usage.Pricing prices(String figures) {
        return usage -> {
            asked.incrementAndGet();
            ModelInfo model = model(figures);
            return Optional.ofNullable(Price.of(usage, model))
                    .map(dollars -> new Usage.Priced(dollars, model.priceDate()));
        };
    }

    private static Usage.Builder usage() {
        return Usage.of(1_000_000, 100_000).toBuilder();
    }

    /** Half of the prompt is new, 350k of it cached, 150k written; about half of the answer is thought. */
    private static Usage mixed() {
        return usage().cachedInputTokens(350_000)
                .cacheWriteTokens(150_000)
                .reasoningTokens(51_000)
                .build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "input=1; output=10 | 2 | 2",
                "input=1; output=10; cached_input=0.1; cache_write=2; reasoning=100 | 2 | 6.425",
                "input=1; output=10; cached_input=0.1; cache_write=2; reasoning=100; tiers=5:2,20,0.2,4,200 | 4 | 12.85",
                "input=1; output=10; cached_input=0; reasoning=0 | 2 | 1.14",
                "input=0; output=0 | 0 | 0",
                "input=0.1; output=0.3 | 0.13 | 0.13",
                "input=100; output=0 | 100 | 100",
                "input=1; output=10; tiers=1000000:9 999999:2 | 3 | 3",
                "input=1; output=10; tiers=10:9 20:2 | 3 | 3",
                "input=1; output=10; tiers=20:2 10:9 | 3 | 3"
            })
    void itIsTokensTimesPrices(String figures, BigDecimal plain, BigDecimal mixed) {
        assertThat(usage().build().at(prices(figures)).cost()).contains(plain);
        assertThat(mixed().at(prices(figures)).cost()).contains(mixed);
    }

    @Test
    void whatIsUnknownHasNoCost() {
        String figures = "input=1; output=1";
        for (Usage unknown : List.of(
                Usage.UNKNOWN,
                Usage.builder().inputTokens(1).build(),
                Usage.builder().outputTokens(1).totalTokens(2).build(),
                usage().audioTokens(1).build())) {
            assertThat(unknown.at(prices(figures)).cost()).as("%s", unknown).isEmpty();
        }
        for (String half : List.of("input=1", "output=1", "cached_input=1; reasoning=1")) {
            assertThat(usage().build().at(prices(half)).cost()).as(half).isEmpty();
            assertThat(usage().build().at(prices(half)).priceDate()).as(half).isEmpty();
        }
    }

    @Test
    void whatAServerMixesUpCostsNoLessThanNothing() {
        Usage odd = Usage.of(10, 10).toBuilder()
                .cachedInputTokens(100)
                .cacheWriteTokens(Long.MAX_VALUE)
                .reasoningTokens(100)
                .build();
        assertThat(odd.at(prices("input=1; output=1; cached_input=0.5; reasoning=2"))
                        .cost())
                .contains(new BigDecimal("0.000025"));
    }

    @Test
    void aCostOfTheBackendWinsAndHasNoDate() {
        Usage said = usage().cost(new BigDecimal("0.7")).build().at(prices("input=1; output=1; date=" + DAY));
        assertThat(said.cost()).contains(new BigDecimal("0.7"));
        assertThat(said.priceDate()).isEmpty();
        assertThat(asked).hasValue(0);
    }

    @Test
    void itIsWorkedOutOnceAndOnlyWhenAsked() {
        Usage usage = usage().build().at(prices("input=1; output=1; date=" + DAY));
        assertThat(usage.at(prices("input=5; output=5"))).isSameAs(usage);
        assertThat(usage).isEqualTo(usage().build()).hasSameHashCodeAs(usage().build());
        assertThat(usage.toString()).isEqualTo(usage().build().toString());
        usage.plus(usage).plus(usage).toBuilder().build();
        assertThat(asked).hasValue(0);
        assertThat(usage.cost()).isEqualTo(usage.cost()).isPresent();
        assertThat(usage.priceDate()).contains(DAY);
        assertThat(asked).hasValue(1);
    }

    @Test
    void aCopyWithOtherTokensCostsOtherwiseButASumHasNoTokensToChange() {
        Usage usage = usage().build().at(prices("input=1; output=10"));
        assertThat(usage.toBuilder().outputTokens(0).build().cost()).contains(BigDecimal.ONE);
        assertThat(usage.plus(usage).toBuilder().build().cost()).contains(new BigDecimal(4));
        assertThat(usage.plus(usage).toBuilder().outputTokens(0).build().cost()).isEmpty();
    }

    @Test
    void aSumIsOfWhatEachCosts() {
        Usage said = usage().cost(new BigDecimal("0.5")).build();
        Usage old = usage().build().at(prices("input=1; output=10; date=2026-01-01"));
        Usage fresh = usage().build().at(prices("input=1; output=10; date=" + DAY));
        assertThat(said.plus(old).cost()).contains(new BigDecimal("2.5"));
        assertThat(said.plus(old).priceDate()).contains(LocalDate.of(2026, 1, 1));
        assertThat(fresh.plus(old).priceDate()).contains(LocalDate.of(2026, 1, 1));
        assertThat(old.plus(fresh).priceDate()).contains(LocalDate.of(2026, 1, 1));
        assertThat(said.plus(usage().build()).cost()).isEmpty();
        assertThat(old.plus(Usage.UNKNOWN).cost()).isEmpty();
        assertThat(said.plus(said).cost()).contains(new BigDecimal("1.0"));
    }

    @Test
    void aLongSumIsWorkedOutWithoutADeepStackAndKeepsNoAnswers() {
        Usage one = usage().build().at(prices("input=1; output=10"));
        Usage sum = one;
        for (int i = 1; i < 100_000; i++) {
            sum = sum.plus(usage().build().at(prices("input=1; output=10")));
        }
        assertThat(sum.cost()).contains(new BigDecimal(200_000));
    }

    @Test
    void aMeterAddsUpCostsOfAllOrigins() {
        UsageMeter meter = new UsageMeter();
        ModelLocation one = ModelLocation.of("own", "m");
        for (int i = 0; i < 3; i++) {
            Usage usage = i == 1
                    ? usage().cost(new BigDecimal("0.5")).build()
                    : usage().build().at(prices("input=1; output=10; date=" + DAY));
            meter.started(CallInfo.of(one, ChatRequest.of("hi"), false))
                    .completed(ChatResponse.of("x").toBuilder()
                            .servedBy(one)
                            .usage(usage)
                            .build());
        }
        assertThat(meter.total().cost()).contains(new BigDecimal("4.5"));
        assertThat(meter.byModel()).hasSize(1).extractingByKey("own:m").satisfies(sum -> {
            assertThat(sum.cost()).contains(new BigDecimal("4.5"));
            assertThat(sum.priceDate()).contains(DAY);
        });
        assertThat(asked).hasValue(2);
    }
}
