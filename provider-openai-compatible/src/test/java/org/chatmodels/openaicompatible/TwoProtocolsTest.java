package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.Media;
import org.chatmodels.Message;
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Tool;
import org.chatmodels.canary.Canary;
import org.chatmodels.testkit.Script;
import org.junit.jupiter.api.Test;

/** One conversation of two tool rounds, an image and a record, in both wire formats: the messages are equal. */
class TwoProtocolsTest extends SocketTest {
    private static final Tool WEATHER =
            Tool.of("weather", "Weather of a city", City.class, city -> city.name() + ": 18 degrees");
    private static final Tool NOW = Tool.declare("now", "The time", "{\"type\":\"object\",\"properties\":{}}");

    /** What the tool takes, and what the conversation ends in. */
    record City(String name) {}

    private static final String END = "{\\\"name\\\":\\\"Rome\\\"}";

    private static final List<String> CHAT = List.of(
            completion("\"content\":\"I look.\",\"reasoning_content\":\"Which city?\",\"tool_calls\":["
                    + function("call_1", "weather", END) + "]"),
            completion("\"content\":null,\"tool_calls\":[" + function("call_2", "now", "{}") + ","
                    + function("call_3", "weather", END) + "]"),
            completion("\"content\":\"" + END + "\""));

    private static final List<String> RESPONSES = List.of(
            response(
                    "{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[{\"type\":\"summary_text\",\"text\":\"Which city?\"}],"
                            + "\"encrypted_content\":\"gAAA\"}",
                    message("I look."),
                    call("call_1", "weather", END)),
            response(call("call_2", "now", "{}"), call("call_3", "weather", END)),
            response(message(END)));

    @Test
    void wholeAnswersAreEqual() {
        List<Message> chat = stripped(talk("chat", CHAT, false));
        assertThat(stripped(talk("responses", RESPONSES, false)))
                .isEqualTo(chat)
                .hasSize(8);
    }

    @Test
    void streamsAreEqual() {
        List<String> chunks = CHAT.stream().map(TwoProtocolsTest::chunks).toList();
        List<String> events = RESPONSES.stream().map(TwoProtocolsTest::events).toList();
        assertThat(stripped(talk("responses", events, true)))
                .isEqualTo(stripped(talk("chat", chunks, true)))
                .isEqualTo(stripped(talk("chat", CHAT, false)));
    }

    @Test
    void whatAToolSaidGoesBackInTheWordsOfTheProtocol() {
        talk("chat", CHAT, false);
        assertThat(lastBody())
                .contains("{\"role\":\"tool\",\"tool_call_id\":\"call_3\",\"content\":\"Rome: 18 degrees\"}")
                .contains("\"image_url\":{\"url\":\"data:image/png;base64,AQID\"}")
                .contains("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\"");
        talk("responses", RESPONSES, false);
        assertThat(lastBody())
                .contains("{\"type\":\"function_call_output\",\"call_id\":\"call_3\",\"output\":\"Rome: 18 degrees\"}")
                .contains("\"image_url\":\"data:image/png;base64,AQID\"")
                .contains("\"text\":{\"format\":{\"type\":\"json_schema\",\"name\"")
                .contains("{\"type\":\"reasoning\",\"id\":\"rs_1\",\"summary\":[{\"type\":\"summary_text\",\"text\":"
                        + "\"Which city?\"}],\"encrypted_content\":\"gAAA\"},{\"type\":\"message\",\"id\":\"msg_1\"")
                .contains("\"input\":[{\"role\":\"user\"")
                .contains("\"instructions\":\"Be brief.\"");
    }

