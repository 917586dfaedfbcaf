package org.chatmodels.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.chatmodels.ChatResponse;
import org.chatmodels.testkit.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What does not fit is refused, with where it stands and what it must be, and without what stands there. */
@Timeout(20)
@ExtendWith(LeakCheck.class)
class BadRequestTest {
    private static final String OF_TOOLS = "type | must be function; this gateway carries no other kind of tool";

    private final Gateway gateway = Gateway.serve(FakeModel.answering(ChatResponse.of("hi")), 0);

    @AfterEach
    void close() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'temperature':'SECRET' | temperature | must be a number",
                "'temperature':-1 | temperature | does not fit: temperature is -1.0: write a number from 0.0 to 3.4",
                "'top_p':2 | top_p | does not fit: topP is 2.0: write a number from 0.0 to 1.0",
                "'max_tokens':1.5 | max_tokens | must be a whole number of at most 64 bits",
                "'max_tokens':3000000000 | max_tokens | must be a whole number of at most 32 bits",
                "'max_completion_tokens':0 | max_completion_tokens | does not fit: maxTokens is 0: write 1 or more",
                "'seed':99999999999999999999 | seed | must be a whole number of at most 64 bits",
                "'stop':{} | stop | must be a string",
                "'stop':['a',1] | stop[1] | must be a string",
                "'stop':'' | stop | does not fit: stop has an empty text: leave it out",
                "'stream':'yes' | stream | must be true or false",
                "'stream_options':true | stream_options | must be an object",
                "'stream_options':{'include_usage':1} | stream_options.include_usage | must be true or false",
                "'user':1 | user | must be a string",
                "'n':0 | n | does not fit: n is 0: write 1 or more",
                "'store':1 | store | must be true or false",
                "'logprobs':3 | logprobs | must be true or false",
                "'top_logprobs':-1 | top_logprobs | does not fit: topLogprobs is -1: write 0 or more",
                "'logit_bias':[] | logit_bias | must be an object",
                "'logit_bias':{'7':'SECRET'} | logit_bias.7 | must be a whole number of at most 64 bits",
                "'logit_bias':{'7':101} | logit_bias | does not fit: logitBias is 101.0: write a number from -100",
                "'parallel_tool_calls':'no' | parallel_tool_calls | must be true or false",
                "'reasoning_effort':' ' | reasoning_effort | does not fit: reasoningEffort is blank",
                "'functions':[{'name':'f'}] | functions | is not supported by this gateway; send tools"
            })
    void optionThatDoesNotFit(String fields, String param, String message) throws Exception {
        assertRefused("{" + Read.HELLO + "," + fields + "}", param, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'tools':{} | tools | must be an array",
                "'tools':[7] | tools[0] | must be an object",
                "'tools':[{}] | tools[0]." + OF_TOOLS,
                "'tools':[{'type':'custom','custom':{'name':'SECRET'}}] | tools[0]." + OF_TOOLS,
                "'tools':[{'type':'function'}] | tools[0].function.name | is missing",
                "'tools':[{'type':'function','function':7}] | tools[0].function | must be an object",
                "'tools':[{'type':'function','function':{'name':' '}}] | tools[0].function.name | must not be blank",
                "'tools':[{'type':'function','function':{'name':'f','parameters':'SECRET'}}]"
                        + " | tools[0].function.parameters | must be an object",
                "'tools':[{'type':'function','function':{'name':'f','strict':1}}]"
                        + " | tools[0].function.strict | must be true or false",
                "'tool_choice':'SECRET' | tool_choice | must be none, auto, required or a function",
                "'tool_choice':7 | tool_choice | must be an object",
                "'tool_choice':{'type':'allowed_tools'} | tool_choice." + OF_TOOLS,
                "'tool_choice':{'type':'function'} | tool_choice.function.name | is missing",
                "'tool_choice':{'type':'function','function':{'name':'SECRET'}}"
                        + " | tool_choice.function.name | must be the name of one of the tools",
                "'tool_choice':'required' | tool_choice | may be required only beside tools",
                "'response_format':'json' | response_format | must be an object",
                "'response_format':{} | response_format.type | must be text, json_object or json_schema",
                "'response_format':{'type':'grammar'} | response_format.type | must be text, json_object or json_schema",
                "'response_format':{'type':'json_schema'} | response_format.json_schema.name | is missing",
                "'response_format':{'type':'json_schema','json_schema':{'name':'c'}}"
                        + " | response_format.json_schema.schema | is missing",
                "'response_format':{'type':'json_schema','json_schema':{'name':'c','schema':true}}"
                        + " | response_format.json_schema.schema | must be an object"
            })
    void toolOrFormatThatDoesNotFit(String fields, String param, String message) throws Exception {
        assertRefused("{" + Read.HELLO + "," + fields + "}", param, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | messages | must be an array with at least one message",
                "{} | messages | must be an array",
                "[null] | messages[0] | must be an object",
                "[{}] | messages[0].role | must be system, developer, user, assistant or tool",
                "[{'role':'SECRET','content':'x'}] | messages[0].role | must be system, developer, user, assistant or",
                "[{'role':1}] | messages[0].role | must be a string",
                "[{'role':'user'}] | messages[0].content | must be a string or an array with at least one part",
                "[{'role':'system','content':[]}] | messages[0].content | must be a string or an array with at least",
                "[{'role':'user','content':7}] | messages[0].content | must be a string or an array of parts",
                "[{'role':'tool','content':'x','tool_call_id':'SECRET'}] | messages[0].tool_call_id"
                        + " | must be the id of a call in an earlier message",
                "[{'role':'user','content':'a'},{'role':'tool','content':'x'}] | messages[1].tool_call_id"
                        + " | must be the id of a call in an earlier message",
                "[{'role':'assistant','tool_calls':[{}]}] | messages[0].tool_calls[0].id | is missing",
                "[{'role':'assistant','tool_calls':[{'id':'1'}]}] | messages[0].tool_calls[0].function.name | is missing",
                "[{'role':'assistant','tool_calls':[{'type':'custom'}]}] | messages[0].tool_calls[0].type"
                        + " | must be function; this gateway carries no other kind of call",
                "[{'role':'assistant','tool_calls':[{'function':{'arguments':{}}}]}]"
                        + " | messages[0].tool_calls[0].function.arguments | must be a string",
                "[{'role':'assistant','tool_calls':[{'function':{'arguments':'{SECRET'}}]}]"
                        + " | messages[0].tool_calls[0].function.arguments | must be the text of a JSON object",
                "[{'role':'assistant','tool_calls':[{'function':{'arguments':'[]'}}]}]"
                        + " | messages[0].tool_calls[0].function.arguments | must be the text of a JSON object",
                "[{'role':'assistant','tool_calls':[{'function':{'arguments':'{} {}'}}]}]"
                        + " | messages[0].tool_calls[0].function.arguments | must be the text of a JSON object",
                "[{'role':'assistant','function_call':{'name':'f'}}] | messages[0].function_call"
                        + " | is not supported by this gateway; send tool_calls",
                "[{'role':'assistant','audio':{'id':'a'}}] | messages[0].audio | is not supported by this gateway, which"
            })
    void messageThatDoesNotFit(String messages, String param, String message) throws Exception {
        assertRefused("{'messages':" + messages + "}", param, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "7 |  | must be an object",
                "{'type':'text'} | .text | is missing",
                "{'type':'text','text':1} | .text | must be a string",
                "{'type':'video_url','video_url':{}} | .type | must be text, image_url, input_audio, file or refusal",
                "{'type':'image_url','image_url':{}} | .image_url.url | is missing",
                "{'type':'image_url','image_url':'https://example.com'} | .image_url | must be an object",
                "{'type':'image_url','image_url':{'url':'data:image/png;base64,SECRET!'}} | .image_url.url"
                        + " | must be base64 of at least one byte",
                "{'type':'image_url','image_url':{'url':'data:image/png;base64,'}} | .image_url.url"
                        + " | must be base64 of at least one byte",
                "{'type':'image_url','image_url':{'url':'data:image/png,SECRET'}} | .image_url.url"
                        + " | must hold its data in base64: data:TYPE;base64,DATA",
                "{'type':'image_url','image_url':{'url':'data:'}} | .image_url.url | must hold its data in base64",
                "{'type':'image_url','image_url':{'url':'data:png;base64,AQID'}} | .image_url.url"
                        + " | does not fit: mimeType is not like image/png",
                "{'type':'image_url','image_url':{'url':'file:///SECRET'}} | .image_url.url"
                        + " | must be an absolute http or https URL, or a data URL in base64",
                "{'type':'image_url','image_url':{'url':'SECRET.png'}} | .image_url.url | must be an absolute http",
                "{'type':'image_url','image_url':{'url':'https://SECRET SECRET'}} | .image_url.url | must be an absolute",
                "{'type':'image_url','image_url':{'url':'https:SECRET'}} | .image_url.url | must be an absolute http",
                "{'type':'image_url','image_url':{'url':'https://a.b','detail':''}} | .image_url.detail | must not be",
                "{'type':'input_audio','input_audio':{'data':'AQID'}} | .input_audio.format | is missing",
                "{'type':'input_audio','input_audio':{'format':'wav'}} | .input_audio.data | is missing",
                "{'type':'input_audio','input_audio':{'data':'SECRET!'}} | .input_audio.data | must be base64 of at least",
                "{'type':'input_audio','input_audio':{'format':'a/SECRET'}} | .input_audio.format | must be a format of",
                "{'type':'file','file':{'filename':'a'}} | .file | must have file_data or file_id",
                "{'type':'file','file':{'file_data':'SECRET!'}} | .file.file_data | must be base64 of at least one byte",
                "{'type':'file','file':{'file_data':'ftp://SECRET'}} | .file.file_data | must be an absolute http"
            })
    void partThatDoesNotFit(String part, String param, String message) throws Exception {
        String path = "messages[0].content[1]" + (param == null ? "" : param);
        assertRefused("{'messages':[{'role':'user','content':[{'text':'a'}," + part + "]}]}", path, message);
    }

    @ParameterizedTest
    @CsvSource({
        "system, image_url, 'image_url', '{\"url\":\"https://a.b\"}'",
        "assistant, image_url, 'image_url', '{\"url\":\"https://a.b\"}'",
        "tool, image_url, 'image_url', '{\"url\":\"https://a.b\"}'",
        "user, refusal, 'refusal', '\"no\"'",
    })
    void partThatTheRoleDoesNotHave(String role, String type, String field, String value) throws Exception {
        assertRefused(
                "{'messages':[{'role':'" + role + "','content':[{'type':'" + type + "','" + field + "':" + value
                        + "}]}]}",
                "messages[0].content",
                "may hold media in user messages only, and refusals in the assistant's");
    }

    private void assertRefused(String body, String param, String message) throws Exception {
        Reply reply = new WebClient(gateway.baseUrl()).chat(body.replace('\'', '"'));
        JsonNode error = new ObjectMapper().readTree(reply.body()).get("error");
        assertThat(reply.statusCode()).isEqualTo(400);
        assertThat(error.get("param").asText()).isEqualTo(param);
        assertThat(error.get("message").asText()).startsWith("'" + param + "' " + message);
        assertThat(error.get("type").asText()).isEqualTo("invalid_request_error");
        assertThat(reply.body()).doesNotContain("SECRET");
    }
}
