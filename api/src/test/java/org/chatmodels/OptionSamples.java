package org.chatmodels;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;

/** Options with everything set, for tests. */
final class OptionSamples {
    private OptionSamples() {}

    static ChatOptions.Builder all() {
        return ChatOptions.builder()
                .temperature(0.5)
                .topP(0.9)
                .topK(40)
                .maxTokens(100)
                .stop("END", "STOP")
                .seed(7)
                .presencePenalty(0.1)
                .frequencyPenalty(-0.1)
                .n(2)
                .logprobs(true)
                .topLogprobs(3)
                .logitBias(Map.of("5", 10))
                .userId("alice")
                .parallelToolCalls(false)
                .reasoningEffort("low")
                .store(false)
                .previousResponse("resp_1")
                .timeout(Duration.ofSeconds(30))
                .connectTimeout(Duration.ofSeconds(1))
                .firstTokenTimeout(Duration.ofSeconds(2))
                .idleTimeout(Duration.ofSeconds(3))
                .retries(1)
                .fallbacks("a:b")
                .unsupported(ChatOptions.Unsupported.DROP)
                .maxCost(new BigDecimal("0.25"))
                .maxTotalTokens(1000)
                .keepRaw(true)
                .repair(true)
                .extra("top_a", 0.1)
                .header("X-Team", "search");
    }
}
