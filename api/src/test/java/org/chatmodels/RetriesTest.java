package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatTimeoutException.Kind;
import org.chatmodels.canary.Canary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One target, asked again. */
class RetriesTest {
    private final Scenes scenes = new Scenes();
    private final ChatModelRegistry registry = scenes.registry().build();

    /** All ways of asking keep the same rules. */
    enum Way implements Function<ChatModel, ChatResponse> {
        CHAT {
            @Override
            public ChatResponse ask(ChatModel model, ChatRequest request) {
                return model.chat(request);
            }
        },
        STREAM {
            @Override
            public ChatResponse ask(ChatModel model, ChatRequest request) {
                try (ChatStream stream = model.stream(request)) {
                    return stream.response();
                }
            }
        },
        ASYNC {
            @Override
            public ChatResponse ask(ChatModel model, ChatRequest request) {
                try {
                    return model.chatAsync(request).join();
                } catch (CompletionException e) {
                    throw e.getCause() instanceof ChatException failure ? failure : e;
                }
            }
        };

        abstract ChatResponse ask(ChatModel model, ChatRequest request);

        @Override
        public ChatResponse apply(ChatModel model) {
            return ask(model, ChatRequest.of(Canary.PROMPT));
        }
    }

    @AfterEach
    void close() {
        registry.close();
        assertThat(scenes.open).as("open streams").isZero();
    }

    private <T extends ChatException> T fails(Class<T> type, Way way, String location) {
        return catchThrowableOfType(type, () -> way.apply(registry.open(location)));
    }

    private static ChatException limited(Duration wait) {
        return new RateLimitException(
                "slow down", Scenes.told(429).retryAfter(wait).build());
    }

    @ParameterizedTest
    @EnumSource
    void whatFailsTwiceIsAskedThreeTimesAndNobodyNotices(Way way) {
        scenes.of("m", Scenes.busy(), Scenes.busy());
        ChatResponse response = way.apply(registry.open("aa:m"));
        assertThat(response.text()).isEqualTo("from aa");
        assertThat(response.attempts())
                .extracting(Attempt::error)
                .containsExactly("UnavailableException", "UnavailableException");
        assertThat(response.attempts().get(0).location()).isEqualTo("aa:m");
        assertThat(response.warnings()).isEmpty();
        assertThat(scenes.pace.millis()).containsExactly(50L, 100L);
    }

