package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.chatmodels.ChatOptions.Unsupported;
import org.chatmodels.ChatRequest;
import org.chatmodels.Media;
import org.chatmodels.Message;
import org.chatmodels.Metadata;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Role;
import org.chatmodels.Tool;
import org.chatmodels.ToolChoice;
import org.chatmodels.provider.Service;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each service of the table is sent, byte for byte: the same five requests in its own dialect. */
class ServiceRequestsTest {
    private static final Path FILES = Path.of("src/test/resources/requests");
    private static final String SCHEMA = "{\"$schema\":\"x\",\"type\":\"object\",\"properties\":{\"city\":{\"type\":"
            + "[\"string\",\"null\"],\"pattern\":\"[A-Z].*\"},\"unit\":{\"const\":\"C\"}},\"required\":[\"city\",\"unit\"],"
            + "\"additionalProperties\":false}";
    private static final Tool WEATHER =
            Tool.declare("weather", "Weather of a city", SCHEMA).strict(true);
    private static final Tool TIME = Tool.declare("time", "", "{\"type\":\"object\",\"properties\":{}}");

    static List<String> services() throws IOException {
        return List.copyOf(new TreeSet<>(ServiceTableTest.rows().keySet()));
    }

    static List<String> servicesWithResponses() throws IOException {
        Map<String, Map<String, String>> rows = ServiceTableTest.rows();
        return services().stream()
                .filter(name ->
                        !rows.get(name).getOrDefault("responses_path", "").isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("services")
    void theServiceIsSentItsOwnDialect(String name) throws IOException {
        Service service = Service.of(name, ServiceTableTest.rows().get(name));
        ModelLocation location = location(service);
        RequestWriter writer = new RequestWriter(location, Dialect.of(service, location.model()));
        check(location, "", writer::write);
    }

    @ParameterizedTest
    @MethodSource("servicesWithResponses")
    void theServiceIsSentItsOwnDialectOfResponses(String name) throws IOException {
        Service service = Service.of(name, ServiceTableTest.rows().get(name));
        ModelLocation location = location(service);
        ResponsesWriter writer = new ResponsesWriter(location, Dialect.of(service, location.model()));
        check(location, ".responses", writer::write);
    }

    private static ModelLocation location(Service service) {
        return ModelLocation.of(service.name(), service.row().getOrDefault("example_model", "m"));
    }

    private static void check(
            ModelLocation location, String protocol, BiFunction<ChatRequest, Boolean, WrittenRequest> writer)
            throws IOException {
        String name = location.provider();
        StringBuilder text = new StringBuilder("# origin: the row of " + name + "; model " + location.model() + "\n");
        requests(name).forEach((title, request) -> {
            WrittenRequest written = writer.apply(request, title.equals("options"));
            text.append("\n== ").append(title).append('\n');
            text.append(new String(written.body(), StandardCharsets.UTF_8)).append('\n');
            written.warnings()
                    .forEach(warning -> text.append("warning: ").append(warning).append('\n'));
        });
        Path file = FILES.resolve(name + protocol + ".txt");
        if (Boolean.getBoolean("generated.write")) {
            Files.createDirectories(FILES);
            Files.writeString(file, text);
        }
        assertThat(text.toString()).isEqualTo(Files.readString(file));
    }

    @ParameterizedTest
    @MethodSource("services")
    void noBodyHasANullOrAnEmptyListOfTools(String name) throws IOException {
        checkBodies(name + ".txt");
    }

    @ParameterizedTest
    @MethodSource("servicesWithResponses")
    void noBodyOfResponsesHasANullOrAnEmptyListOfTools(String name) throws IOException {
        checkBodies(name + ".responses.txt");
    }

    private static void checkBodies(String file) throws IOException {
        try (Stream<String> lines = Files.lines(FILES.resolve(file))) {
            assertThat(lines.filter(line -> line.startsWith("{")))
                    .hasSize(5)
                    .noneMatch(line -> line.contains(":null") || line.contains("\"tools\":[]"));
        }
    }

    private static Map<String, ChatRequest> requests(String name) {
        Map<String, ChatRequest> requests = new LinkedHashMap<>();
        requests.put("options", options().build());
        requests.put("tools", tools(name).build());
        requests.put("turns", turns(name).build());
        requests.put("form", form().build());
        requests.put("media", media().build());
        return requests;
    }

    private static ChatRequest.Builder options() {
        return request()
                .system("Be brief.")
                .user("Hello")
                .temperature(0.5)
                .topP(0.9)
                .topK(40)
                .maxTokens(100)
                .stop("END")
                .seed(7)
                .presencePenalty(0.5)
                .frequencyPenalty(0.5)
                .n(2)
                .logprobs(true)
                .topLogprobs(3)
                .logitBias(Map.of("50256", -100))
                .userId("u1")
                .store(true)
                .reasoningEffort("low");
    }

    private static ChatRequest.Builder tools(String name) {
        return request()
                .user("Paris?")
                .tool(WEATHER)
                .tool(TIME)
                .tool(Tool.hosted(name, "{\"type\":\"search\"}"))
                .tool(Tool.hosted("elsewhere", "{\"type\":\"other\"}"))
                .toolChoice(ToolChoice.REQUIRED)
                .parallelToolCalls(false);
    }

    private static ChatRequest.Builder turns(String name) {
        Part.ToolCall call = new Part.ToolCall(
                "call_0123456789",
                "weather",
                "{\"city\":\"Paris\",\"unit\":\"C\"}",
                Metadata.of(MetadataNames.EXTRA_CONTENT, "{\"google\":{\"thought_signature\":\"c2ln\"}}"));
        Part thought = new Part.Reasoning(
                "I look it up.",
                Metadata.of(MetadataNames.REASONING_DETAILS, "[{\"type\":\"reasoning.text\"}]")
                        .with(
                                MetadataNames.item(name),
                                "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[],\"encrypted_content\":\"gAAA\"}"));
        return request()
                .user("Paris?")
                .message(new Message(Role.ASSISTANT, List.of(thought, call)))
                .message(Message.toolResult(call, "18 degrees"))
                .message(new Message(Role.ASSISTANT, List.of(new Part.Reasoning("Fine."), new Part.Text("Mild."))))
                .user("And now?")
                .tool(WEATHER.strict(false))
                .tool(TIME)
                .toolChoice(ToolChoice.tool("weather"));
    }

    private static ChatRequest.Builder form() {
        return request()
                .user("A city")
                .responseFormat(ResponseFormat.schema("city", SCHEMA).strict(true));
    }

    private static ChatRequest.Builder media() {
        return request()
                .user(
                        "What is this?",
                        Media.at(URI.create("https://example.org/cat")),
                        Media.of("image/png", new byte[] {1, 2, 3}).detail("low"),
                        Media.of("audio/wav", new byte[] {4, 5}),
                        Media.of("application/pdf", new byte[] {6}).named("bill.pdf"),
                        Media.uploaded("file-1"));
    }

    /** Goes without what is not taken, whatever it is. */
    private static ChatRequest.Builder request() {
        return ChatRequest.builder().unsupported(Unsupported.DROP);
    }
}
