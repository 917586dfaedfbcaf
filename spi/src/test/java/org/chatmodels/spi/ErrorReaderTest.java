package org.chatmodels.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Phase;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.ModelLocation;
import org.chatmodels.ProtocolException;
import org.chatmodels.RateLimitException;
import org.chatmodels.provider.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorReaderTest {
    private static final String KEY = "no-form.sk-canary.of.nobody";
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T00:00:00Z"), ZoneOffset.UTC);

    static final Service GROQ = Service.of(
            "groq",
            Map.of(
                    "provider", "openai-compatible",
                    "name", "Groq",
                    "base_url", "https://groq.test/v1",
                    "key_env", "GROQ_API_KEY",
                    "retired_model.1", "llama-3.1-8b-instant; 2026-08-16; openai/gpt-oss-20b",
                    "retired_model.2", "later; 2027-01-01; openai/gpt-oss-20b"));

    private static ErrorReader reader(String model) {
        return new ErrorReader(ModelLocation.of("groq", model), GROQ, CLOCK);
    }

    @Test
    void whatWasAskedOfAServiceNamesNoModel() {
        ErrorFixture fixture = ErrorFixture.all().findFirst().orElseThrow();
        ChatException e = new ErrorReader(GROQ).read(fixture.answer(KEY));
        assertThat(e.provider()).contains("groq");
        assertThat(e.model()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("org.chatmodels.spi.ErrorFixture#all")
    void everyShapeNamesServiceStatusReasonAndRemedy(ErrorFixture fixture) {
        ChatException e = reader("m").read(fixture.answer(KEY));

        assertThat(e.getClass().getSimpleName()).isEqualTo(fixture.head().get("type"));
        assertThat(e).hasMessage(fixture.head().get("message")).hasNoCause();
        assertThat(e.code().orElse("")).isEqualTo(fixture.head().get("code"));
        assertThat(e.status()).hasValue(fixture.status());
        assertThat(e.provider()).contains("groq");
        assertThat(e.model()).contains("m");
        assertThat(e.phase()).isEqualTo(Phase.BODY);
        assertThat(e.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
    }

    @ParameterizedTest
    @MethodSource("org.chatmodels.spi.ErrorFixture#all")
    void everyPrefixGivesAnException(ErrorFixture fixture) {
        for (int length = 0; length <= fixture.body().length; length++) {
            ErrorReader.Answer answer = fixture.answer(Arrays.copyOf(fixture.body(), length), KEY);
            ChatException e = reader("m").read(answer);
            assertThat(e.getMessage())
                    .startsWith("groq answered " + fixture.status())
                    .doesNotContain("\n");
            assertThat(e.status()).hasValue(fixture.status());
            assertThat(reader("m").inBand(answer).status().getAsInt()).isBetween(400, 599);
            assertThat(reader("m").notAnAnswer(answer)).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "openai-rate-limit,7660",
        "gemini-array,17000",
        "html-untitled,120000",
        "event-framed,1500",
        "groq-wrong-key,-1"
    })
    void theWaitIsTold(String fixture, long millis) {
        ChatException e = reader("m").read(ErrorFixture.of(fixture).answer(KEY));
        assertThat(e.retryAfter().map(Duration::toMillis).orElse(-1L)).isEqualTo(millis);
    }

    @ParameterizedTest
    @CsvSource({
        "openai-rate-limit,true", "openai-quota,false", "llamacpp-loading,true", "llamacpp-parse,false", "empty,false",
        "overloaded,true", "groq-wrong-key,false", "html-gateway,true", "truncated-json,true", "openai-context,false"
    })
    void whetherToTryAgainIsTold(String fixture, boolean again) {
        assertThat(reader("m").read(ErrorFixture.of(fixture).answer(KEY)).isRetryable())
                .isEqualTo(again);
    }

    @ParameterizedTest
    @CsvSource({
        "openai-wrong-key,req_77aa",
        "openrouter-wrapped,gen-1",
        "cloudflare,8aaf-FRA",
        "overloaded,req_9",
        "empty,''"
    })
    void theRequestIsNamed(String fixture, String id) {
        assertThat(reader("m")
                        .read(ErrorFixture.of(fixture).answer(KEY))
                        .requestId()
                        .orElse(""))
                .isEqualTo(id);
    }

    @Test
    void retiredModelsSayWhenAndWhatToTakeInstead() {
        ErrorFixture gone = ErrorFixture.of("groq-retired");
        ChatException e = reader("llama-3.1-8b-instant").read(gone.answer(KEY));

        assertThat(e)
                .isExactlyInstanceOf(InvalidRequestException.class)
                .hasMessage(
                        "groq answered 404: The model `llama-3.1-8b-instant` does not exist or you do not have access to"
                                + " it. llama-3.1-8b-instant was retired on 2026-08-16; use openai/gpt-oss-20b");
        assertThat(e.body().orElse("")).contains("does not exist");
        assertThat(reader("later").read(gone.answer(KEY))).hasMessageNotContaining("retired");
        assertThat(new ErrorReader(ModelLocation.of("other", "llama-3.1-8b-instant")).read(gone.answer(KEY)))
                .hasMessageNotContaining("retired");
    }

    @Test
    void whatIsWrongWithTheRequestIsNotBlamedOnARetirement() {
        ErrorReader reader = reader("llama-3.1-8b-instant");

        assertThat(reader.read(ErrorFixture.answer(400, Map.of(), "{\"error\":\"temperature is at most 2\"}", KEY)))
                .hasMessage("groq answered 400: temperature is at most 2. Change the request");
        assertThat(reader.read(ErrorFixture.answer(400, Map.of(), "{\"error\":\"model decommissioned\"}", KEY)))
                .hasMessageContaining("was retired on 2026-08-16");
    }

    @Test
    void retiredServicesSaySoToo() {
        Service closed = Service.of(
                "old",
                Map.of(
                        "provider",
                        "openai-compatible",
                        "name",
                        "Old Models",
                        "status",
                        "retired",
                        "retired",
                        "2026-07-30",
                        "successor",
                        "openai"));
        ErrorReader reader = new ErrorReader(ModelLocation.of("old", "m"), closed, CLOCK);

        assertThat(reader.read(ErrorFixture.of("empty").answer(KEY)))
                .hasMessage("old answered 403. Old Models was retired on 2026-07-30; use openai");
    }

    @Test
    void aRefusalNamesTheKeyThatWasSent() {
        ErrorFixture fixture = ErrorFixture.of("groq-wrong-key");

        assertThat(reader("m").read(fixture.answer(KEY))).hasMessageEndingWith(": Invalid API Key. Check GROQ_API_KEY");
        assertThat(new ErrorReader(ModelLocation.parse("groq:m?credential=mine"), GROQ).read(fixture.answer(KEY)))
                .hasMessageEndingWith("Check credential 'mine'");
        assertThat(new ErrorReader(ModelLocation.of("corp", "m")).read(fixture.answer(KEY)))
                .hasMessageEndingWith("Check the key");
        assertThat(reader("m").read(fixture.answer()))
                .as("the registry says why none was sent")
                .hasMessageEndingWith("answered 401: Invalid API Key");
    }

    @Test
    void redirectsNameTheHostOnly() {
        ErrorReader.Answer answer = ErrorFixture.answer(
                307, Map.of("location", "https://user:pw@elsewhere.test/v2?key=secret"), "moved", KEY);

        assertThat(reader("m").read(answer))
                .isExactlyInstanceOf(ProtocolException.class)
                .hasMessage(
                        "groq answered 307 that points to elsewhere.test: redirects are never followed; put the final "
                                + "address in base_url");
        assertThat(reader("m").read(ErrorFixture.answer(302, Map.of("location", "::"), "")))
                .hasMessage("groq answered 302: redirects are never followed; put the final address in base_url");
    }

    @Test
    void whatIsNoAnswerSaysWhatItIs() {
        assertThat(notAnAnswer("")).hasMessage("groq answered 200 with an empty body. Check base_url");
        assertThat(notAnAnswer("<html><title>Log in</title>secret</html>"))
                .isExactlyInstanceOf(ProtocolException.class)
                .hasMessage("groq answered 200 with an HTML page, \"Log in\". Check base_url");
        assertThat(notAnAnswer("secret")).hasMessage("groq answered 200 with text that is no JSON. Check base_url");
        assertThat(notAnAnswer("{\"secret\":1}"))
                .hasMessage("groq answered 200 with JSON that is no answer. Check base_url");
        assertThat(notAnAnswer("{\"base_resp\":{\"status_code\":0,\"status_msg\":\"success\"}}"))
                .isExactlyInstanceOf(ProtocolException.class);
        assertThat(notAnAnswer("{\"error\":{\"message\":\"no\",\"code\":429}}")).isInstanceOf(RateLimitException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "<html>secret</html>",
                "{\"secret\":1}",
                "{\"message\":\"secret\"}",
                "{\"base_resp\":{\"status_code\":0},\"reply\":\"secret\"}"
            })
    void ofWhatIsNoAnswerAndNoErrorNothingIsKept(String body) {
        assertThat(notAnAnswer(body).body()).isEmpty();
        assertThat(notAnAnswer(body).code()).isEmpty();
        assertThat(reader("m")
                        .inBand(ErrorFixture.answer(200, Map.of(), body, KEY))
                        .body())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":\"kept\"}",
                "{\"object\":\"error\",\"message\":\"kept\"}",
                "{\"success\":false,\"message\":\"kept\"}",
                "{\"base_resp\":{\"status_code\":1004,\"status_msg\":\"kept\"}}"
            })
    void anErrorInsideA200IsKept(String body) {
        assertThat(notAnAnswer(body).body()).contains(body);
        assertThat(reader("m")
                        .inBand(ErrorFixture.answer(200, Map.of(), body, KEY))
                        .body())
                .contains(body);
    }

    private static ChatException notAnAnswer(String body) {
        return reader("m").notAnAnswer(ErrorFixture.answer(200, Map.of(), body, KEY));
    }

    @Test
    void aKeyThatTheServerRepeatsIsMaskedEverywhere() {
        String encoded = Base64.getEncoder().encodeToString(KEY.getBytes(UTF_8));
        String body = "{\"error\":{\"message\":\"no " + KEY + " and " + encoded + " here\",\"code\":\"c-" + KEY
                + "\"},\"request_id\":\"" + KEY + "\"}";
        ChatException e = reader("m").read(ErrorFixture.answer(400, Map.of("x-request-id", KEY), body, KEY));

        String all =
                e + e.code().orElse("") + e.requestId().orElse("") + e.body().orElse("");
        assertThat(all).doesNotContain(KEY).doesNotContain(encoded).contains("[redacted]");
    }

    @Test
    void messagesAndBodiesAreCut() {
        String long1 = "{\"error\":\"" + "é".repeat(40_000) + "\"}";
        ChatException e = reader("m").read(ErrorFixture.answer(400, Map.of(), long1, KEY));

        assertThat(e.getMessage().length()).isLessThan(600);
        assertThat(e.getMessage()).contains("é…. Change the request");
        assertThat(e.body().orElse("").getBytes(UTF_8).length).isBetween(8000, 8192);
    }
}
