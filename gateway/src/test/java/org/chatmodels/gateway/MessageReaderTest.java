package org.chatmodels.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.chatmodels.Media;
import org.chatmodels.Message;
import org.chatmodels.Metadata;
import org.chatmodels.Part;
import org.chatmodels.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageReaderTest {
    private static final byte[] BYTES = {1, 2, 3};
    private static final String CALL =
            "{'role':'assistant','content':null,'tool_calls':[{'id':'c1','type':'function','function':"
                    + "{'name':'weather','arguments':'{ }'}}]},";

    @Test
    void callsOfTheAssistantAreReadWithArgumentsCharacterForCharacter() {
        Message message = Read.message("{'role':'assistant','content':null,'refusal':null,'function_call':null,"
                + "'tool_calls':[{'index':0,'id':'c1','type':'function',"
                + "'function':{'name':'weather','arguments':'{ \\\"city\\\" : \\\"Rome\\\",\\\"n\\\":1.50 }'}},"
                + "{'function':{'arguments':'','name':'time'},'id':'c2'}]}");
        assertThat(message)
                .isEqualTo(new Message(
                        Role.ASSISTANT,
                        List.of(
                                new Part.ToolCall("c1", "weather", "{ \"city\" : \"Rome\",\"n\":1.50 }"),
                                new Part.ToolCall("c2", "time", "{}"))));
    }

    @Test
    void whatAProviderAttachedToACallIsKeptAsItsJson() {
        Message message = Read.message("{'role':'assistant','tool_calls':[{'id':'c1','extra_content': "
                + "{ 'google' : {'thought_signature':'a/b=', 'n':1.50, 'x':[ null, true, 1e400 ]} },"
                + "'function':{'name':'weather','arguments':'{}'}}]}");
        assertThat(message.toolCalls().get(0).metadata())
                .isEqualTo(Metadata.of(
                        "extra_content",
                        "{\"google\":{\"thought_signature\":\"a/b=\",\"n\":1.50,\"x\":[null,true,1e400]}}"));
    }

    @Test
    void thoughtTextRefusalImagesAndCallsHaveTheirOrderWhateverTheFields() {
        Message message = Read.message("{'tool_calls':[{'id':'c','function':{'name':'f','arguments':'{}'}}],"
                + "'refusal':'No','images':[{'type':'image_url','image_url':{'url':'data:image/png;base64,AQID'}}],"
                + "'reasoning_content':'Hm','content':[{'type':'text','text':'a'},{'type':'refusal','refusal':'b'}],"
                + "'role':'assistant'}");
        assertThat(message.parts())
                .containsExactly(
                        new Part.Reasoning("Hm"),
                        new Part.Text("a"),
                        new Part.Refusal("b"),
                        new Part.Refusal("No"),
                        new Part.Attachment(Media.of("image/png", BYTES)),
                        new Part.ToolCall("c", "f", "{}"));
    }

    @Test
    void emptyTextsOfTheAssistantAreLeftOut() {
        assertThat(Read.message("{'role':'assistant','content':'','refusal':'','reasoning_content':'','audio':null}")
                        .parts())
                .isEmpty();
    }

    @Test
    void answerToACallFindsItsNameInTheEarlierMessage() {
        assertThat(Read.message(CALL + "{'role':'tool','tool_call_id':'c1','content':'sunny'}"))
                .isEqualTo(new Message(Role.TOOL, List.of(new Part.ToolResult("c1", "weather", "sunny", false))));
        assertThat(Read.message(CALL + "{'content':[{'type':'text','text':'sun'},{'type':'text','text':'ny'}],"
                                + "'tool_call_id':'c1','role':'tool'}")
                        .parts())
                .containsExactly(new Part.ToolResult("c1", "weather", "sunny", false));
        assertThat(Read.message(CALL + "{'role':'tool','tool_call_id':'c1','content':''}")
                        .parts())
                .containsExactly(new Part.ToolResult("c1", "weather", "", false));
    }

    @Test
    void idThatComesAgainIsTheLatestCall() {
        assertThat(Read.message(CALL + CALL.replace("weather", "time")
                                + "{'role':'tool','tool_call_id':'c1','content':'x'}")
                        .parts())
                .containsExactly(new Part.ToolResult("c1", "time", "x", false));
    }

    @Test
    void textIsReadInSystemMessagesToo() {
        assertThat(Read.message("{'role':'developer','content':[{'type':'text','text':'a'},{'text':'b'}]}"))
                .isEqualTo(new Message(Role.SYSTEM, List.of(new Part.Text("a"), new Part.Text("b"))));
        assertThat(Read.message("{'role':'user','content':''}")).isEqualTo(Message.user(""));
    }

    @Test
    void imagesAreBytesOrAddressesWithTheirDetail() {
        Message message = Read.message("{'role':'user','content':[{'type':'text','text':'What?'},"
                + "{'type':'image_url','image_url':{'url':'data:image/PNG;base64,AQID'}},"
                + "{'image_url':{'detail':'low','url':'https://example.com/a.png?x=1'},'type':'image_url'},"
                + "{'type':'image_url','image_url':{'url':'DATA:image/svg+xml;charset=utf-8;base64,AQID'}}]}");
        assertThat(message.parts())
                .containsExactly(
                        new Part.Text("What?"),
                        new Part.Attachment(Media.of("image/png", BYTES)),
                        new Part.Attachment(Media.at(URI.create("https://example.com/a.png?x=1"))
                                .detail("low")),
                        new Part.Attachment(Media.of("image/svg+xml", BYTES)));
    }

    @ParameterizedTest
    @CsvSource({"wav, audio/wav", "mp3, audio/mpeg", "flac, audio/flac"})
    void soundHasTheTypeOfItsFormat(String format, String type) {
        assertThat(part("{'type':'input_audio','input_audio':{'data':'AQID','format':'" + format + "'}}"))
                .isEqualTo(new Part.Attachment(Media.of(type, BYTES)));
    }

    @Test
    void filesAreBytesOrIdsUnderTheirNames() {
        assertThat(part("{'type':'file','file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,AQID'}}"))
                .isEqualTo(
                        new Part.Attachment(Media.of("application/pdf", BYTES).named("a.pdf")));
        assertThat(part("{'type':'file','file':{'file_id':'file-1'}}"))
                .isEqualTo(new Part.Attachment(Media.uploaded("file-1")));
        assertThat(part("{'type':'file','file':{'file_data':'AQID','file_id':'file-1'}}"))
                .isEqualTo(part("{'type':'file','file':{'file_id':'file-1','file_data':'AQID'}}"))
                .isEqualTo(new Part.Attachment(Media.of("application/octet-stream", BYTES)));
        assertThat(part("{'type':'file','file':{'file_data':'https://example.com/a.pdf'}}"))
                .isEqualTo(new Part.Attachment(Media.at(URI.create("https://example.com/a.pdf"))));
    }

    @Test
    void bytesWithoutATypeAreKnownToBeAPdf() {
        assertThat(part("{'type':'file','file':{'file_data':'JVBERi0='}}"))
                .isEqualTo(
                        new Part.Attachment(Media.of("application/pdf", "%PDF-".getBytes(StandardCharsets.US_ASCII))));
    }

    private static Part part(String json) {
        return Read.message("{'role':'user','content':[" + json + "]}").parts().get(0);
    }
}
