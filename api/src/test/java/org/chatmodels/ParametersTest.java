package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.OptionInfo.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
    private static ParameterValues read(String parameters) {
        return read(Parameters.SHARED, parameters);
    }

    private static ParameterValues read(Parameters known, String parameters) {
        return known.read(ModelLocation.parse("groq:x?" + parameters).parameters());
    }

    @Test
    void everyRequestOptionArrivesTyped() {
        ChatOptions options = read("temperature=0.2&top_p=1&topK=40&max_tokens=100&stop=a&stop=%0A&seed=-7"
                        + "&presence_penalty=-2&frequency_penalty=1.5&n=2&logprobs=true&top_logprobs=5"
                        + "&reasoning_effort=high&user=u-1&parallel_tool_calls=false&store=true")
                .options();
        assertThat(options)
                .isEqualTo(ChatOptions.builder()
                        .temperature(0.2)
                        .topP(1)
                        .topK(40)
                        .maxTokens(100)
                        .stop("a", "\n")
                        .seed(-7)
                        .presencePenalty(-2)
                        .frequencyPenalty(1.5)
                        .n(2)
                        .logprobs(true)
                        .topLogprobs(5)
                        .reasoningEffort("high")
                        .userId("u-1")
                        .parallelToolCalls(false)
                        .store(true)
                        .build());
    }

    @Test
    void nothingIsSetThatIsNotWritten() {
        ParameterValues none = Parameters.SHARED.read(Map.of());
        assertThat(none.options()).isEqualTo(ChatOptions.NONE);
        assertThat(none.shown()).isEmpty();
        assertThat(none.own()).isEmpty();
        assertThat(none.responseFormat()).isEmpty();
    }

    @Test
    void transportAndPolicyArriveTyped() {
        ParameterValues values = read("base_url=http://localhost:8000/v1&credential=corp&api=chat&timeout=2m"
                + "&connect_timeout=500ms&first_token_timeout=1m30s&idle_timeout=1h&unsupported=drop"
                + "&response_format=json&retries=0&repair=true");
        assertThat(values.shown())
                .containsEntry("base_url", "http://localhost:8000/v1")
                .containsEntry("credential", "corp")
                .containsEntry("api", "chat");
        assertThat(values.responseFormat()).contains(ResponseFormat.JSON);
        assertThat(values.options())
                .isEqualTo(ChatOptions.builder()
                        .timeout(Duration.ofMinutes(2))
                        .connectTimeout(Duration.ofMillis(500))
                        .firstTokenTimeout(Duration.ofSeconds(90))
                        .idleTimeout(Duration.ofHours(1))
                        .unsupported(ChatOptions.Unsupported.DROP)
                        .retries(0)
                        .repair(true)
                        .build());
    }

    @Test
    void extraIsReadAsJsonScalarOrText() {
        Map<String, Object> extra = read("extra.a=1&extra.b=-2.50&extra.c=true&extra.d=null&extra.e=word&extra.f=1e3"
                        + "&extra.g=%221%22&extra.h=007&extra.topK=1&extra.top_k=2&extra.i=99999999999999999999")
                .options()
                .extra();
        Map<String, Object> expected = new HashMap<>();
        expected.put("a", 1L);
        expected.put("b", new BigDecimal("-2.50"));
        expected.put("c", true);
        expected.put("d", null);
        expected.put("e", "word");
        expected.put("f", new BigDecimal("1e3"));
        expected.put("g", "\"1\"");
        expected.put("h", "007");
        expected.put("topK", 1L);
        expected.put("top_k", 2L);
        expected.put("i", new BigDecimal("99999999999999999999"));
        assertThat(extra).isEqualTo(expected);
    }

    @Test
    void budgetsAreExact() {
        assertThat(read("max_cost=0.1&max_total_tokens=9000000000").options())
                .isEqualTo(ChatOptions.builder()
                        .maxCost(new BigDecimal("0.1"))
                        .maxTotalTokens(9_000_000_000L)
                        .build());
    }

    static final List<String> NAMES = List.of(
            "temperature",
            "top_p",
            "top_k",
            "max_tokens",
            "stop",
            "seed",
            "presence_penalty",
            "frequency_penalty",
            "n",
            "logprobs",
            "top_logprobs",
            "reasoning_effort",
            "response_format",
            "user",
            "parallel_tool_calls",
            "store",
            "max_cost",
            "max_total_tokens",
            "base_url",
            "credential",
            "api",
            "timeout",
            "connect_timeout",
            "first_token_timeout",
            "idle_timeout",
            "retries",
            "fallback_on",
            "unsupported",
            "repair");

    /** Parameter, then what the message says. */
    static final List<String> WRONG = List.of(
            "timeout=30 | timeout=30 has no unit: write 30s",
            "timeout=0s | above 0 and up to 24h",
            "timeout=25h | above 0 and up to 24h",
            "timeout=999999999h | above 0 and up to 24h",
            "timeout=9999999999999h | 1m30s",
            "timeout=1.5s | 1m30s",
            "timeout=s | 1m30s",
            "timeout=10s5m | 1m30s",
            "timeout=10s5s | 1m30s",
            "timeout=10s5 | 1m30s",
            "timeout=10d | 1m30s",
            "timeout=-1s | 1m30s",
            "timeout=10S | 1m30s",
            "temperature=hot | temperature=hot is not a number: write, for example, temperature=0.5",
            "temperature=NaN | not a number",
            "temperature=Infinity | not a number",
            "temperature=1e999 | not a number",
            "temperature=0x1p3 | not a number",
            "temperature=1d | not a number",
            "temperature=-0.1 | at least 0",
            "temperature=1e300 | a smaller number",
            "top_p=1.1 | write 0 to 1",
            "presence_penalty=3 | write -2 to 2",
            "max_tokens=0 | at least 1",
            "max_tokens=1.5 | not a whole number",
            "max_tokens=1e3 | not a whole number",
            "max_tokens=99999999999 | a smaller number",
            "max_tokens=%D9%A1 | not a whole number",
            "top_k=-2 | at least -1",
            "n=0 | at least 1",
            "top_logprobs=21 | write 0 to 20",
            "seed=99999999999999999999 | not a whole number",
            "retries=-1 | write 0 to 100",
            "logprobs=yes | neither true nor false: write logprobs=true",
            "store=True | write store=true",
            "api=soap | 'api' takes one of these: auto, chat, responses",
            "unsupported=ignore | error, warn, drop",
            "response_format=xml | text, json",
            "reasoning_effort=very%20high | write, for example, reasoning_effort=low",
            "fallback_on=everything | not_found, context_length",
            "user=%20 | 'user' is blank",
            "credential=env:KEY | chatmodels.credential.NAME",
            "base_url=ftp://host | http(s)://host[:port][/path]",
            "base_url=host:80 | http(s)://host[:port][/path]",
            "extra.x=1e999999999 | too large",
            "max_cost=free | not a number",
            "max_cost=-1 | write at least 0",
            "max_total_tokens=0 | write 1 to",
            "temprature=1 | Did you mean 'temperature'?",
            "max_token=1 | Did you mean 'max_tokens'?",
            "colour=red | extra.colour=VALUE",
            "extra.=1 | Unknown parameter 'extra.'");

    @ParameterizedTest
    @FieldSource("WRONG")
    void wrongValueSaysWhatToWrite(String row) {
        String[] columns = row.split(" \\| ", 2);
        assertThatThrownBy(() -> read(columns[0]))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(columns[1]);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "credential",
                "api",
                "user",
                "unsupported",
                "response_format",
                "reasoning_effort",
                "fallback_on",
                "colour",
                "base_url",
                "timeout",
                "temperature",
                "n",
                "logprobs",
                "seed"
            })
    void textIsNeverRepeatedInMessages(String name) {
        String canary = "https://u:c4nary-0123456789@h/?x";
        try {
            Parameters.SHARED.read(Map.of(name, List.of(canary)));
        } catch (ConfigurationException refused) {
            assertThat(refused).hasMessageNotContaining("c4nary");
        }
        assertThat(Parameters.SHARED.read(Map.of("user", List.of(canary))).toString())
                .isEqualTo("{user=32 characters}");
    }

    @Test
    void anyValueOfAnyParameterIsReadOrRefused() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String alphabet = "0123456789.-+eEsmh truefalsnul:/,%\u0661\uD83D\n";
        for (int i = 0; i < 30_000; i++) {
            List<OptionInfo> all = Parameters.SHARED.all();
            String name = all.get(random.nextInt(all.size())).name().replace("*", "f");
            StringBuilder value = new StringBuilder();
            for (int length = 1 + random.nextInt(8); length > 0; length--) {
                value.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                Parameters.SHARED.read(Map.of(name, List.of(value.toString())));
            } catch (ConfigurationException refused) {
                assertThat(refused.getMessage()).as("seed %d", seed).isNotBlank();
            } catch (RuntimeException other) {
                throw new AssertionError("seed " + seed + ": " + name + "=" + value, other);
            }
        }
    }

    @Test
    void everyParameterIsDocumentedAndItsDefaultIsReadable() {
        for (OptionInfo option : Parameters.SHARED.all()) {
            assertThat(option.description()).isNotBlank();
            assertThat(Parameters.SHARED.find(option.name())).contains(option);
            option.defaultValue()
                    .ifPresent(value -> assertThat(Parameters.SHARED.read(Map.of(option.name(), List.of(value))))
                            .isNotNull());
        }
        assertThat(Parameters.SHARED.all()).extracting(OptionInfo::name).containsAll(NAMES);
    }

    @ParameterizedTest
    @CsvSource({
        "timeout, 10m",
        "connect_timeout, 10s",
        "first_token_timeout, 120s",
        "idle_timeout, 60s",
        "retries, 2",
        "store, false"
    })
    void defaultsAreTheDocumentedOnes(String name, String value) {
        assertThat(Parameters.SHARED.find(name).orElseThrow().defaultValue()).contains(value);
    }

    @Test
    void providersOwnParametersAreChecked() {
        Parameters known = Parameters.with(List.of(
                OptionInfo.builder("num_ctx", Type.INTEGER, "size of the window")
                        .build(),
                OptionInfo.builder("tag", Type.TEXT, "a label").repeatable(true).build(),
                OptionInfo.builder("keep_alive", Type.DURATION, "stays loaded").build(),
                OptionInfo.builder("mode", Type.TEXT, "how")
                        .allowed("slow", "quick")
                        .build(),
                OptionInfo.builder("site", Type.URL, "referrer").build()));
        ParameterValues values =
                read(known, "numCtx=4096&tag=a&tag=b&keep_alive=5m&mode=slow&seed=1&site=https://a.example");
        assertThat(values.own())
                .isEqualTo(Map.of(
                        "num_ctx", List.of("4096"),
                        "tag", List.of("a", "b"),
                        "keep_alive", List.of("5m"),
                        "mode", List.of("slow"),
                        "site", List.of("https://a.example")));
        assertThat(values.options().seed()).hasValue(1);
        assertThat(values.shown())
                .containsEntry("tag", "1 characters, 1 characters")
                .containsEntry("num_ctx", "4096");
        for (String wrong : List.of("num_ctx=x", "keep_alive=5", "mode=fast", "num_ctx=1&num_ctx=2", "site=x")) {
            assertThatThrownBy(() -> read(known, wrong)).as(wrong).isInstanceOf(ConfigurationException.class);
        }
        assertThatThrownBy(() -> read(known, "num_ctxx=1")).hasMessageContaining("Did you mean 'num_ctx'?");
        assertThatThrownBy(() -> read("num_ctx=1")).isInstanceOf(ConfigurationException.class);
    }

    @Test
    void providerCannotDeclareWhatExists() {
        OptionInfo again = OptionInfo.builder("maxTokens", Type.TEXT, "mine").build();
        assertThatThrownBy(() -> Parameters.with(List.of(again)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'maxTokens'");
    }
}
