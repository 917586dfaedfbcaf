package org.chatmodels.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
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
import org.chatmodels.Role;
import org.chatmodels.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole replies, byte for byte; a quote is written as an apostrophe. */
class ReplyWriterTest {
    private static final String HEAD = "{'id':'x','object':'chat.completion','created':7,'model':'m','choices':[";
    private static final byte[] BYTES = {1, 2, 3};

    @Test
    void textHasNoRefusalAndNoLogprobs() {
        assertThat(written(new Part.Text("Good "), new Part.Text("day")))
                .isEqualTo(choice("{'role':'assistant','content':'Good day','refusal':null}", "stop"));
    }

    @Test
    void contentIsNullBesideCalls() {
        Part call = new Part.ToolCall("c1", "weather", "{ \"city\":\"Rome\" }");
        assertThat(written(call, new Part.ToolCall("c2", "time", "{}")))
                .isEqualTo(choice(
                        "{'role':'assistant','content':null,'refusal':null,'tool_calls':["
                                + "{'id':'c1','type':'function','function':{'name':'weather',"
                                + "'arguments':'{ \\'city\\':\\'Rome\\' }'}},"
                                + "{'id':'c2','type':'function','function':{'name':'time','arguments':'{}'}}]}",
                        "tool_calls"));
        assertThat(written(new Part.Text("Let me see"), call)).contains("'content':'Let me see'");
    }

    @Test
    void whatAProviderAttachedToACallPassesOnOneLineOrNotAtAll() {
        Metadata attached = Metadata.of("extra_content", "{\n \"google\" : {\"n\": 1.50}\r}")
                .with("other", "1");
        assertThat(written(new Part.ToolCall("c1", "f", "{}", attached)))
                .contains("'arguments':'{}'},'extra_content':{'google':{'n':1.50}}}]");
        for (String broken : List.of("", "{", "{} {}", "x", "]")) {
            Metadata metadata = Metadata.of("extra_content", broken);
            assertThat(written(new Part.ToolCall("c1", "f", "{}", metadata)))
                    .isEqualTo(written(new Part.ToolCall("c1", "f", "{}")));
        }
    }

    @Test
    void refusalAndThoughtHaveTheirFieldsAndOtherPartsNone() {
        assertThat(written(new Part.Reasoning("Hm"), new Part.Refusal("No"), new Part.Opaque("p", "{}")))
                .isEqualTo(
                        choice("{'role':'assistant','content':null,'refusal':'No','reasoning_content':'Hm'}", "stop"));
        assertThat(written(new Part.Reasoning("Hm"))).contains("'content':'','refusal':null,'reasoning_content':'Hm'");
    }

    @Test
    void imagesAreDataUrlsOrAddresses() {
        assertThat(written(
                        new Part.Attachment(Media.of("image/webp", BYTES)),
                        new Part.Attachment(Media.at("image/png", URI.create("https://example.com/a.png"))),
                        new Part.Attachment(Media.uploaded("file-1")),
                        new Part.Attachment(Media.of("application/pdf", BYTES))))
                .isEqualTo(choice(
                        "{'role':'assistant','content':null,'refusal':null,'images':["
                                + "{'index':0,'type':'image_url','image_url':{'url':'data:image/webp;base64,AQID'}},"
                                + "{'index':1,'type':'image_url','image_url':{'url':'https://example.com/a.png'}}]}",
                        "stop"));
        assertThat(written(new Part.Attachment(Media.at(URI.create("https://example.com/a")))))
                .contains("'image_url':{'url':'https://example.com/a'}");
        assertThat(written(new Part.Attachment(Media.uploaded("file-1")))).contains("'content':'','refusal':null}");
    }

    @Test
    void soundIsAudio() {
        assertThat(written(new Part.Text("la"), new Part.Attachment(Media.of("audio/wav", BYTES))))
                .containsPattern("'content':'la','refusal':null,'audio':\\{'id':'audio_x','data':'AQID',"
                        + "'expires_at':[0-9]{10},'transcript':''}}");
    }

    @Test
    void logprobsHaveBytesAndTheLikeliestTokens() {
        List<Logprob> logprobs = List.of(
                new Logprob("\u00e9", -0.5, List.of(new Logprob("a", Double.NEGATIVE_INFINITY, List.of()))),
                new Logprob("\uFFFD", -1, List.of()),
                new Logprob("bytes:\\xf0\\x9f", 0, List.of()));
        Choice choice = new Choice(Message.assistant("x"), new FinishReason(Kind.LENGTH, ""), logprobs);
        assertThat(written(answer(choice)))
                .isEqualTo(HEAD + "{'index':0,'message':{'role':'assistant','content':'x','refusal':null},"
                        + "'logprobs':{'content':["
                        + "{'token':'\u00e9','logprob':-0.5,'bytes':[195,169],'top_logprobs':["
                        + "{'token':'a','logprob':-9999.0,'bytes':[97]}]},"
                        + "{'token':'\uFFFD','logprob':-1.0,'bytes':null,'top_logprobs':[]},"
                        + "{'token':'bytes:\\\\xf0\\\\x9f','logprob':0.0,'bytes':null,'top_logprobs':[]}],"
                        + "'refusal':null},'finish_reason':'length'}]}");
    }