    /** A conversation that began in one goes on in the other. */
    @Test
    void aConversationChangesItsProtocol() {
        List<Message> begun = talk("responses", RESPONSES, false);
        context.row("api", "chat");
        server.always(Script.json(CHAT.get(2)));
        ChatRequest request =
                ChatRequest.builder().messages(begun).user("Sure?").build();
        assertThat(open().chat(request).read(City.class)).isEqualTo(new City("Rome"));
        assertThat(lastBody()).contains("\"tool_call_id\":\"call_3\"").doesNotContain("gAAA", "msg_1");
        context.row("api", "responses");
        server.always(Script.json(RESPONSES.get(2)));
        open().chat(request);
        assertThat(lastBody())
                .contains("\"call_id\":\"call_3\"", "gAAA")
                .contains("{\"role\":\"user\",\"content\":\"Sure?\"}");
    }

    private String lastBody() {
        return server.requests().get(server.requests().size() - 1).bodyText();
    }

    private List<Message> talk(String api, List<String> answers, boolean streamed) {
        context.row("api", api);
        ChatModel model = open();
        List<Message> messages = new ArrayList<>();
        messages.add(Message.system("Be brief."));
        messages.add(Message.user(Canary.PROMPT, Media.of("image/png", new byte[] {1, 2, 3})));
        for (String answer : answers) {
            server.always(
                    streamed ? Script.answer(200, answer, "Content-Type", "text/event-stream") : Script.json(answer));
            ChatRequest request = ChatRequest.builder()
                    .messages(messages)
                    .tool(WEATHER)
                    .tool(NOW)
                    .responseFormat(ResponseFormat.of(City.class))
                    .build();
            ChatResponse response = streamed ? whole(model.stream(request)) : model.chat(request);
            messages.add(response.message());
            response.toolCalls().forEach(call -> messages.add(Message.toolResult(call, answered(call))));
            if (response.toolCalls().isEmpty()) {
                assertThat(response.read(City.class)).isEqualTo(new City("Rome"));
            }
        }
        return messages;
    }

    private static List<Message> stripped(List<Message> messages) {
        return messages.stream().map(TwoProtocolsTest::stripped).toList();
    }

    private static ChatResponse whole(ChatStream stream) {
        try (stream) {
            return stream.response();
        }
    }

    private static String answered(Part.ToolCall call) {
        try {
            return call.name().equals("now") ? "12:00" : WEATHER.call(call.arguments());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Without what providers attach for themselves. */
    private static Message stripped(Message message) {
        List<Part> parts = new ArrayList<>();
        for (Part part : message.parts()) {
            if (part instanceof Part.Text text) {
                parts.add(new Part.Text(text.text()));
            } else if (part instanceof Part.Reasoning thought) {
                parts.add(new Part.Reasoning(thought.text()));
            } else if (part instanceof Part.ToolCall call) {
                parts.add(new Part.ToolCall(call.id(), call.name(), call.arguments()));
            } else {
                parts.add(part);
            }
        }
        return new Message(message.role(), parts);
    }

    private static String completion(String message) {
        return "{\"id\":\"c1\",\"model\":\"m1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                + message + "},\"finish_reason\":\"stop\"}]}";
    }

    private static String function(String id, String name, String arguments) {
        return "{\"id\":\"" + id + "\",\"type\":\"function\",\"function\":{\"name\":\"" + name + "\",\"arguments\":\""
                + arguments + "\"}}";
    }

    private static String response(String... items) {
        return "{\"id\":\"c1\",\"model\":\"m1\",\"status\":\"completed\",\"output\":[" + String.join(",", items) + "]}";
    }

    private static String message(String text) {
        return "{\"type\":\"message\",\"id\":\"msg_1\",\"role\":\"assistant\",\"content\":[{\"type\":\"output_text\","
                + "\"text\":\"" + text + "\",\"annotations\":[]}]}";
    }

    private static String call(String id, String name, String arguments) {
        return "{\"type\":\"function_call\",\"id\":\"fc_" + id + "\",\"call_id\":\"" + id + "\",\"name\":\"" + name
                + "\",\"arguments\":\"" + arguments + "\"}";
    }

    private static String chunks(String completion) {
        return "data: " + completion + "\n\ndata: [DONE]\n\n";
    }

    private static String events(String response) {
        return "data: {\"type\":\"response.completed\",\"response\":" + response + "}\n\n";
    }
}
