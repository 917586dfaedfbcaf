package org.chatmodels.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.chatmodels.ChatOptions;
import org.chatmodels.Message;
import org.chatmodels.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayRequestReaderTest {
    private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]";

    @Test
    void messagesOfAllRolesAreReadWithTextOrParts() {
        GatewayRequest read = read("{\"messages\":["
                + "{\"role\":\"system\",\"content\":\"Be brief.\"},"
                + "{\"content\":\"Be kind.\",\"role\":\"developer\"},"
                + "{\"role\":\"user\",\"name\":\"ann\",\"content\":[{\"type\":\"text\",\"text\":\"a\"},"
                + "{\"text\":\"b\",\"type\":\"text\"}]},"
                + "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[]}]}");
        assertThat(read.request().messages())
                .extracting(Message::role)
                .containsExactly(Role.SYSTEM, Role.SYSTEM, Role.USER, Role.ASSISTANT);
        assertThat(read.request().messages())
                .extracting(Message::text)
                .containsExactly("Be brief.", "Be kind.", "ab", "");
        assertThat(read.stream()).isFalse();
    }

    @Test
    void optionsAreMapped() {
        GatewayRequest read = read("{" + HELLO + ",\"temperature\":0.5,\"top_p\":1,\"top_k\":40,\"max_tokens\":9,"
                + "\"stop\":[\"a\",\"b\"],\"seed\":-4,\"presence_penalty\":0.1,\"frequency_penalty\":-0.2,"
                + "\"user\":\"u1\",\"n\":2,\"reasoning_effort\":\"low\",\"stream\":true,\"store\":false,"
                + "\"top_logprobs\":3,\"logit_bias\":{\"50256\":-100,\"11\":null,\"7\":5},\"parallel_tool_calls\":false,"
                + "\"stream_options\":{\"include_usage\":true,\"x\":{}},\"logprobs\":true}");
        assertThat(read.request().options())
                .isEqualTo(ChatOptions.builder()
                        .temperature(0.5)
                        .topP(1)
                        .topK(40)
                        .maxTokens(9)
                        .stop("a", "b")
                        .seed(-4)
                        .presencePenalty(0.1)
                        .frequencyPenalty(-0.2)
                        .userId("u1")
                        .n(2)
                        .reasoningEffort("low")
                        .store(false)
                        .logprobs(true)
                        .topLogprobs(3)
                        .logitBias(Map.of("50256", -100, "7", 5))
                        .parallelToolCalls(false)
                        .build());
        assertThat(read.stream()).isTrue();
        assertThat(read.usageChunk()).isTrue();
    }

    @Test
    void nothingIsSetThatWasNotSent() {
        assertThat(read("{" + HELLO + "}").request().options()).isEqualTo(ChatOptions.NONE);
        assertThat(read("{" + HELLO + ",\"temperature\":null,\"stop\":null,\"tools\":[]}")
                        .request()
                        .options())
                .isEqualTo(ChatOptions.NONE);
    }

    @Test
    void newerNameOfTheTokenLimitWinsInAnyOrder() {
        assertThat(read("{\"max_tokens\":1,\"max_completion_tokens\":2," + HELLO + "}")
                        .request()
                        .options()
                        .maxTokens())
                .hasValue(2);
        assertThat(read("{\"max_completion_tokens\":2,\"max_tokens\":1," + HELLO + "}")
                        .request()
                        .options()
                        .maxTokens())
                .hasValue(2);
    }

    @Test
    void stopMayBeOneString() {
        assertThat(read("{" + HELLO + ",\"stop\":\"END\"}").request().options().stop())
                .containsExactly("END");
    }

    @Test
    void unknownFieldsAreIgnoredHoweverDeep() {
        assertThat(read("{\"service_tier\":\"auto\",\"metadata\":{\"a\":[{\"b\":[1,2]}]}," + HELLO
                                + ",\"verbosity\":\"low\"}")
                        .request()
                        .messages())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello SECRET",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"SECRET",
                "{\"SECRET\" 1}",
                "[\"SECRET\"]",
                "\"SECRET\"",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"SECRET\"}]} SECRET",
                "{\"messages\":[{\"role\":\"user\",\"content\":\"SECRET\"}],\"temperature\":NaN}"
            })
    void unreadableBodyIsRefusedWithoutQuotingIt(String body) {
        assertThatThrownBy(() -> read(body)).isInstanceOf(Refusal.class).hasMessageNotContaining("SECRET");
        assertThat(refusal(body).status()).isEqualTo(400);
    }

    @Test
    void depthIsBounded() {
        assertThat(refusal("{\"x\":" + "[".repeat(5000)).message()).contains("nested too deeply");
    }

    @Test
    void invalidUtf8IsRefused() {
        byte[] body = "{\"messages\":[{\"role\":\"user\",\"content\":\"?\"}]}".getBytes(StandardCharsets.UTF_8);
        body[41] = (byte) 0xff;
        assertThatThrownBy(() -> GatewayRequestReader.read(body)).isInstanceOf(Refusal.class);
    }

    private static GatewayRequest read(String body) {
        return GatewayRequestReader.read(body.getBytes(StandardCharsets.UTF_8));
    }

    private static GatewayError refusal(String body) {
        return catchThrowableOfType(Refusal.class, () -> read(body)).error();
    }
}
