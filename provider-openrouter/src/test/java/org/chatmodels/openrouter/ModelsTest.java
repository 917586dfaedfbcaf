package org.chatmodels.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.chatmodels.Capabilities.Feature;
import org.chatmodels.Capabilities.Support;
import org.chatmodels.ModelInfo;
import org.chatmodels.testkit.Script;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What OpenRouter's list of models says, as GET /models of its OpenAPI document has it. */
class ModelsTest extends RouterTest {
    private List<ModelInfo> models;

    @BeforeEach
    void list() throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/models.json"))) {
            server.always(Script.json(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        }
        models = registry().models("openrouter");
    }

    @Test
    void aModelHasPricesLimitsAndCapabilities() {
        ModelInfo model = models.get(0);
        assertThat(model.id()).isEqualTo("anthropic/claude-sonnet-5");
        assertThat(model.name()).contains("Anthropic: Claude Sonnet 5");
        assertThat(model.capabilities().contextWindow()).hasValue(1_000_000);
        assertThat(model.capabilities().maxOutputTokens()).hasValue(64_000);
        assertThat(model.inputPrice())
                .hasValueSatisfying(price -> assertThat(price).isEqualByComparingTo("3"));
        assertThat(model.outputPrice())
                .hasValueSatisfying(price -> assertThat(price).isEqualByComparingTo("15"));
        assertThat(model.cachedInputPrice())
                .hasValueSatisfying(price -> assertThat(price).isEqualByComparingTo("0.3"));
        for (Feature feature :
                List.of(Feature.TOOLS, Feature.JSON_SCHEMA, Feature.IMAGES, Feature.FILES, Feature.REASONING)) {
            assertThat(model.capabilities().support(feature)).as("%s", feature).isEqualTo(Support.YES);
        }
        assertThat(model.capabilities().support(Feature.AUDIO)).isEqualTo(Support.NO);
        assertThat(model.capabilities().support(Feature.SEED)).isEqualTo(Support.NO);
        assertThat(model.extra()).containsKeys("canonical_slug", "architecture", "supported_parameters", "pricing");
    }

    @Test
    void aModelThatIsFreeCostsNothingAndMayEnd() {
        ModelInfo free = models.get(1);
        assertThat(free.id()).isEqualTo("meta-llama/llama-3-70b:free");
        assertThat(free.inputPrice()).contains(BigDecimal.ZERO);
        assertThat(free.outputPrice()).contains(BigDecimal.ZERO);
        assertThat(free.retired()).contains(LocalDate.of(2026, 12, 31));
        assertThat(free.capabilities().maxOutputTokens()).isEmpty();
        assertThat(free.capabilities().support(Feature.TOOLS)).isEqualTo(Support.NO);
    }

    @Test
    void aPriceThatVariesIsUnknown() {
        ModelInfo auto = models.get(2);
        assertThat(auto.inputPrice()).isEmpty();
        assertThat(auto.outputPrice()).isEmpty();
        assertThat(auto.capabilities().contextWindow()).hasValue(2_000_000);
    }

    @Test
    void theListIsAskedForWithoutAKey() {
        assertThat(models).hasSize(4);
        assertThat(models.get(3).reasoningPrice())
                .hasValueSatisfying(price -> assertThat(price).isEqualByComparingTo("2.5"));
        assertThat(last().method()).isEqualTo("GET");
        assertThat(last().path()).isEqualTo("/api/v1/models");
        assertThat(last().header("authorization")).isEmpty();
    }
}
