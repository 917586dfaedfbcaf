package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatException.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ChatExceptionTest {
    private static final Attempt ATTEMPT = new Attempt("a:b", "RateLimitException", "Slow down", Duration.ofMillis(5));

    static Stream<ChatException> neverRetried() {
        Details none = Details.NONE;
        return Stream.of(
                new ConfigurationException("m", none),
                new MissingKeyException("m", none),
                new ProviderLoadException("m", none),
                new AuthenticationException("m", none),
                new InvalidRequestException("m", none),
                new ContextLengthException("m", none),
                new ContentFilterException("m", none),
                new UnsupportedFeatureException("m", none),
                new QuotaExceededException("m", none),
                new ProtocolException("m", none),
                new LimitException("m", none),
                new CancelledException("m", none),
                new ChatTimeoutException("m", ChatTimeoutException.Kind.TOTAL, none));
    }

    @ParameterizedTest
    @MethodSource("neverRetried")
    void whatWaitingDoesNotHealIsNotRetryable(ChatException exception) {
        assertThat(exception.isRetryable()).isFalse();
    }

    @Test
    void rateLimitsAndOverloadAreRetryable() {
        assertThat(new RateLimitException("m", Details.NONE).isRetryable()).isTrue();
        assertThat(new UnavailableException("m", Details.NONE).isRetryable()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void transportFailureIsRetryableOnlyIfNothingWasSent(Delivery delivery) {
        assertThat(new TransportException("m", delivered(delivery)).isRetryable())
                .isEqualTo(delivery == Delivery.NOT_SENT);
    }

    @ParameterizedTest
    @EnumSource(Delivery.class)
    void cutAnswerIsRetryableOnlyBeforeOutput(Delivery delivery) {
        assertThat(new TruncatedException("m", delivered(delivery)).isRetryable())
                .isEqualTo(delivery != Delivery.PARTIAL_OUTPUT);
    }

    @ParameterizedTest
    @EnumSource(ChatTimeoutException.Kind.class)
    void timeoutIsRetryableBeforeOutputUnlessTheTotalRanOut(ChatTimeoutException.Kind kind) {
        for (Delivery delivery : Delivery.values()) {
            assertThat(new ChatTimeoutException("m", kind, delivered(delivery)).isRetryable())
                    .as("%s %s", kind, delivery)
                    .isEqualTo(kind != ChatTimeoutException.Kind.TOTAL && delivery != Delivery.PARTIAL_OUTPUT);
        }
    }

    @Test
    void detailsOverrideWhatTheClassSaysOfRetries() {
        Details yes = Details.builder().retryable(true).build();
        Details no = Details.builder().retryable(false).build();
        assertThat(new AuthenticationException("m", yes).isRetryable()).isTrue();
        assertThat(new UnavailableException("m", no).isRetryable()).isFalse();
    }

    @Test
    void nothingIsKnownUnlessSaid() {
        ChatException exception = new ProtocolException("m", Details.NONE);
        assertThat(exception.provider()).isEmpty();
        assertThat(exception.model()).isEmpty();
        assertThat(exception.status()).isEmpty();
        assertThat(exception.code()).isEmpty();
        assertThat(exception.requestId()).isEmpty();
        assertThat(exception.retryAfter()).isEmpty();
        assertThat(exception.phase()).isEqualTo(Phase.CONFIG);
        assertThat(exception.delivery()).isEqualTo(Delivery.NOT_SENT);
        assertThat(exception.attempts()).isEmpty();
        assertThat(exception.partial()).isEmpty();
        assertThat(exception.body()).isEmpty();
        assertThat(exception).hasNoCause();
    }

    @Test
    void everythingSaidIsKnownAndSurvivesToBuilder() {
        assertEverything(new RateLimitException("m", everything()));
        assertEverything(new RateLimitException("m", everything().toBuilder().build()));
    }

    private static void assertEverything(ChatException exception) {
        assertKept(exception);
        assertThat(exception.partial()).map(ChatResponse::text).contains("half");
        assertThat(exception.body()).contains("{}");
    }

    private static void assertKept(ChatException exception) {
        assertThat(exception).hasMessage("m [failed before: " + ATTEMPT.location() + " " + ATTEMPT.error() + "]");
        assertThat(exception.provider()).contains("groq");
        assertThat(exception.model()).contains("llama");
        assertThat(exception.status()).hasValue(429);
        assertThat(exception.code()).contains("slow_down");
        assertThat(exception.requestId()).contains("r1");
        assertThat(exception.retryAfter()).contains(Duration.ofSeconds(2));
        assertThat(exception.phase()).isEqualTo(Phase.HEADERS);
        assertThat(exception.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
        assertThat(exception.attempts()).containsExactly(ATTEMPT);
        assertThat(exception).hasCauseInstanceOf(IOException.class);
        assertThat(exception.isRetryable()).isFalse();
    }

    @Test
    void serialisedExceptionKeepsAllButPartialAndBody() throws Exception {
        ChatException copy = roundTrip(new RateLimitException("m", everything()));
        assertThat(copy).isExactlyInstanceOf(RateLimitException.class);
        assertKept(copy);
        assertThat(copy.partial()).isEmpty();
        assertThat(copy.body()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("neverRetried")
    void everyClassIsSerialisable(ChatException exception) throws Exception {
        assertThat(roundTrip(exception))
                .isExactlyInstanceOf(exception.getClass())
                .hasMessage("m");
    }

    @Test
    void serialisedTimeoutKeepsItsKind() throws Exception {
        var timeout = new ChatTimeoutException("m", ChatTimeoutException.Kind.IDLE, Details.NONE);
        assertThat(((ChatTimeoutException) roundTrip(timeout)).kind()).isEqualTo(ChatTimeoutException.Kind.IDLE);
    }

    @Test
    void bodyIsCutAtEightKibibytesButNotInsideACharacter() {
        assertThat(body("x".repeat(8192))).hasSize(8192);
        assertThat(body("x".repeat(8193))).hasSize(8192);
        for (String wide : List.of("é", "中", "😀")) {
            String cut = body("x" + wide.repeat(8192));
            int size = cut.getBytes(StandardCharsets.UTF_8).length;
            assertThat(size).isBetween(8192 - 3, 8192);
            assertThat(cut).matches("x(" + wide + ")+");
        }
    }

    private static String body(String text) {
        return new ProtocolException("m", Details.builder().body(text).build())
                .body()
                .orElseThrow();
    }

    @Test
    void bodyAndPartialAreNotPrinted() {
        assertThat(new RateLimitException("m", everything()).toString())
                .doesNotContain("{}")
                .doesNotContain("half");
    }

    @Test
    void negativeRetryAfterCountsAsZero() {
        Details details = Details.builder().retryAfter(Duration.ofSeconds(-1)).build();
        assertThat(new RateLimitException("m", details).retryAfter()).contains(Duration.ZERO);
    }

    @Test
    void stampAddsDetailsToTheSameException() {
        ChatException exception = new TransportException("m", delivered(Delivery.MAYBE_PROCESSED));
        StackTraceElement[] before = exception.getStackTrace();
        ChatException stamped =
                exception.stamp(exception.details().toBuilder().provider("groq").build());
        assertThat(stamped).isSameAs(exception);
        assertThat(stamped.getStackTrace()).isEqualTo(before);
        assertThat(stamped.provider()).contains("groq");
        assertThat(stamped.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
    }

    @Test
    void attemptsAreACopy() {
        var attempts = new java.util.ArrayList<>(List.of(ATTEMPT));
        ChatException exception =
                new ProtocolException("m", Details.builder().attempts(attempts).build());
        attempts.clear();
        assertThat(exception.attempts()).containsExactly(ATTEMPT);
    }

    @Test
    void nullIsRefused() {
        assertThatThrownBy(() -> new ProtocolException(null, Details.NONE)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new ProtocolException("m", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new ChatTimeoutException("m", null, Details.NONE))
                .isInstanceOf(NullPointerException.class);
    }

    private static Details delivered(Delivery delivery) {
        return Details.builder().delivery(delivery).build();
    }

    private static Details everything() {
        return Details.builder()
                .retryable(false)
                .provider("groq")
                .model("llama")
                .status(429)
                .code("slow_down")
                .requestId("r1")
                .retryAfter(Duration.ofSeconds(2))
                .phase(Phase.HEADERS)
                .delivery(Delivery.MAYBE_PROCESSED)
                .attempts(List.of(ATTEMPT))
                .partial(ChatResponse.of("half"))
                .body("{}")
                .cause(new IOException("reset"))
                .build();
    }

    private static ChatException roundTrip(ChatException exception) throws IOException, ClassNotFoundException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(exception);
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (ChatException) in.readObject();
        }
    }
}
