package org.chatmodels.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.Media;
import org.chatmodels.Message;
import org.chatmodels.Metadata;
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Role;
import org.chatmodels.Tool;
import org.chatmodels.ToolChoice;
import org.chatmodels.testkit.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What our client is given is what the model behind a gateway receives. */
@Timeout(30)
@ExtendWith(LeakCheck.class)
class RequestRoundTripTest {
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0};
    private static final byte[] BYTES = {0, 1, (byte) 0xFF};
    private static final String SCHEMA =
            "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\",\"maxLength\":40}},\"required\":[\"city\"]}";
    private static final Part.ToolCall FIRST = new Part.ToolCall(
            "c1",
            "weather",
            "{\"city\":\"Zürich \\\"1\\\" 🙂\"}",
            Metadata.of("extra_content", "{\"google\":{\"thought_signature\":\"AbC==\"}}"));
    private static final Part.ToolCall SECOND = new Part.ToolCall("c2", "weather", "{\"city\":\"Bern\"}");

    private final RecordingModel model = new RecordingModel(ChatResponse.of("yes"));
    private final RemoteModel remote = RemoteModel.of(model);

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        remote.close();
    }

    private ChatRequest received(ChatRequest.Builder request, boolean stream) {
        ChatResponse answer = remote.ask(request.build(), stream);
        assertThat(answer.text()).isEqualTo("yes");
        assertThat(answer.warnings()).isEmpty();
        return model.last();
    }

    private static ChatRequest.Builder hello() {
        return ChatRequest.builder().user("hello");
    }

    static Stream<List<Message>> conversations() {
        Message called = new Message(
                Role.ASSISTANT, List.of(new Part.Reasoning("Where?"), new Part.Text("One moment."), FIRST, SECOND));
        return Stream.of(
                List.of(Message.system("Be brief."), Message.user("Grüße 🙂\n\"quoted\"\t\\")),
                List.of(Message.user("one"), Message.assistant("two"), Message.user("three"), Message.system("four")),
                List.of(new Message(Role.USER, List.of(new Part.Text("one"), new Part.Text(""), new Part.Text("two")))),
                List.of(Message.user("one"), new Message(Role.ASSISTANT, List.of()), Message.user("two")),
                List.of(
                        Message.user("The weather?"),
                        called,
                        Message.toolResult(FIRST, "{\"sky\":\"clear\"}"),
                        Message.toolResult(SECOND, ""),
                        Message.user("And?")),
                List.of(
                        Message.user("The weather?"),
                        new Message(Role.ASSISTANT, List.of(SECOND)),
                        new Message(Role.TOOL, List.of(new Part.ToolResult("c2", "weather", "none", false)))));
    }

    @ParameterizedTest
    @MethodSource("conversations")
    void conversationArrivesAsItIs(List<Message> messages) {
        for (boolean stream : List.of(false, true)) {
            ChatRequest request = ChatRequest.builder().messages(messages).build();
            assertThat(received(request.toBuilder(), stream).messages()).isEqualTo(messages);
        }
    }

    static Stream<Media> media() {
        return Stream.of(
                Media.of("image/png", PNG),
                Media.of("image/webp", BYTES).detail("low"),
                Media.at(URI.create("https://example.com/a%20b.png?x=1&y=ü#z")),
                Media.at(URI.create("https://example.com/get?id=7")).detail("high"),
                Media.of("audio/wav", BYTES),
                Media.of("audio/mpeg", BYTES),
                Media.of("audio/flac", BYTES),
                Media.of("application/pdf", BYTES),
                Media.of("text/plain", BYTES).named("notes \"1\".txt"),
                Media.at(URI.create("https://example.com/a.pdf")),
                Media.at(URI.create("https://example.com/a.pdf")).named("b.pdf"),
                Media.uploaded("file-7").named("c.pdf"),
                Media.uploaded("file-7"));
    }

    @ParameterizedTest
    @MethodSource("media")
    void mediumArrivesAsItIs(Media medium) {
        Message message = Message.user("What is it?", medium);
        for (boolean stream : List.of(false, true)) {
            assertThat(received(ChatRequest.builder().message(message), stream).messages())
                    .containsExactly(message);
        }
    }

    @Test
    void mediaKeepTheirOrder() {
        Media[] all = media().toArray(Media[]::new);
        Message message = Message.user("", all);
        assertThat(received(ChatRequest.builder().message(message), false).messages())
                .containsExactly(message);
    }

    @Test
    void fileArrivesAsItsBytes() throws Exception {
        Path picture = Files.write(folder.resolve("cat.png"), PNG);
        Path document = Files.writeString(folder.resolve("a.pdf"), "%PDF-1.7");
        Message message = Message.user("", Media.file(picture), Media.file(document));
        assertThat(received(ChatRequest.builder().message(message), false).messages())
                .containsExactly(Message.user(
                        "",
                        Media.of("image/png", PNG),
                        Media.of("application/pdf", Files.readAllBytes(document))
                                .named("a.pdf")));
    }

    static Stream<ChatOptions> options() {
        return Stream.of(
                ChatOptions.NONE,
                ChatOptions.builder()
                        .temperature(0.25)
                        .topP(0.5)
                        .topK(40)
                        .maxTokens(7)
                        .stop("a", "\n")
                        .seed(Long.MAX_VALUE)
                        .presencePenalty(-1.5)
                        .frequencyPenalty(2)
                        .build(),
                ChatOptions.builder()
                        .n(3)
                        .logprobs(true)
                        .topLogprobs(2)
                        .logitBias(Map.of("50256", -100))
                        .userId("u1")
                        .reasoningEffort("high")
                        .store(false)
                        .build(),
                ChatOptions.builder().logprobs(true).stop("one").store(true).build());
    }

    @ParameterizedTest
    @MethodSource("options")
    void optionsArriveAsTheyAre(ChatOptions options) {
        for (boolean stream : List.of(false, true)) {
            assertThat(received(hello().options(options), stream).options()).isEqualTo(options);
        }
    }

    static Stream<ResponseFormat> formats() {
        return Stream.of(
                ResponseFormat.JSON,
                ResponseFormat.schema("place", SCHEMA),
                ResponseFormat.schema("place", SCHEMA).strict(true),
                ResponseFormat.schema("place", SCHEMA).strict(false));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void formOfTheAnswerArrivesAsItIs(ResponseFormat format) {
        for (boolean stream : List.of(false, true)) {
            ChatRequest request =
                    received(ChatRequest.builder().user("As JSON, please").responseFormat(format), stream);
            assertThat(request.responseFormat()).contains(format);
            assertThat(request.messages()).containsExactly(Message.user("As JSON, please"));
        }
    }

    static Stream<ToolChoice> choices() {
        return Stream.of(ToolChoice.AUTO, ToolChoice.NONE, ToolChoice.REQUIRED, ToolChoice.tool("place"));
    }

    @ParameterizedTest
    @MethodSource("choices")
    void choiceOfToolArrivesAsItIs(ToolChoice choice) {
        for (boolean stream : List.of(false, true)) {
            remote.ask(
                    hello().tool(Tool.declare("place", "", SCHEMA))
                            .toolChoice(choice)
                            .build(),
                    stream);
            assertThat(model.last().toolChoice()).contains(choice);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void toolsArriveAsTheyAre(boolean stream) {
        List<Tool> tools = List.of(
                Tool.declare("weather", "What the \"sky\" is like", SCHEMA),
                Tool.declare("place", "", "{\"type\":\"object\",\"properties\":{}}")
                        .strict(true),
                Tool.declare("time", "Now", SCHEMA).strict(false));
        ChatRequest.Builder asked = hello().parallelToolCalls(false);
        tools.forEach(asked::tool);
        ChatRequest request = received(asked, stream);
        assertThat(request.tools().stream().map(RequestRoundTripTest::told))
                .isEqualTo(tools.stream().map(RequestRoundTripTest::told).toList());
        assertThat(request.toolChoice()).isEmpty();
        assertThat(request.options().parallelToolCalls()).contains(false);
    }

    @Test
    void toolOfARecordArrivesAsADeclaredOne() {
        record City(String name, int people) {}
        Tool tool = Tool.of("census", "Counts people", City.class, City::people);
        Tool received = received(hello().tool(tool), false).tools().get(0);
        assertThat(told(received)).isEqualTo(told(Tool.declare("census", "Counts people", tool.parameters())));
    }

    private static List<Object> told(Tool tool) {
        return List.of(tool.name(), tool.description(), tool.parameters(), tool.strict(), tool.hostedBy());
    }
}
