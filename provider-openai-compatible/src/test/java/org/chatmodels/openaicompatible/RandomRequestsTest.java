package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.chatmodels.ChatOptions.Unsupported;
import org.chatmodels.ChatRequest;
import org.chatmodels.Media;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Role;
import org.chatmodels.Tool;
import org.chatmodels.ToolChoice;
import org.chatmodels.spi.JsonReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every request in every dialect. */
class RandomRequestsTest {
    private static final int REQUESTS = 3000;
    private static final Map<Feature, String> FIELDS = fields();

    private Random random = new Random();

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 20_261_128})
    void everyBodyIsOneJsonObjectOfWhatWasAskedAndIsTaken(long seed) {
        random = new Random(seed);
        for (int i = 0; i < REQUESTS; i++) {
            Dialect dialect = dialect();
            ChatRequest request = request();
            RequestWriter writer = new RequestWriter(ModelLocation.of("any", "m"), dialect);
            WrittenRequest written = writer.write(request, random.nextBoolean());
            Map<?, ?> body = parsed(written.body());
            String about = "seed " + seed + ", request " + i + ": " + body;
            assertThat(body.get("model")).as(about).isEqualTo("m");
            assertThat((List<?>) body.get("messages")).as(about).isNotEmpty();
            assertNoNull(body, about);
            checkFields(request, dialect, body, about);
            checkPairs((List<?>) body.get("messages"), about);
        }
    }

    private static void checkFields(ChatRequest request, Dialect dialect, Map<?, ?> body, String about) {
        boolean thinking = !request.options().reasoningEffort().orElse("").equals("none");
        FIELDS.forEach((feature, field) -> {
            boolean asked = asked(request, feature);
            boolean expected = asked && !dialect.drops(feature, thinking);
            assertThat(body.containsKey(field)).as(field + " in " + about).isEqualTo(expected);
        });
        assertThat(body.containsKey("tools") || !body.containsKey("tool_choice"))
                .as(about)
                .isTrue();
        assertThat(body.get("tools")).as(about).isNotEqualTo(List.of());
    }

    private static boolean asked(ChatRequest request, Feature feature) {
        return switch (feature) {
            case TEMPERATURE -> request.options().temperature().isPresent();
            case TOP_P -> request.options().topP().isPresent();
            case TOP_K -> request.options().topK().isPresent();
            case STOP -> !request.options().stop().isEmpty();
            case N -> request.options().n().orElse(1) > 1;
            case USER -> request.options().userId().isPresent();
            default -> !request.options().logitBias().isEmpty();
        };
    }

    private static Map<Feature, String> fields() {
        Map<Feature, String> fields = new EnumMap<>(Feature.class);
        for (Feature feature : List.of(
                Feature.TEMPERATURE,
                Feature.TOP_P,
                Feature.TOP_K,
                Feature.STOP,
                Feature.N,
                Feature.USER,
                Feature.LOGIT_BIAS)) {
            fields.put(feature, feature.wireName());
        }
        return fields;
    }

    /** Every result answers a call that stands before it, by the same id. */
    private static void checkPairs(List<?> messages, String about) {
        Set<Object> called = new TreeSet<>();
        for (Object one : messages) {
            Map<?, ?> message = (Map<?, ?>) one;
            if (message.get("tool_calls") instanceof List<?> calls) {
                calls.forEach(call -> called.add(((Map<?, ?>) call).get("id")));
            } else if ("tool".equals(message.get("role"))) {
                assertThat(called).as(about).contains(message.get("tool_call_id"));
            }
        }
    }

    private static void assertNoNull(Object value, String about) {
        assertThat(value).as(about).isNotNull();
        if (value instanceof Map<?, ?> map) {
            map.values().forEach(one -> assertNoNull(one, about));
        } else if (value instanceof List<?> list) {
            list.forEach(one -> assertNoNull(one, about));
        }
    }

    private static Map<?, ?> parsed(byte[] body) {
        try (JsonReader json = new JsonReader()) {
            json.read(body, 0, body.length);
            Map<?, ?> value = (Map<?, ?>) json.value();
            json.end();
            return value;
        }
    }

    private Dialect dialect() {
        List<String> pairs = new ArrayList<>();
        for (DialectField field : DialectField.values()) {
            if (!field.allowed().isEmpty() && random.nextInt(3) == 0) {
                pairs.add(field.key());
                pairs.add(field.allowed().get(random.nextInt(field.allowed().size())));
            }
        }
        return Dialects.of(pairs.toArray(String[]::new));
    }

    private ChatRequest request() {
        ChatRequest.Builder request = ChatRequest.builder().unsupported(Unsupported.DROP);
        for (int turn = random.nextInt(4); turn >= 0; turn--) {
            turn(request);
        }
        List<Runnable> options = List.of(
                () -> request.temperature(random.nextDouble()),
                () -> request.topP(random.nextDouble()),
                () -> request.topK(random.nextInt(100)),
                () -> request.stop(text(), text()),
                () -> request.n(1 + random.nextInt(3)),
                () -> request.userId("u" + text()),
                () -> request.logitBias(Map.of("7", 1)),
                () -> request.reasoningEffort(random.nextBoolean() ? "none" : "low"),
                () -> request.logprobs(random.nextBoolean()),
                () -> request.store(random.nextBoolean()),
                () -> request.responseFormat(random.nextBoolean() ? ResponseFormat.JSON : schema()),
                () -> request.tool(Tool.declare("a", text(), "{\"type\":\"object\"}")),
                () -> request.tool(
                        Tool.declare("b", text(), "{\"type\":\"object\"}").strict(true)),
                () -> request.extra("nested", Map.of(text(), List.of(text(), 1))));
        options.forEach(option -> {
            if (random.nextInt(3) == 0) {
                option.run();
            }
        });
        ToolChoice[] choices = {ToolChoice.AUTO, ToolChoice.NONE, ToolChoice.REQUIRED};
        return request.toolChoice(choices[random.nextInt(3)]).build();
    }

    private static ResponseFormat schema() {
        return ResponseFormat.schema("s", "{\"type\":\"object\",\"properties\":{\"a\":{\"const\":1}}}");
    }

    private void turn(ChatRequest.Builder request) {
        if (random.nextInt(3) == 0) {
            request.system(text());
        }
        request.user(
                text(),
                random.nextBoolean()
                        ? new Media[0]
                        : new Media[] {
                            Media.of(random.nextBoolean() ? "image/png" : "audio/wav", new byte[random.nextInt(5)])
                        });
        List<Part> said = new ArrayList<>(List.of(new Part.Reasoning(text()), new Part.Text(text())));
        List<Part> results = new ArrayList<>();
        for (int call = random.nextInt(3); call > 0; call--) {
            Part.ToolCall one = new Part.ToolCall("call_" + random.nextInt(1000), "a", "{\"x\":\"" + call + "\"}");
            said.add(one);
            results.add(new Part.ToolResult(one.id(), "a", text(), random.nextBoolean()));
        }
        request.message(new Message(Role.ASSISTANT, said));
        if (!results.isEmpty()) {
            request.message(new Message(Role.TOOL, results));
        }
    }

    /** Anything, half a surrogate pair and control characters among it. */
    private String text() {
        StringBuilder text = new StringBuilder("t");
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append((char) (random.nextInt(4) == 0 ? random.nextInt(0x10000) : random.nextInt(128)));
        }
        return text.toString();
    }
}
