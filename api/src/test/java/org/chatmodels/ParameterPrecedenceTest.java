package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Request, options of open, location, alias, row, defaults: for every parameter the stronger of any two wins. */
class ParameterPrecedenceTest {
    /** From the strongest. */
    enum Layer {
        REQUEST,
        OPEN,
        LOCATION,
        ALIAS,
        INNER_ALIAS,
        ROW
    }

    /** Two values each of those that end in options. */
    private static final Map<String, List<String>> OPTIONS = Map.ofEntries(
            Map.entry("temperature", List.of("0.1", "0.2")),
            Map.entry("top_p", List.of("0.1", "0.2")),
            Map.entry("top_k", List.of("1", "2")),
            Map.entry("max_tokens", List.of("1", "2")),
            Map.entry("stop", List.of("a", "b")),
            Map.entry("seed", List.of("1", "2")),
            Map.entry("presence_penalty", List.of("0.1", "0.2")),
            Map.entry("frequency_penalty", List.of("0.1", "0.2")),
            Map.entry("n", List.of("1", "2")),
            Map.entry("logprobs", List.of("true", "false")),
            Map.entry("top_logprobs", List.of("1", "2")),
            Map.entry("reasoning_effort", List.of("low", "high")),
            Map.entry("user", List.of("a", "b")),
            Map.entry("parallel_tool_calls", List.of("true", "false")),
            Map.entry("store", List.of("true", "false")),
            Map.entry("connect_timeout", List.of("1s", "2s")),
            Map.entry("first_token_timeout", List.of("1s", "2s")),
            Map.entry("idle_timeout", List.of("1s", "2s")),
            Map.entry("retries", List.of("1", "3")),
            Map.entry("max_cost", List.of("0.1", "0.2")),
            Map.entry("max_total_tokens", List.of("1000000", "2000000")),
            Map.entry("repair", List.of("true", "false")),
            Map.entry("unsupported", List.of("warn", "drop")),
            Map.entry("extra.x", List.of("1", "2")));

    /** Those that stand in texts and rows only, or that end elsewhere. */
    private static final Map<String, List<String>> TEXTS = Map.of(
            "base_url", List.of("https://a.test", "https://b.test"),
            "credential", List.of("one", "two"),
            "api", List.of("chat", "responses"),
            "timeout", List.of("1m", "2m"),
            "response_format", List.of("text", "json"),
            "fallback_on", List.of("not_found", "context_length"),
            "keep_alive", List.of("1s", "2s"),
            "mirror", List.of("https://a.test", "https://b.test"));

    private static Stream<Arguments> pairs(Map<String, List<String>> parameters, Layer strongest) {
        List<Arguments> pairs = new ArrayList<>();
        for (String name : new TreeSet<>(parameters.keySet())) {
            for (Layer strong : Layer.values()) {
                for (Layer weak : Layer.values()) {
                    boolean needsJson = name.equals("extra.x") && weak == Layer.ROW;
                    if (strong.compareTo(strongest) >= 0 && weak.compareTo(strong) > 0 && !needsJson) {
                        pairs.add(Arguments.of(name, strong, weak));
                    }
                }
            }
        }
        return pairs.stream();
    }

    static Stream<Arguments> ofOptions() {
        return pairs(OPTIONS, Layer.REQUEST);
    }

    static Stream<Arguments> ofTexts() {
        return pairs(TEXTS, Layer.LOCATION);
    }

    private final FakeProvider fake = new FakeProvider();
    private final Map<Layer, String> values = new LinkedHashMap<>();

    private ChatModelRegistry registry(String name) {
        ChatModelRegistry.Builder builder = ChatModelRegistry.builder()
                .discovery(false)
                .environment(Map.of())
                .provider(fake)
                .alias("outer", "inner" + text(Layer.ALIAS, name))
                .alias("inner", "corp:m" + text(Layer.INNER_ALIAS, name))
                .property("chatmodels.service.corp.provider", "fake")
                .property("chatmodels.credential.one", "env:ONE")
                .property("chatmodels.credential.two", "env:TWO");
        if (values.containsKey(Layer.ROW)) {
            builder.property("chatmodels.service.corp." + name, values.get(Layer.ROW));
        }
        return builder.build();
    }

    private String text(Layer layer, String name) {
        String value = values.get(layer);
        return value == null ? "" : "?" + name + "=" + value;
    }

    private static ChatOptions options(String name, String value) {
        return value == null
                ? ChatOptions.NONE
                : Parameters.SHARED.read(Map.of(name, List.of(value))).options();
    }

    @ParameterizedTest
    @MethodSource("ofOptions")
    void theStrongerLayerOfAnOptionWins(String name, Layer strong, Layer weak) {
        for (boolean swapped : new boolean[] {false, true}) {
            values.put(strong, OPTIONS.get(name).get(swapped ? 1 : 0));
            values.put(weak, OPTIONS.get(name).get(swapped ? 0 : 1));
            try (ChatModelRegistry registry = registry(name)) {
                registry.open("outer" + text(Layer.LOCATION, name), options(name, values.get(Layer.OPEN)))
                        .chat(ChatRequest.builder()
                                .user("hi")
                                .options(options(name, values.get(Layer.REQUEST)))
                                .build());
            }
            ChatOptions sent = fake.request().options();
            assertThat(options(name, values.get(strong)).over(sent)).isEqualTo(sent);
            assertThat(options(name, values.get(weak)).over(sent)).isNotEqualTo(sent);
        }
    }

    @ParameterizedTest
    @MethodSource("ofTexts")
    void theStrongerTextWinsAndExplainNamesIt(String name, Layer strong, Layer weak) {
        Map<Layer, String> origins = Map.of(
                Layer.LOCATION, "location",
                Layer.ALIAS, "alias outer in the builder",
                Layer.INNER_ALIAS, "alias inner in the builder",
                Layer.ROW, "chatmodels.service.corp." + name + " in the builder");
        values.put(strong, TEXTS.get(name).get(0));
        values.put(weak, TEXTS.get(name).get(1));
        try (ChatModelRegistry registry = registry(name)) {
            assertThat(registry.explain("outer" + text(Layer.LOCATION, name)).settings())
                    .filteredOn(setting -> setting.name().equals(name))
                    .singleElement()
                    .satisfies(setting -> {
                        assertThat(setting.origin()).isEqualTo(origins.get(strong));
                        if (!name.equals("credential")) {
                            assertThat(setting.value()).isEqualTo(values.get(strong));
                        }
                    });
        }
    }

    @Test
    void everyParameterIsTriedHere() {
        List<String> tried = new ArrayList<>(OPTIONS.keySet());
        tried.addAll(TEXTS.keySet());
        tried.add("extra.*");
        try (ChatModelRegistry registry = registry("n")) {
            assertThat(registry.options("fake"))
                    .allSatisfy(option -> assertThat(tried).contains(option.name()));
        }
    }
}
