package org.chatmodels.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatEvent.ToolCallDelta;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.Citation;
import org.chatmodels.FinishReason;
import org.chatmodels.FinishReason.Kind;
import org.chatmodels.Logprob;
import org.chatmodels.Media;
import org.chatmodels.Message;
import org.chatmodels.Metadata;
import org.chatmodels.Part;
import org.chatmodels.ProtocolException;
import org.chatmodels.Role;
import org.chatmodels.Usage;
import org.junit.jupiter.api.Test;

/** Chunks, byte for byte but for the head that all have; a quote is written as an apostrophe. */
class ChunkWriterTest {
    private static final ChatEvent STARTED = new ChatEvent.Started("x", "m");
    private static final String ROLE = delta(0, "'role':'assistant','content':'','refusal':null");

    private ChunkWriter writer = new ChunkWriter("served", false);

    @Test
    void textThoughtAndRefusalAreDeltas() {
        assertThat(written(STARTED)).containsExactly(ROLE);
        assertThat(written(new ChatEvent.TextDelta("a\n"))).containsExactly(delta(0, "'content':'a\\n'"));
        assertThat(written(new ChatEvent.ReasoningDelta("b"))).containsExactly(delta(0, "'reasoning_content':'b'"));
        assertThat(written(new ChatEvent.RefusalDelta("c"))).containsExactly(delta(0, "'refusal':'c'"));
        assertThat(written(new ChatEvent.Opaque("p", "{}"))).isEmpty();
    }

    @Test
    void everyChoiceHasItsRoleAndItsReason() {
        written(STARTED);
        assertThat(written(new ChatEvent.TextDelta(1, "b")))
                .containsExactly(delta(1, "'role':'assistant','content':'','refusal':null"), delta(1, "'content':'b'"));
        assertThat(written(new ChatEvent.TextDelta(1, "c"))).containsExactly(delta(1, "'content':'c'"));
        ChatResponse.Builder answer = answer(text("a", Kind.STOP), text("bc", Kind.LENGTH), text("", Kind.STOP))
                .usage(Usage.of(1, 2));
        assertThat(written(answer))
                .containsExactly(
                        end(0, "stop"),
                        end(1, "length"),
                        delta(2, "'role':'assistant','content':'','refusal':null"),
                        end(2, "stop") + ",'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3}",
                        "[DONE]");
    }

    @Test
    void usageOfItsOwnIsNullBefore() {
        writer = new ChunkWriter("served", true);
        assertThat(written(STARTED)).containsExactly(ROLE + ",'usage':null");
        assertThat(written(answer(text("a", Kind.STOP)).usage(Usage.of(1, 2))))
                .containsExactly(
                        end(0, "stop") + ",'usage':null",
                        "'choices':[],'usage':{'prompt_tokens':1,'completion_tokens':2,'total_tokens':3}",
                        "[DONE]");
    }

    @Test
    void callHasIdTypeAndNameFirstAndThenArgumentsOnly() {
        written(STARTED);
        assertThat(written(new ToolCallDelta(0, "c1", "weather", ""))).containsExactly(opened("c1", "weather", 0));
        assertThat(written(new ToolCallDelta(0, "c1", "weather", "{"))).containsExactly(arguments(0, "{"));
        assertThat(written(new ToolCallDelta(1, "c2", "time", "{}")))
                .containsExactly(opened("c2", "time", 1), arguments(1, "{}"));
        assertThat(written(new ToolCallDelta(0, "c1", "weather", "}"))).containsExactly(arguments(0, "}"));
        assertThat(written(calls(new Part.ToolCall("c1", "weather", "{}"), new Part.ToolCall("c2", "time", "{}"))))
                .containsExactly(end(0, "tool_calls"), "[DONE]");
    }

    @Test
    void callWaitsForItsName() {
        written(STARTED);
        assertThat(written(new ToolCallDelta(0, "c1", "", "{"))).isEmpty();
        assertThat(written(new ToolCallDelta(0, "c1", "weather", "}")))
                .containsExactly(opened("c1", "weather", 0), arguments(0, "{}"));
    }

    @Test
    void callsOfOtherChoicesAreCountedOnTheirOwn() {
        written(STARTED);
        written(new ToolCallDelta(0, 0, "c1", "weather", ""));
        assertThat(written(new ToolCallDelta(1, 0, "c2", "time", "")))
                .containsExactly(
                        delta(1, "'role':'assistant','content':'','refusal':null"),
                        opened("c2", "time", 0).replace("'index':0,'delta'", "'index':1,'delta'"));
    }

