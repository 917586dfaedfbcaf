package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.chatmodels.ChatRequest;
import org.chatmodels.ConfigurationException;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Role;
import org.junit.jupiter.api.Test;

/** Requests, byte for byte. */
class RequestWriterTest {
    private static final Dialect PLAIN = Dialects.of();
    private static final Dialect ASKING = Dialects.of(
            "max_tokens",
            "max_completion_tokens",
            "seed",
            "random_seed",
            "system_role",
            "developer",
            "stream_usage",
            "request");
    private static final String HELLO = "{\"model\":\"a/b:c\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]";

    @Test
    void whatIsNotSetIsNotSent() {
        assertThat(written(ChatRequest.of("Hello"))).isEqualTo(HELLO + "}");
    }

    @Test
    void everyOptionHasItsField() {
        ChatRequest request = hello().temperature(0.2)
                .topP(1)
                .topK(40)
                .maxTokens(100)
                .stop("\n", "END")
                .seed(-9_000_000_000L)
                .presencePenalty(-0.5)
                .frequencyPenalty(2)
                .logitBias(Map.of("50256", -100))
                .userId("u1")
                .reasoningEffort("low")
                .store(true)
                .build();
        assertThat(written(request))
                .isEqualTo(HELLO + ",\"temperature\":0.2,\"top_p\":1.0,\"top_k\":40,\"max_tokens\":100,"
                        + "\"stop\":[\"\\n\",\"END\"],\"seed\":-9000000000,\"presence_penalty\":-0.5,"
                        + "\"frequency_penalty\":2.0,\"logit_bias\":{\"50256\":-100},\"user\":\"u1\","
                        + "\"store\":true,\"reasoning_effort\":\"low\"}");
    }

    @Test
    void aDialectNamesTheLimitTheSeedAndTheRole() {
        ChatRequest request =
                hello().system("Be brief.").maxTokens(5).seed(7).store(false).build();
        assertThat(written(request, ASKING, false))
                .contains("\"max_completion_tokens\":5,\"random_seed\":7,\"store\":false}")
                .contains("{\"role\":\"developer\",\"content\":\"Be brief.\"}")
                .doesNotContain("\"max_tokens\"", "\"seed\"", "stream");
    }

