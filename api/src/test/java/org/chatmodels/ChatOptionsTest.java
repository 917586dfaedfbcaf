package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.chatmodels.ChatOptions.Builder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChatOptionsTest {
    static Stream<Arguments> refused() {
        return Stream.of(
                refused("temperature", b -> b.temperature(Double.NaN)),
                refused("temperature", b -> b.temperature(Double.POSITIVE_INFINITY)),
                refused("temperature", b -> b.temperature(-0.1)),
                refused("topP", b -> b.topP(1.1)),
                refused("topP", b -> b.topP(Double.NaN)),
                refused("topK", b -> b.topK(-2)),
                refused("maxTokens", b -> b.maxTokens(0)),
                refused("stop", b -> b.stop("a", "")),
                refused("presencePenalty", b -> b.presencePenalty(Double.NaN)),
                refused("frequencyPenalty", b -> b.frequencyPenalty(Double.NEGATIVE_INFINITY)),
                refused("n", b -> b.n(0)),
                refused("topLogprobs", b -> b.topLogprobs(-1)),
                refused("logitBias", b -> b.logitBias(Map.of("5", 101))),
                refused("logitBias", b -> b.logitBias(Map.of(" ", 1))),
                refused("userId", b -> b.userId("")),
                refused("reasoningEffort", b -> b.reasoningEffort(" ")),
                refused("previousResponse", b -> b.previousResponse("")),
                refused("timeout", b -> b.timeout(Duration.ZERO)),
                refused("timeout", b -> b.timeout(Duration.ofSeconds(Long.MAX_VALUE))),
                refused("connectTimeout", b -> b.connectTimeout(Duration.ofMillis(-1))),
                refused("firstTokenTimeout", b -> b.firstTokenTimeout(Duration.ZERO)),
                refused("idleTimeout", b -> b.idleTimeout(Duration.ZERO)),
                refused("retries", b -> b.retries(-1)),
                refused("fallback", b -> b.fallbacks("a:b", "")),
                refused("extra", b -> b.extra("", 1)));
    }

    private static Arguments refused(String name, Consumer<Builder> call) {
        return Arguments.of(name, call);
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("refused")
    void badValueIsRefusedByNameWithWhatToWrite(String name, Consumer<Builder> call) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call.accept(ChatOptions.builder()))
                .withMessageContaining(name)
                .withMessageMatching(".*(write|leave it out).*");
    }

    @Test
    void leastValuesAreTaken() {
        ChatOptions options = ChatOptions.builder()
                .temperature(0)
                .topP(0)
                .topK(-1)
                .maxTokens(1)
                .n(1)
                .topLogprobs(0)
                .logitBias(Map.of("5", -100))
                .retries(0)
                .timeout(Duration.ofNanos(1))
                .build();
        assertThat(options.temperature()).hasValue(0);
        assertThat(options.topP()).hasValue(0);
        assertThat(options.topK()).hasValue(-1);
        assertThat(options.maxTokens()).hasValue(1);
        assertThat(options.n()).hasValue(1);
        assertThat(options.topLogprobs()).hasValue(0);
        assertThat(options.logitBias()).containsEntry("5", -100);
        assertThat(options.retries()).hasValue(0);
        assertThat(options.timeout()).contains(Duration.ofNanos(1));
    }

    @Test
    void nothingIsSetUnlessSaid() {
        assertThat(ChatOptions.builder().build()).isEqualTo(ChatOptions.NONE).hasToString("ChatOptions[]");
        assertThat(ChatOptions.NONE.temperature()).isEmpty();
        assertThat(ChatOptions.NONE.seed()).isEmpty();
        assertThat(ChatOptions.NONE.store()).isEmpty();
        assertThat(ChatOptions.NONE.stop()).isEmpty();
        assertThat(ChatOptions.NONE.logitBias()).isEmpty();
        assertThat(ChatOptions.NONE.extra()).isEmpty();
        assertThat(ChatOptions.NONE.headers()).isEmpty();
    }

    @Test
    void everyOptionComesBackAndSurvivesToBuilder() {
        ChatOptions all = OptionSamples.all().build();
        assertThat(all.toBuilder().build()).isEqualTo(all).hasSameHashCodeAs(all);
        assertThat(all.temperature()).hasValue(0.5);
        assertThat(all.topP()).hasValue(0.9);
        assertThat(all.topK()).hasValue(40);
        assertThat(all.maxTokens()).hasValue(100);
        assertThat(all.stop()).containsExactly("END", "STOP");
        assertThat(all.seed()).hasValue(7);
        assertThat(all.presencePenalty()).hasValue(0.1);
        assertThat(all.frequencyPenalty()).hasValue(-0.1);
        assertThat(all.n()).hasValue(2);
        assertThat(all.logprobs()).contains(true);
        assertThat(all.topLogprobs()).hasValue(3);
        assertThat(all.logitBias()).isEqualTo(Map.of("5", 10));
        assertThat(all.userId()).contains("alice");
        assertThat(all.parallelToolCalls()).contains(false);
        assertThat(all.reasoningEffort()).contains("low");
        assertThat(all.store()).contains(false);
        assertThat(all.previousResponse()).contains("resp_1");
        assertThat(all.timeout()).contains(Duration.ofSeconds(30));
        assertThat(all.connectTimeout()).contains(Duration.ofSeconds(1));
        assertThat(all.firstTokenTimeout()).contains(Duration.ofSeconds(2));
        assertThat(all.idleTimeout()).contains(Duration.ofSeconds(3));
        assertThat(all.retries()).hasValue(1);
        assertThat(all.fallbacks()).containsExactly("a:b");
        assertThat(all.unsupported()).contains(ChatOptions.Unsupported.DROP);
        assertThat(all.maxCost()).contains(new BigDecimal("0.25"));
        assertThat(all.maxTotalTokens()).hasValue(1000);
        assertThat(all.keepRaw()).contains(true);
        assertThat(all.repair()).contains(true);
        assertThat(all.extra()).isEqualTo(Map.of("top_a", 0.1));
        assertThat(all.headers()).isEqualTo(Map.of("X-Team", "search"));
    }

    @Test
    void builderMadeFromOptionsDoesNotChangeThem() {
        ChatOptions before = ChatOptions.builder()
                .maxTokens(1)
                .header("X-A", "1")
                .extra("a", 1)
                .build();
        before.toBuilder().maxTokens(2).header("X-B", "2").extra("b", 2).build();
        assertThat(before.maxTokens()).hasValue(1);
        assertThat(before.headers()).containsOnlyKeys("X-A");
        assertThat(before.extra()).containsOnlyKeys("a");
    }

    @Test
    void builderCanGoOnAfterBuild() {
        Builder builder = ChatOptions.builder().maxTokens(1);
        ChatOptions first = builder.build();
        builder.maxTokens(2);
        assertThat(first.maxTokens()).hasValue(1);
        assertThat(builder.build().maxTokens()).hasValue(2);
    }

    @Test
    void emptyListIsAsIfNeverSet() {
        ChatOptions options = ChatOptions.builder()
                .stop("a")
                .stop()
                .fallbacks("a:b")
                .fallbacks()
                .logitBias(Map.of())
                .build();
        assertThat(options).isEqualTo(ChatOptions.NONE);
    }

    @Test
    void listsAndMapsAreImmutableCopies() {
        String[] stop = {"a"};
        Map<String, Integer> bias = new HashMap<>(Map.of("1", 1));
        ChatOptions options = ChatOptions.builder()
                .stop(stop)
                .logitBias(bias)
                .extra("x", 1)
                .header("X-A", "1")
                .build();
        stop[0] = "b";
        bias.clear();
        assertThat(options.stop()).containsExactly("a");
        assertThat(options.logitBias()).hasSize(1);
        assertThatThrownBy(() -> options.extra().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> options.headers().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void strongerValueListAndMapReplace() {
        ChatOptions weak = ChatOptions.builder()
                .temperature(1)
                .maxTokens(5)
                .stop("a", "b")
                .logitBias(Map.of("1", 1))
                .build();
        ChatOptions strong = ChatOptions.builder()
                .temperature(0)
                .stop("c")
                .logitBias(Map.of("2", 2))
                .build();
        ChatOptions merged = strong.over(weak);
        assertThat(merged.temperature()).hasValue(0);
        assertThat(merged.maxTokens()).hasValue(5);
        assertThat(merged.stop()).containsExactly("c");
        assertThat(merged.logitBias()).isEqualTo(Map.of("2", 2));
    }

    @Test
    void headersMergeByNameInAnyCase() {
        ChatOptions weak = ChatOptions.builder()
                .header("X-Team", "a")
                .header("X-Other", "o")
                .build();
        ChatOptions strong = ChatOptions.builder().header("x-team", "b").build();
        assertThat(strong.over(weak).headers().entrySet())
                .containsExactlyInAnyOrder(Map.entry("x-team", "b"), Map.entry("X-Other", "o"));
    }

    @Test
    void extraMergesRecursivelyAndNullStays() {
        ChatOptions weak = ChatOptions.builder()
                .extra("provider", Map.of("order", List.of("a"), "sort", "price", "deep", Map.of("x", 1, "y", 2)))
                .extra("gone", 1)
                .extra("kept", true)
                .build();
        Map<String, Object> provider = new HashMap<>(Map.of("order", List.of("b"), "deep", Map.of("x", 3)));
        provider.put("sort", null);
        ChatOptions strong = ChatOptions.builder()
                .extra("provider", provider)
                .extra("gone", null)
                .build();
        Map<String, Object> expected = new HashMap<>(Map.of("order", List.of("b"), "deep", Map.of("x", 3, "y", 2)));
        expected.put("sort", null);
        assertThat(strong.over(weak).extra())
                .containsEntry("provider", expected)
                .containsEntry("gone", null)
                .containsEntry("kept", true)
                .hasSize(3);
    }

    @Test
    void strongerValueRevivesAFieldThatTheWeakerRemoves() {
        ChatOptions weak = ChatOptions.builder().extra("a", null).build();
        ChatOptions strong = ChatOptions.builder().extra("a", Map.of("x", 1)).build();
        assertThat(strong.over(weak).extra()).isEqualTo(Map.of("a", Map.of("x", 1)));
    }

    @Test
    void nothingOverSomethingIsSomethingBothWays() {
        ChatOptions some = OptionSamples.all().build();
        assertThat(ChatOptions.NONE.over(some)).isEqualTo(some);
        assertThat(some.over(ChatOptions.NONE)).isEqualTo(some);
    }

    @Test
    void equalByValuesWithHeaderNamesInAnyCase() {
        ChatOptions one = ChatOptions.builder().header("X-A", "1").n(1).build();
        ChatOptions other = ChatOptions.builder().n(1).header("x-a", "1").build();
        assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
        assertThat(one)
                .isNotEqualTo(ChatOptions.builder().header("X-A", "2").n(1).build());
        assertThat(one).isNotEqualTo(ChatOptions.NONE).isNotEqualTo("x");
    }

    @Test
    void printsNamesAndPlainValuesOnly() {
        assertThat(OptionSamples.all().build())
                .hasToString(
                        "ChatOptions[temperature=0.5, topP=0.9, topK=40, maxTokens=100, stop[2], seed=7,"
                                + " presencePenalty=0.1, frequencyPenalty=-0.1, n=2, logprobs=true, topLogprobs=3, logitBias[1],"
                                + " userId, parallelToolCalls=false, reasoningEffort=low, store=false, previousResponse,"
                                + " timeout=PT30S, connectTimeout=PT1S, firstTokenTimeout=PT2S, idleTimeout=PT3S, retries=1,"
                                + " fallbacks[1], unsupported=DROP, maxCost=0.25, maxTotalTokens=1000, keepRaw=true, repair=true, extra[top_a], headers[X-Team]]");
    }

    @Test
    void extraIsADeepCopyThatMayHoldNull() {
        List<Object> list = Arrays.asList("a", null, 1);
        ChatOptions options = ChatOptions.builder().extra("list", list).build();
        list.set(0, "changed");
        assertThat(options.extra().get("list")).isEqualTo(Arrays.asList("a", null, 1));
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> ChatOptions.builder().userId(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ChatOptions.builder().stop("a", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ChatOptions.builder().timeout(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ChatOptions.builder().extra(null, 1)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> ChatOptions.builder().header("X-A", null)).isInstanceOf(NullPointerException.class);
    }
}