    @Test
    void whatTheDeltasDidNotTellComesBeforeTheEnd() {
        written(STARTED);
        written(new ToolCallDelta(0, "c1", "weather", "{"));
        Metadata attached = Metadata.of("extra_content", "{\n\"n\":1.50}");
        assertThat(written(calls(
                        new Part.ToolCall("c1", "weather", "{}", attached), new Part.ToolCall("c2", "time", "{ }"))))
                .containsExactly(
                        arguments(0, "}"),
                        delta(0, "'tool_calls':[{'index':0,'extra_content':{'n':1.50}}]"),
                        opened("c2", "time", 1),
                        arguments(1, "{ }"),
                        end(0, "tool_calls"),
                        "[DONE]");
    }

    @Test
    void callThatEndsOtherwiseThanItBeganIsAnError() {
        written(STARTED);
        written(new ToolCallDelta(0, "c1", "weather", "{\"a\":"));
        assertThatThrownBy(() -> written(calls(new Part.ToolCall("c1", "weather", "{\"b\":1}"))))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("ask without streaming");
    }

    @Test
    void citationsMediaAndLogprobsComeAtTheEnd() {
        written(STARTED);
        Message message =
                new Message(
                        Role.ASSISTANT,
                        List.of(new Part.Text("a"), new Part.Attachment(Media.of("image/png", new byte[] {1, 2, 3}))));
        FinishReason stop = new FinishReason(Kind.STOP, "");
        ChatResponse.Builder answer = answer(new Choice(message, stop, List.of(new Logprob("a", -1, List.of()))))
                .citations(List.of(Citation.builder().url("u").build()));
        assertThat(written(answer))
                .containsExactly(
                        delta(
                                0,
                                "'annotations':[{'type':'url_citation','url_citation':{'url':'u','title':''}}],"
                                        + "'images':[{'index':0,'type':'image_url',"
                                        + "'image_url':{'url':'data:image/png;base64,AQID'}}]"),
                        end(0, "stop")
                                .replace(
                                        "'logprobs':null",
                                        "'logprobs':{'content':[{'token':'a','logprob':-1.0,'bytes':[97],"
                                                + "'top_logprobs':[]}],'refusal':null}"),
                        "[DONE]");
    }

    private static String delta(int choice, String fields) {
        return "'choices':[{'index':" + choice + ",'delta':{" + fields + "},'logprobs':null,'finish_reason':null}]";
    }

    private static String end(int choice, String reason) {
        return delta(choice, "").replace("'finish_reason':null", "'finish_reason':'" + reason + "'");
    }

    private static String opened(String id, String name, int index) {
        return delta(
                0,
                "'tool_calls':[{'index':" + index + ",'id':'" + id + "','type':'function','function':{'name':'" + name
                        + "','arguments':''}}]");
    }

    private static String arguments(int index, String piece) {
        return delta(0, "'tool_calls':[{'index':" + index + ",'function':{'arguments':'" + piece + "'}}]");
    }

    private static Choice text(String text, Kind kind) {
        return new Choice(Message.assistant(text), new FinishReason(kind, ""));
    }

    private static ChatResponse.Builder calls(Part.ToolCall... calls) {
        return answer(new Choice(
                new Message(Role.ASSISTANT, List.of(calls)), new FinishReason(Kind.TOOL_CALLS, "tool_calls")));
    }

    private static ChatResponse.Builder answer(Choice... choices) {
        return ChatResponse.builder().choices(List.of(choices));
    }

    private List<String> written(ChatResponse.Builder answer) {
        return written(new ChatEvent.Finished(answer.build()));
    }

    /** The data of each event, without the head and the brace of its end. */
    private List<String> written(ChatEvent event) {
        String text = new String(writer.write(event), StandardCharsets.UTF_8).replace('"', '\'');
        return text.lines()
                .filter(line -> !line.isEmpty())
                .peek(line -> assertThat(line)
                        .matches("data: (\\[DONE]|\\{'id':'x','object':'chat.completion.chunk',"
                                + "'created':[0-9]{10},'model':'m','choices':.*})"))
                .map(line -> line.replaceFirst("data: (\\{.*?'model':'m',)?", ""))
                .map(line -> line.replaceFirst("}$", ""))
                .toList();
    }
}