    @Test
    void aStreamSaysSoAndAsksForUsageWhereTheDialectAsks() {
        assertThat(written(ChatRequest.of("Hello"), PLAIN, true)).isEqualTo(HELLO + ",\"stream\":true}");
        assertThat(written(ChatRequest.of("Hello"), ASKING, true))
                .isEqualTo(HELLO + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
    }

    @Test
    void allTurnsAreSentInOrder() {
        ChatRequest request = ChatRequest.builder()
                .system("Be brief.")
                .user("My name is Zoë 😀.")
                .message(Message.assistant("Hi \"Zoë\"!"))
                .user("What's my name?")
                .build();
        assertThat(written(request))
                .isEqualTo("{\"model\":\"a/b:c\",\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                        + "{\"role\":\"user\",\"content\":\"My name is Zoë 😀.\"},"
                        + "{\"role\":\"assistant\",\"content\":\"Hi \\\"Zoë\\\"!\"},"
                        + "{\"role\":\"user\",\"content\":\"What's my name?\"}]}");
    }

    @Test
    void onlySeveralTextsMakeAnArray() {
        assertThat(content(Role.USER, new Part.Text("a"), new Part.Text("b")))
                .isEqualTo("[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]");
        assertThat(content(new Part.Text("a"))).isEqualTo("\"a\"");
        assertThat(content()).isEqualTo("\"\"");
    }

    @Test
    void thoughtsAreNotSentBack() {
        assertThat(content(new Part.Reasoning("hm"), new Part.Text("a"))).isEqualTo("\"a\"");
        assertThat(content(new Part.Reasoning("hm"))).isEqualTo("\"\"");
    }

    @Test
    void aRefusalIsWhatTheAssistantSaid() {
        assertThat(content(new Part.Refusal("No."))).isEqualTo("\"No.\"");
    }

    @Test
    void extraFieldsAreAddedInTheirOrder() {
        Map<String, Object> nested = new LinkedHashMap<>();
        nested.put("order", List.of("a", "b"));
        nested.put("gone", null);
        ChatRequest request =
                hello().extra("min_p", 0.05).extra("provider", nested).build();
        assertThat(written(request)).isEqualTo(HELLO + ",\"min_p\":0.05,\"provider\":{\"order\":[\"a\",\"b\"]}}");
    }

    @Test
    void extraFieldsReplaceAndNullRemoves() {
        ChatRequest request = hello().temperature(0.2)
                .topP(0.5)
                .extra("temperature", 1)
                .extra("top_p", null)
                .extra("model", "other")
                .extra("absent", null)
                .build();
        assertThat(written(request))
                .isEqualTo("{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}],"
                        + "\"temperature\":1,\"model\":\"other\"}");
    }

    @Test
    void extraFieldsMergeIntoObjects() {
        ChatRequest request = hello().extra("stream_options", Map.of("include_obfuscation", false))
                .logitBias(Map.of("1", 5))
                .extra("logit_bias", Map.of("2", 7))
                .build();
        assertThat(written(request, ASKING, true))
                .isEqualTo(HELLO + ",\"logit_bias\":{\"1\":5,\"2\":7},\"stream\":true,"
                        + "\"stream_options\":{\"include_usage\":true,\"include_obfuscation\":false}}");
    }

    @Test
    void anExtraNullTakesUsageOutOfTheStream() {
        ChatRequest request = hello().extra("stream_options", null).build();
        assertThat(written(request, ASKING, true)).isEqualTo(HELLO + ",\"stream\":true}");
    }

    @Test
    void extraObjectsThatAreNotMergedAreWrittenToo() {
        ChatRequest request =
                hello().extra("stream_options", Map.of("include_usage", true)).build();
        assertThat(written(request, PLAIN, true))
                .isEqualTo(HELLO + ",\"stream\":true,\"stream_options\":{\"include_usage\":true}}");
    }

    @Test
    void extraCannotTurnAStreamOnOrOff() {
        ChatRequest request = hello().extra("stream", true).build();
        assertThatThrownBy(() -> written(request))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("extra.stream");
    }

    @Test
    void aSingleChoiceAndPlainTextNeedNoField() {
        ChatRequest request =
                hello().n(1).logprobs(false).responseFormat(ResponseFormat.TEXT).build();
        assertThat(written(request)).isEqualTo(HELLO + "}");
    }

    @Test
    void textIsEscapedAsJsonHasIt() {
        String text = "\u0000\t\\\"\u2028/" + "\ud83d\ude00";
        assertThat(written(ChatRequest.of(text))).contains("\\u0000\\t\\\\\\\"").doesNotContain("null");
    }

    private static String content(Part... parts) {
        return content(Role.ASSISTANT, parts);
    }

    private static String content(Role role, Part... parts) {
        ChatRequest request = ChatRequest.builder()
                .message(new Message(role, Arrays.asList(parts)))
                .build();
        String written = written(request);
        String start = "{\"model\":\"a/b:c\",\"messages\":[{\"role\":\""
                + role.name().toLowerCase(Locale.ROOT) + "\",\"content\":";
        assertThat(written).startsWith(start).endsWith("}]}");
        return written.substring(start.length(), written.length() - 3);
    }

    private static ChatRequest.Builder hello() {
        return ChatRequest.builder().user("Hello");
    }

    private static String written(ChatRequest request) {
        return written(request, PLAIN, false);
    }

    private static String written(ChatRequest request, Dialect dialect, boolean stream) {
        RequestWriter writer = new RequestWriter(ModelLocation.of("any", "a/b:c"), dialect);
        return new String(writer.write(request, stream).body(), StandardCharsets.UTF_8);
    }
}