    @ParameterizedTest
    @EnumSource
    void theThirdFailureIsTheOutcomeAndTellsOfTheOthers(Way way) {
        scenes.of("m", Scenes.busy(), limited(Duration.ZERO), Scenes.busy(), "never asked for");
        UnavailableException failure = fails(UnavailableException.class, way, "aa:m");
        assertThat(failure.attempts())
                .extracting(Attempt::error)
                .containsExactly("UnavailableException", "RateLimitException");
        assertThat(failure.attempts()).extracting(Attempt::message).containsExactly("busy", "slow down");
        assertThat(failure).hasMessage("busy [failed before: aa:m UnavailableException, aa:m RateLimitException]");
        assertThat(scenes.asked).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void retriesAreChosenByLocationOpenAndRequest(Way way) {
        for (int i = 0; i < 20; i++) {
            scenes.of("m", Scenes.busy());
        }
        fails(UnavailableException.class, way, "aa:m?retries=0");
        assertThat(scenes.asked).hasSize(1);
        fails(UnavailableException.class, way, "aa:m?retries=4");
        assertThat(scenes.asked).hasSize(6);
        ChatModel model =
                registry.open("aa:m?retries=9", ChatOptions.builder().retries(1).build());
        catchThrowableOfType(UnavailableException.class, () -> way.apply(model));
        assertThat(scenes.asked).hasSize(8);
        ChatRequest none = ChatRequest.builder().user(Canary.PROMPT).retries(0).build();
        catchThrowableOfType(UnavailableException.class, () -> way.ask(model, none));
        assertThat(scenes.asked).hasSize(9);
    }

    @ParameterizedTest
    @EnumSource
    void pausesDoubleWithFullJitterUpToTwentySeconds(Way way) {
        for (int i = 0; i < 12; i++) {
            scenes.of("m", Scenes.busy());
        }
        way.apply(registry.open("aa:m?retries=12"));
        assertThat(scenes.pace.millis())
                .containsExactly(50L, 100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 12800L, 20000L, 20000L, 20000L);
        scenes.pace.pauses.clear();
        scenes.pace.random = 0;
        scenes.of("m", Scenes.busy(), Scenes.busy());
        way.apply(registry.open("aa:m"));
        assertThat(scenes.pace.millis()).containsExactly(0L, 0L);
    }

    @ParameterizedTest
    @EnumSource
    void limitsBackOffFromASecondAndTheServersWordIsTheLeast(Way way) {
        scenes.of("m", limited(Duration.ZERO), limited(Duration.ofSeconds(7)), limited(Duration.ofMillis(1)));
        way.apply(registry.open("aa:m?retries=3"));
        assertThat(scenes.pace.millis()).containsExactly(1000L, 7000L, 4000L);
    }

    @ParameterizedTest
    @EnumSource
    void aServerThatAsksForTooLongIsNotWaitedFor(Way way) {
        scenes.of("m", limited(Duration.ofSeconds(61)));
        assertThat(fails(RateLimitException.class, way, "aa:m").retryAfter()).contains(Duration.ofSeconds(61));
        scenes.of("m", limited(Duration.ofSeconds(10)));
        RateLimitException beyond = fails(RateLimitException.class, way, "aa:m?timeout=10s");
        assertThat(beyond.retryAfter()).contains(Duration.ofSeconds(10));
        assertThat(scenes.asked).hasSize(2);
        assertThat(scenes.pace.pauses).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void theTotalLimitHoldsForAttemptsAndPausesTogether(Way way) {
        scenes.of("m", limited(Duration.ofSeconds(4)), limited(Duration.ofSeconds(5)), limited(Duration.ofSeconds(5)));
        fails(RateLimitException.class, way, "aa:m?timeout=10s&retries=9");
        assertThat(scenes.asked).hasSize(3);
        assertThat(scenes.requests)
                .extracting(request -> request.options().timeout().orElseThrow())
                .containsExactly(Duration.ofSeconds(10), Duration.ofSeconds(6), Duration.ofSeconds(1));
    }

    @ParameterizedTest
    @EnumSource
    void timeThatRunsOutInAnAttemptIsTheTotalLimit(Way way) {
        scenes.of("m", (Runnable) () -> scenes.pace.pass(Duration.ofSeconds(11)));
        scenes.of("n", Scenes.busy());
        if (way == Way.STREAM) {
            ChatTimeoutException late = fails(ChatTimeoutException.class, way, "aa:m?timeout=10s | bb:m");
            assertThat(late.kind()).isEqualTo(Kind.TOTAL);
            assertThat(late.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
        } else {
            assertThat(way.apply(registry.open("aa:m?timeout=10s | bb:m")).text())
                    .isEqualTo("from aa");
        }
        assertThat(scenes.asked).containsExactly("aa:m");
    }

    @ParameterizedTest
    @EnumSource
    void nothingThatCannotHelpIsAskedAgain(Way way) {
        List<ChatException> hopeless = List.of(
                new InvalidRequestException("no", Scenes.told(400).build()),
                new AuthenticationException("no", Scenes.told(403).build()),
                new QuotaExceededException("no", Scenes.told(402).build()),
                new UnavailableException(
                        "the request", Scenes.told(500).retryable(false).build()),
                new ProtocolException("unreadable", Details.NONE),
                new ChatTimeoutException("over", Kind.TOTAL, Details.NONE),
                new CancelledException("no more", Details.NONE),
                new TransportException("reset", Scenes.told(0).build()));
        for (ChatException failure : hopeless) {
            scenes.asked.clear();
            scenes.of("m", failure);
            ChatException told = fails(ChatException.class, way, "aa:m");
            assertThat(told).hasSameClassAs(failure);
            assertThat(told.attempts()).isEmpty();
            assertThat(scenes.asked).as(failure.toString()).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anUnknownHostIsLookedUpTwiceAtMost(Way way) {
        Details details =
                Details.builder().cause(new UnknownHostException("x.invalid")).build();
        for (int i = 0; i < 5; i++) {
            scenes.of("m", new TransportException("unknown host", details));
        }
        fails(TransportException.class, way, "aa:m?retries=5");
        assertThat(scenes.asked).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void aTokenThatDidNotComeIsWaitedForOnceMoreWhileHalfOfTheTimeIsLeft(Way way) {
        Details details = Scenes.told(200).build();
        for (int i = 0; i < 5; i++) {
            scenes.of("m", new ChatTimeoutException("no token", Kind.FIRST_TOKEN, details));
        }
        fails(ChatTimeoutException.class, way, "aa:m?retries=5&timeout=10s");
        assertThat(scenes.asked).hasSize(2);
        scenes.of("n", (Runnable) () -> {
            scenes.pace.pass(Duration.ofSeconds(6));
            throw new ChatTimeoutException("no token", Kind.FIRST_TOKEN, details);
        });
        fails(ChatTimeoutException.class, way, "aa:n?retries=5&timeout=10s");
        assertThat(scenes.asked).hasSize(3);
    }

    @Test
    void aStreamThatFailsBeforeItsFirstContentIsAskedForAgainUnseen() {
        scenes.of("m", new TruncatedException("cut", Scenes.told(200).build()));
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = registry.open("aa:m").stream(Canary.PROMPT)) {
            stream.forEach(events::add);
            assertThat(stream.response().attempts()).hasSize(1);
        }
        assertThat(events).hasSize(4);
        assertThat(events.get(0)).isEqualTo(new ChatEvent.Started("id-2", "m"));
    }

    @Test
    void aStreamThatFailsAfterItsFirstContentIsNotAskedForAgain() {
        scenes.of("m", "half");
        try (ChatStream stream = registry.open("aa:m | bb:m").stream(Canary.PROMPT)) {
            Iterator<ChatEvent> events = stream.iterator();
            events.next();
            assertThat(events.next()).isEqualTo(new ChatEvent.TextDelta("half"));
            TruncatedException cut = catchThrowableOfType(TruncatedException.class, events::next);
            assertThat(cut.partial().orElseThrow().text()).isEqualTo("half");
            assertThat(cut.delivery()).isEqualTo(Delivery.PARTIAL_OUTPUT);
        }
        assertThat(scenes.asked).containsExactly("aa:m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aa:m", "aa:m?base_url=http://localhost:1"})
    void whoeverHasUsedUpTheBudgetIsNotAskedAgain(String location) {
        for (int i = 0; i < 200; i++) {
            scenes.of("m", Scenes.busy());
        }
        ChatModel model = registry.open(location + (location.contains("?") ? "&" : "?") + "retries=1");
        for (int i = 0; i < 60; i++) {
            catchThrowableOfType(UnavailableException.class, () -> model.ask(Canary.PROMPT));
        }
        assertThat(scenes.asked).hasSize(60 + 500 / 14);
        scenes.asked.clear();
        catchThrowableOfType(
                UnavailableException.class, () -> registry.open("bb:m").ask(Canary.PROMPT));
        assertThat(scenes.asked).as("another service has its own").hasSize(3);
    }

    @Test
    void aSuccessGivesBackWhatItTook() {
        ChatModel model = registry.open("aa:m");
        for (int i = 0; i < 100; i++) {
            scenes.of("m", Scenes.busy(), Scenes.busy());
            model.ask(Canary.PROMPT);
        }
        assertThat(scenes.asked).hasSize(300);
    }
}