    @Test
    void choicesAreCountedAndTheFirstHasTheCitations() {
        Citation page = Citation.builder()
                .url("https://example.com")
                .title("Example")
                .start(0)
                .end(3)
                .build();
        ChatResponse.Builder answer = answer(stopped(Message.assistant("one")), stopped(Message.assistant("two")))
                .citations(List.of(
                        page,
                        Citation.builder().fileId("file-1").build(),
                        Citation.builder().url("u").build()));
        assertThat(written(answer))
                .isEqualTo(HEAD + "{'index':0,'message':{'role':'assistant','content':'one','refusal':null,"
                        + "'annotations':[{'type':'url_citation','url_citation':{'start_index':0,'end_index':3,"
                        + "'url':'https://example.com','title':'Example'}},"
                        + "{'type':'url_citation','url_citation':{'url':'u','title':''}}]},"
                        + "'logprobs':null,'finish_reason':'stop'},"
                        + "{'index':1,'message':{'role':'assistant','content':'two','refusal':null},"
                        + "'logprobs':null,'finish_reason':'stop'}]}");
    }

    @Test
    void usageHasDetailsAsFarAsTheyAreKnown() {
        Usage usage = Usage.builder()
                .inputTokens(5)
                .outputTokens(4)
                .totalTokens(9)
                .cachedInputTokens(3)
                .reasoningTokens(2)
                .audioTokens(1)
                .build();
        assertThat(written(answer(stopped(Message.assistant("x"))).usage(usage)))
                .endsWith("'usage':{'prompt_tokens':5,'completion_tokens':4,'total_tokens':9,"
                        + "'prompt_tokens_details':{'cached_tokens':3,'audio_tokens':1},"
                        + "'completion_tokens_details':{'reasoning_tokens':2}}}");
        Message sound = new Message(Role.ASSISTANT, List.of(new Part.Attachment(Media.of("audio/wav", BYTES))));
        assertThat(written(answer(stopped(sound)).usage(usage)))
                .endsWith("'prompt_tokens_details':{'cached_tokens':3},"
                        + "'completion_tokens_details':{'reasoning_tokens':2,'audio_tokens':1}}}");
    }

    @Test
    void usageHasWhatWentIntoACacheAndTheCost() {
        Usage usage = Usage.builder()
                .inputTokens(5)
                .cacheWriteTokens(4)
                .cost(new BigDecimal("0.0020"))
                .build();
        assertThat(written(answer(stopped(Message.assistant("x"))).usage(usage)))
                .endsWith(
                        "'usage':{'prompt_tokens':5,'prompt_tokens_details':{'cache_write_tokens':4},'cost':0.0020}}");
    }

    @ParameterizedTest
    @CsvSource({
        "STOP, end, '\"stop\"'",
        "LENGTH, max, '\"length\"'",
        "TOOL_CALLS, '', '\"tool_calls\"'",
        "CONTENT_FILTER, '', '\"content_filter\"'",
        "OTHER, eos, '\"eos\"'",
        "OTHER, '', null"
    })
    void reasonIsOpenAisWordOrTheBackendsOwn(Kind kind, String raw, String written) {
        Choice choice = new Choice(Message.assistant("x"), new FinishReason(kind, raw));
        assertThat(written(answer(choice))).endsWith("'finish_reason':" + written.replace('"', '\'') + "}]}");
    }

    private static String choice(String message, String reason) {
        return HEAD + "{'index':0,'message':" + message + ",'logprobs':null,'finish_reason':'" + reason + "'}]}";
    }

    private static Choice stopped(Message message) {
        Kind kind = message.toolCalls().isEmpty() ? Kind.STOP : Kind.TOOL_CALLS;
        return new Choice(message, new FinishReason(kind, ""));
    }

    private static ChatResponse.Builder answer(Choice... choices) {
        return ChatResponse.builder()
                .id("x")
                .model("m")
                .created(Instant.ofEpochSecond(7))
                .choices(List.of(choices));
    }

    private static String written(Part... parts) {
        return written(answer(stopped(new Message(Role.ASSISTANT, List.of(parts)))));
    }

    private static String written(ChatResponse.Builder answer) {
        return new String(ReplyWriter.completion(answer.build(), "served"), StandardCharsets.UTF_8).replace('"', '\'');
    }
}
