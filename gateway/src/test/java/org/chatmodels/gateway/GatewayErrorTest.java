package org.chatmodels.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.stream.Stream;
import org.chatmodels.AuthenticationException;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ContentFilterException;
import org.chatmodels.ContextLengthException;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.MissingKeyException;
import org.chatmodels.ProtocolException;
import org.chatmodels.QuotaExceededException;
import org.chatmodels.RateLimitException;
import org.chatmodels.TransportException;
import org.chatmodels.TruncatedException;
import org.chatmodels.UnavailableException;
import org.chatmodels.UnsupportedFeatureException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GatewayErrorTest {
    static Stream<Arguments> failures() {
        return Stream.concat(ofTheRequest(), ofTheBackend());
    }

    private static Stream<Arguments> ofTheRequest() {
        return Stream.of(
                arguments(new InvalidRequestException("m", Details.NONE), 400, "invalid_request_error", ""),
                arguments(
                        new ContextLengthException("m", Details.NONE),
                        400,
                        "invalid_request_error",
                        "context_length_exceeded"),
                arguments(
                        new ContentFilterException("m", Details.NONE), 400, "invalid_request_error", "content_filter"),
                arguments(
                        new UnsupportedFeatureException("m", Details.NONE),
                        400,
                        "invalid_request_error",
                        "unsupported_feature"),
                arguments(new AuthenticationException("m", Details.NONE), 401, "authentication_error", ""),
                arguments(new MissingKeyException("m", Details.NONE), 401, "authentication_error", ""),
                arguments(
                        new QuotaExceededException("m", Details.NONE),
                        402,
                        "insufficient_quota",
                        "insufficient_quota"));
    }

    private static Stream<Arguments> ofTheBackend() {
        return Stream.of(
                arguments(new RateLimitException("m", Details.NONE), 429, "rate_limit_error", ""),
                arguments(new ConfigurationException("m", Details.NONE), 500, "server_error", ""),
                arguments(new TransportException("m", Details.NONE), 502, "server_error", ""),
                arguments(new ProtocolException("m", Details.NONE), 502, "server_error", ""),
                arguments(new TruncatedException("m", Details.NONE), 502, "server_error", ""),
                arguments(new UnavailableException("m", Details.NONE), 503, "server_error", ""),
                arguments(
                        new ChatTimeoutException("m", ChatTimeoutException.Kind.TOTAL, Details.NONE),
                        504,
                        "server_error",
                        ""),
                arguments(
                        new InvalidRequestException(
                                "m",
                                Details.builder()
                                        .status(404)
                                        .code("model_not_found")
                                        .build()),
                        404,
                        "invalid_request_error",
                        "model_not_found"),
                arguments(
                        new ProtocolException("m", Details.builder().status(302).build()), 502, "server_error", ""));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failureHasItsStatusTypeAndCode(RuntimeException failure, int status, String type, String code)
            throws Exception {
        for (String fields : new String[] {"", ",\"stream\":true"}) {
            Reply reply = ask(failure, fields);
            JsonNode error = new ObjectMapper().readTree(reply.body()).get("error");
            assertThat(reply.statusCode()).isEqualTo(status);
            assertThat(error.get("message").asText()).isEqualTo("m");
            assertThat(error.get("type").asText()).isEqualTo(type);
            assertThat(error.get("param").isNull()).isTrue();
            assertThat(error.get("code").isNull()).isEqualTo(code.isEmpty());
            assertThat(error.get("code").asText("")).isEqualTo(code);
        }
    }

    @Test
    void waitIsSentAsWholeSecondsRoundedUp() throws Exception {
        Reply reply = ask(
                new RateLimitException(
                        "m",
                        Details.builder().retryAfter(Duration.ofMillis(1500)).build()),
                "");
        assertThat(reply.header("Retry-After")).contains("2");
    }

    @Test
    void foreignExceptionShowsItsClassAndNothingElse() throws Exception {
        Reply reply = ask(new IllegalStateException("SECRET"), "");
        assertThat(reply.statusCode()).isEqualTo(500);
        assertThat(reply.body()).contains("IllegalStateException").doesNotContain("SECRET");
    }

    private static Reply ask(RuntimeException failure, String fields) throws Exception {
        try (Gateway gateway = Gateway.serve(FakeModel.failing(failure), 0)) {
            return new WebClient(gateway.baseUrl()).hello(fields);
        }
    }
}
