package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.chatmodels.AuthenticationException;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatException.Phase;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ContentFilterException;
import org.chatmodels.ContextLengthException;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.LimitException;
import org.chatmodels.MissingKeyException;
import org.chatmodels.ModelLocation;
import org.chatmodels.ProtocolException;
import org.chatmodels.ProviderLoadException;
import org.chatmodels.QuotaExceededException;
import org.chatmodels.RateLimitException;
import org.chatmodels.TransportException;
import org.chatmodels.TruncatedException;
import org.chatmodels.UnavailableException;
import org.chatmodels.UnsupportedFeatureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors inside an answer that began well. */
class InBandErrorTest {
    private static final List<BiFunction<String, Details, ChatException>> FAMILY = List.of(
            AuthenticationException::new,
            CancelledException::new,
            ConfigurationException::new,
            ContentFilterException::new,
            ContextLengthException::new,
            InvalidRequestException::new,
            LimitException::new,
            MissingKeyException::new,
            ProtocolException::new,
            ProviderLoadException::new,
            QuotaExceededException::new,
            RateLimitException::new,
            TransportException::new,
            TruncatedException::new,
            UnavailableException::new,
            UnsupportedFeatureException::new,
            (message, details) -> new ChatTimeoutException(message, ChatTimeoutException.Kind.IDLE, details));

    private final ErrorReader reader = new ErrorReader(ModelLocation.of("groq", "m"), ErrorReaderTest.GROQ);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":{\"message\":\"x\",\"type\":\"server_error\"}} | 500 | UnavailableException",
                "{\"error\":{\"message\":\"x\",\"code\":\"rate_limit_exceeded\"}} | 429 | RateLimitException",
                "{\"error\":{\"message\":\"x\",\"code\":\"insufficient_quota\"}} | 429 | QuotaExceededException",
                "{\"error\":{\"message\":\"x\",\"code\":502}} | 502 | UnavailableException",
                "{\"error\":{\"message\":\"x\",\"code\":\"429\"}} | 429 | RateLimitException",
                "{\"error\":{\"message\":\"x\",\"code\":17}} | 400 | InvalidRequestException",
                "{\"error\":{\"type\":\"overloaded_error\",\"message\":\"x\"}} | 503 | UnavailableException",
                "{\"error\":{\"message\":\"x\",\"type\":\"authentication_error\"}} | 401 | AuthenticationException",
                "{\"error\":\"x\"} | 500 | UnavailableException",
                "{\"code\":\"c\",\"error\":\"x\"} | 400 | InvalidRequestException",
                "{\"error\":{\"message\":\"x\",\"code\":\"context_length_exceeded\"}} | 400 | ContextLengthException",
                "{\"base_resp\":{\"status_code\":1002,\"status_msg\":\"x\"}} | 429 | RateLimitException",
                "{\"base_resp\":{\"status_code\":1008,\"status_msg\":\"x\"}} | 402 | QuotaExceededException",
                "{\"base_resp\":{\"status_code\":1004,\"status_msg\":\"x\"}} | 401 | AuthenticationException",
                "{\"base_resp\":{\"status_code\":2013,\"status_msg\":\"x\"}} | 400 | InvalidRequestException",
                "{\"choices\":[],\"error\":{\"message\":\"x\",\"code\":503}} | 503 | UnavailableException",
                "{\"error\":{\"message\":\"x\",\"status_code\":404}} | 404 | InvalidRequestException",
                "x | 500 | UnavailableException",
            })
    void errorsInsideA200HaveTheStatusTheyStandFor(String body, int status, String type) {
        ChatException e = reader.inBand(ErrorFixture.answer(200, Map.of(), body, "k"));

        assertThat(e.getClass().getSimpleName()).isEqualTo(type);
        assertThat(e.status()).hasValue(status);
        assertThat(e.getMessage()).startsWith("groq answered " + status + ": x. ");
    }

    @Test
    void everyKindOfFailureStaysWhatItIs() {
        AnswerAssembler arrived = new AnswerAssembler("m");
        arrived.text(0, "half");
        for (BiFunction<String, Details, ChatException> make : FAMILY) {
            Throwable cause = new IllegalStateException("why");
            ChatException failure = make.apply(
                    "what",
                    Details.builder()
                            .status(503)
                            .code("c")
                            .requestId("r")
                            .body("b")
                            .cause(cause)
                            .build());
            ChatException e = reader.during(failure, arrived);

            assertThat(e)
                    .isExactlyInstanceOf(failure.getClass())
                    .hasMessage("what")
                    .hasCause(cause);
            assertThat(e.getStackTrace()).isEqualTo(failure.getStackTrace());
            assertThat(e.phase()).isEqualTo(Phase.STREAM);
            assertThat(e.delivery()).isEqualTo(Delivery.PARTIAL_OUTPUT);
            assertThat(e.isRetryable()).isFalse();
            assertThat(e.partial().orElseThrow().text()).isEqualTo("half");
            assertThat(e.provider()).contains("groq");
            assertThat(e.model()).contains("m");
            assertThat(e.code()).contains("c");
            assertThat(e.requestId()).contains("r");
            assertThat(e.body()).contains("b");
            assertThat(e.status()).hasValue(503);
        }
    }

    @Test
    void timeoutsKeepTheirKind() {
        ChatException e = reader.during(
                new ChatTimeoutException("idle", ChatTimeoutException.Kind.IDLE, Details.NONE),
                new AnswerAssembler("m"));
        assertThat(((ChatTimeoutException) e).kind()).isEqualTo(ChatTimeoutException.Kind.IDLE);
    }

    @Test
    void beforeContentItMayBeTriedAgainAsBefore() {
        AnswerAssembler nothing = new AnswerAssembler("m");
        ChatException e = reader.during(new UnavailableException("x", Details.NONE), nothing);

        assertThat(e.isRetryable()).isTrue();
        assertThat(e.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
        assertThat(e.partial()).isEmpty();
        assertThat(reader.during(
                                new UnavailableException(
                                        "x", Details.builder().retryable(false).build()),
                                nothing)
                        .isRetryable())
                .isFalse();
    }

    @Test
    void anotherAuthorsExceptionBecomesTheNearestOfTheContract() {
        class Odd extends RateLimitException {
            private static final long serialVersionUID = 1;

            Odd() {
                super("odd", Details.NONE);
            }
        }
        assertThat(reader.during(new Odd(), new AnswerAssembler("m"))).isExactlyInstanceOf(RateLimitException.class);
    }
}
