package org.chatmodels.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.chatmodels.ConfigurationException;
import org.chatmodels.Problem;
import org.chatmodels.provider.OptionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest extends RouterTest {
    private static final Path PAGE = Path.of("../docs/openrouter.md");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "order=a,,b|bad_value|Parameter 'order' has an empty place in its list: write, for example, order=A,B",
                "quantizations=fp8,|bad_value|Parameter 'quantizations' has an empty place in its list: write, for"
                        + " example, quantizations=int4,int8",
                "quantizations=fp7|value_not_allowed|Parameter 'quantizations' takes some of these: int4, int8, fp4,"
                        + " mxfp4, nvfp4, fp6, fp8, mxfp8, fp16, bf16, fp32, unknown",
                "modalities=text,smell|value_not_allowed|Parameter 'modalities' takes some of these: text, image, audio",
                "models=a,b,c,d|value_out_of_range|Parameter 'models' has 4 models, OpenRouter takes 3: leave out the"
                        + " last ones, or make them targets of a route",
                "max_price_prompt=-0.5|value_out_of_range|max_price_prompt is below 0: write at least 0",
                "web_max_results=0|value_out_of_range|web_max_results is below 1: write at least 1",
                "reasoning_max_tokens=0|value_out_of_range|reasoning_max_tokens is below 1: write at least 1",
                "session_id=%20|bad_value|Parameter 'session_id' is blank: write a value or leave it out",
                "app_title=%C3%A9|refused_header|Parameter 'app_title': header X-OpenRouter-Title has a value with"
                        + " other than visible ASCII, blank and tab: encode or remove it",
                "reasoning_effort=low&reasoning_max_tokens=9|parameter_not_allowed|reasoning_max_tokens and"
                        + " reasoning_effort are both set, OpenRouter takes one of them: leave one out",
                "sort=cheapest|value_not_allowed|Parameter 'sort' takes one of these: price, throughput, latency, exacto",
                "data_collection=maybe|value_not_allowed|Parameter 'data_collection' takes one of these: allow, deny",
                "cache_ttl=2h|value_not_allowed|Parameter 'cache_ttl' takes one of these: 5m, 1h",
                "zdr=yes|bad_value|zdr=yes is neither true nor false: write zdr=true",
                "max_price_prompt=cheap|bad_value|max_price_prompt=cheap is not a number: write, for example,"
                        + " max_price_prompt=0.5",
                "sorted=price|unknown_parameter|Unknown parameter 'sorted'. Did you mean 'sort'?"
            })
    void aBadValueIsRefusedBeforeAnythingIsSent(String parameters, String code, String message) {
        assertThatThrownBy(() -> open("openrouter:acme/m?" + parameters))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message)
                .satisfies(e -> assertThat(((ConfigurationException) e).code()).contains(code));
        assertThat(server.connections()).isEmpty();
    }

    @Test
    void aSessionThatIsTooLongIsRefused() {
        assertThatThrownBy(() -> open("openrouter:acme/m?session_id=" + "x".repeat(257)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("Parameter 'session_id' is too long: write at most 256 characters");
        assertThat(open("openrouter:acme/m?session_id=" + "x".repeat(256))).isNotNull();
    }

    @Test
    void aBadValueOfTheConfigurationIsFoundWithoutNetwork() {
        properties.put("chatmodels.service.openrouter.quantizations", "fp7");
        assertThat(registry().validate()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR);
            assertThat(problem.message()).contains("Parameter 'quantizations' takes some of these");
        });
    }

    @Test
    void theRegistryListsThem() {
        assertThat(registry().options("openrouter")).containsAll(new OpenRouterProvider().options());
        assertThat(new OpenRouterProvider().options()).hasSize(OptionTable.ALL.size());
    }

    /** As {@code docs/openrouter.md} has it; {@code -Dgenerated.write=true} writes it anew. */
    @Test
    void thePageHasThemAll() throws IOException {
        StringBuilder table =
                new StringBuilder("| parameter | value | in the request | what it does |\n|---|---|---|---|\n");
        for (Option option : OptionTable.ALL) {
            OptionInfo info = option.info();
            String values = option.allowed().isEmpty()
                    ? switch (option.form()) {
                        case LIST -> "list";
                        case COUNT -> "whole number";
                        case ADDRESS -> "address";
                        case BOOLEAN -> "`true`, `false`";
                        default -> info.type().name().toLowerCase(Locale.ROOT);
                    }
                    : (option.form() == Option.Form.LIST ? "list of " : "")
                            + option.allowed().stream().collect(Collectors.joining("`, `", "`", "`"));
            String place = option.isHeader() ? "header " + option.header() : "`" + option.place() + "`";
            table.append("| `")
                    .append(option.name())
                    .append("` | ")
                    .append(values)
                    .append(" | ");
            table.append(place).append(" | ").append(option.description()).append(" |\n");
        }
        String start = "<!-- parameters, written by the build -->\n";
        String end = "<!-- end of parameters -->";
        String page = Files.readString(PAGE);
        int from = page.indexOf(start) + start.length();
        if (Boolean.getBoolean("generated.write")) {
            Files.writeString(PAGE, page.substring(0, from) + table + page.substring(page.indexOf(end)));
        }
        assertThat(Files.readString(PAGE)).contains(start + table + end);
    }
}
