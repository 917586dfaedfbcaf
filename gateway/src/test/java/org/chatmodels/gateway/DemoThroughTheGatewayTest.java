package org.chatmodels.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.testkit.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Tools, forms, images and choices, from a client that knows nothing of this project to a model that has them all. */
@Timeout(20)
@ExtendWith(LeakCheck.class)
class DemoThroughTheGatewayTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOOLS = ",'tools':[{'type':'function','function':{'name':'get_weather','parameters':"
            + "{'type':'object','properties':{'city':{'type':'string'}},'required':['city']}}}]";
    private static final String QUESTION = "{'role':'user','content':'Weather in \\'Rome\\'?'}";

    private final ChatModelRegistry registry = ChatModelRegistry.builder().build();
    private final Gateway gateway = Gateway.serve(registry.open("demo:small"), 0);
    private final WebClient client = new WebClient(gateway.baseUrl());

    @AfterEach
    void close() {
        gateway.close();
        registry.close();
    }

    @Test
    void callGoesToTheClientAndItsResultBack() throws Exception {
        JsonNode choice = ask("'messages':[" + QUESTION + "]" + TOOLS).at("/choices/0");
        assertThat(choice.get("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(choice.at("/message/content").isNull()).isTrue();
        JsonNode call = choice.at("/message/tool_calls/0");
        assertThat(call.at("/function/arguments").asText()).isEqualTo("{\"city\":\"Rome\"}");
        String history = QUESTION + "," + choice.get("message") + ",{'role':'tool','tool_call_id':" + call.get("id")
                + ",'content':[{'type':'text','text':'sunny'}]}";
        JsonNode answer = ask("'messages':[" + history + "]" + TOOLS).at("/choices/0");
        assertThat(answer.at("/message/content").asText()).isEqualTo("get_weather says: sunny");
        assertThat(answer.get("finish_reason").asText()).isEqualTo("stop");
    }

    @Test
    void streamedCallAddsUpToTheWholeOne() throws Exception {
        String fields = "'messages':[" + QUESTION + "],'tool_choice':'required'" + TOOLS;
        JsonNode whole = ask(fields).at("/choices/0/message/tool_calls/0");
        StringBuilder arguments = new StringBuilder();
        int opened = 0;
        for (String event : client.chat("{" + fields.replace('\'', '"') + ",\"stream\":true}")
                .body()
                .split("\n\n")) {
            JsonNode call = event.contains("[DONE]")
                    ? JSON.nullNode()
                    : JSON.readTree(event.substring("data: ".length())).at("/choices/0/delta/tool_calls/0");
            arguments.append(call.at("/function/arguments").asText());
            opened += call.has("id") ? 1 : 0;
            assertThat(call.at("/id").asText()).isIn("", whole.get("id").asText());
        }
        assertThat(opened).isEqualTo(1);
        assertThat(arguments).hasToString(whole.at("/function/arguments").asText());
    }

    @Test
    void answerFitsTheSchemaOfTheRequest() throws Exception {
        JsonNode answer = ask("'messages':[" + QUESTION + "],'response_format':{'type':'json_schema','json_schema':"
                + "{'name':'city','strict':true,'schema':{'type':'object','properties':{'name':{'type':'string'}}}}}");
        assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("{\"name\":\"Rome\"}");
    }

    @Test
    void imageReachesTheModel() throws Exception {
        JsonNode answer = ask("'messages':[{'role':'user','content':[{'type':'text','text':'What is it?'},"
                + "{'type':'image_url','image_url':{'url':'data:image/png;base64,AQID'}},"
                + "{'type':'input_audio','input_audio':{'data':'AQ==','format':'wav'}}]}]");
        assertThat(answer.at("/choices/0/message/content").asText())
                .isEqualTo("I see an image of 3 bytes and a sound of 1 byte.");
    }

    @Test
    void choicesHaveTheirNumbers() throws Exception {
        JsonNode answer = ask("'n':2,'messages':[{'role':'user','content':'Tell me about JDBC'}]");
        assertThat(answer.get("choices")).hasSize(2);
        assertThat(answer.at("/choices/1/index").asInt()).isEqualTo(1);
        List<String> events = List.of(client.chat("{\"n\":2,\"stream\":true,\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"Tell me about JDBC\"}]}")
                .body()
                .split("\n\n"));
        for (int choice = 0; choice < 2; choice++) {
            StringBuilder text = new StringBuilder();
            for (String event : events.subList(0, events.size() - 1)) {
                JsonNode streamed =
                        JSON.readTree(event.substring("data: ".length())).at("/choices/0");
                text.append(
                        streamed.get("index").asInt() == choice
                                ? streamed.at("/delta/content").asText()
                                : "");
            }
            assertThat(text)
                    .hasToString(
                            answer.at("/choices/" + choice + "/message/content").asText());
        }
    }

    @Test
    void featureThatTheModelDoesNotHaveIsABadRequest() throws Exception {
        Reply reply = client.hello(",\"logprobs\":true");
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(reply.body()).at("/error/code").asText()).isEqualTo("unsupported_feature");
    }

    /** An apostrophe is a quote, and one behind a backslash a quote inside a string. */
    private JsonNode ask(String fields) throws Exception {
        Reply reply = client.chat("{" + fields.replace('\'', '"') + "}");
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
        return JSON.readTree(reply.body());
    }
}
