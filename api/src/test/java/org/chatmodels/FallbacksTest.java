package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatException.Phase;
import org.chatmodels.ChatTimeoutException.Kind;
import org.chatmodels.RetriesTest.Way;
import org.chatmodels.canary.Canary;
import org.chatmodels.provider.ChatModelProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Routes: the next target, and when. */
class FallbacksTest {
    private static final String ROUTE = "aa:m?retries=0 | bb:n?retries=0 | cc:o?retries=0";

    private final Scenes scenes = new Scenes();
    private final ChatModelRegistry registry = scenes.registry()
            .alias("sturdy", "aa:m?retries=0 | spare")
            .alias("spare", "bb:n")
            .provider("broken", (ChatModelProvider) (location, context) -> {
                throw new IllegalStateException("no such file");
            })
            .build();

    @AfterEach
    void close() {
        registry.close();
        assertThat(scenes.open).as("open streams").isZero();
    }

    private static List<ChatException> passing() {
        Details told = Scenes.told(503).build();
        return List.of(
                new MissingKeyException("no key", Details.NONE),
                new ProviderLoadException("broken jar", Details.NONE),
                new TransportException("refused", Details.NONE),
                new TransportException("reset", told),
                new TransportException(
                        "no TLS",
                        Details.builder()
                                .retryable(false)
                                .cause(new SSLException("plain"))
                                .build()),
                new ChatTimeoutException("lease", Kind.LEASE, Details.NONE),
                new ChatTimeoutException("connect", Kind.CONNECT, Details.NONE),
                new ChatTimeoutException("token", Kind.FIRST_TOKEN, told),
                new ChatTimeoutException("idle", Kind.IDLE, told),
                new RateLimitException("slow", told),
                new QuotaExceededException("pay", told),
                new UnavailableException("down", told),
                new ProtocolException("unreadable", told),
                new LimitException("too long", told),
                new TruncatedException("cut", told));
    }

    private static List<ChatException> staying() {
        Details certificate = Details.builder()
                .retryable(false)
                .cause(new SSLHandshakeException("bad").initCause(new CertificateException("expired")))
                .build();
        return List.of(
                new InvalidRequestException("no", Scenes.told(400).build()),
                new InvalidRequestException("no", Scenes.told(404).build()),
                new InvalidRequestException("no", Scenes.told(413).build()),
                new InvalidRequestException("no", Scenes.told(422).build()),
                new ContextLengthException("too long", Scenes.told(400).build()),
                new ContentFilterException("filtered", Scenes.told(400).build()),
                new AuthenticationException("who", Scenes.told(403).build()),
                new ConfigurationException("no_address", "set it"),
                new TransportException("certificate", certificate),
                new CancelledException("no more", Details.NONE),
                new UnavailableException(
                        "in a tool",
                        Details.builder().phase(Phase.TOOL).retryable(false).build()),
                new ChatTimeoutException("over", Kind.TOTAL, Details.NONE));
    }

    @ParameterizedTest
    @EnumSource
    void theNextTargetAnswersForOneThatCannot(Way way) {
        for (ChatException failure : passing()) {
            scenes.asked.clear();
            String model =
                    "m" + passing().indexOf(failure) + failure.getMessage().replace(' ', '-');
            scenes.of(model, failure);
            ChatResponse response = way.apply(registry.open("aa:" + model + "?retries=0 | bb:n"));
            assertThat(response.text()).as(failure.toString()).isEqualTo("from bb");
            assertThat(response.servedBy()).isEqualTo(ModelLocation.parse("bb:n"));
            assertThat(response.attempts()).singleElement().satisfies(attempt -> {
                assertThat(attempt.location()).isEqualTo("aa:" + model);
                assertThat(attempt.error()).isEqualTo(failure.getClass().getSimpleName());
            });
            assertThat(response.warnings())
                    .containsExactly("Answered by bb:n, as aa:" + model + " failed: "
                            + failure.getClass().getSimpleName());
            assertThat(scenes.asked).containsExactly("aa:" + model, "bb:n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatTheRequestOrTheCallerIsToBlameForStays(Way way) {
        for (ChatException failure : staying()) {
            scenes.asked.clear();
            scenes.of("m", failure);
            ChatModel model = registry.open(ROUTE);
            ChatException told = catchThrowableOfType(ChatException.class, () -> way.apply(model));
            assertThat(told).hasSameClassAs(failure);
            assertThat(told.provider()).contains("aa");
            assertThat(scenes.asked).as(failure.toString()).containsExactly("aa:m");
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoOfThoseMoveOnWhenTheTargetSaysSo(Way way) {
        scenes.of("m", new ContextLengthException("too long", Scenes.told(400).build()));
        scenes.of(
                "n",
                new InvalidRequestException("no such model", Scenes.told(404).build()));
        String route = "aa:m?fallback_on=context_length,not_found | bb:n?fallback_on=not_found | cc:o";
        assertThat(way.apply(registry.open(route)).text()).isEqualTo("from cc");
        scenes.of("m", new ContentFilterException("filtered", Scenes.told(400).build()));
        assertThatThrownBy(() -> way.apply(registry.open(route))).isInstanceOf(ContentFilterException.class);
        scenes.of("m", new ContextLengthException("too long", Scenes.told(400).build()));
        assertThatThrownBy(() -> way.apply(registry.open("aa:m?fallback_on=not_found | bb:n")))
                .isInstanceOf(ContextLengthException.class);
    }

    @ParameterizedTest
    @EnumSource
    void retriesComeBeforeFallbacksAndEachTargetHasItsOwn(Way way) {
        scenes.of("m", Scenes.busy(), Scenes.busy());
        scenes.of("n", Scenes.busy(), Scenes.busy(), Scenes.busy());
        ChatResponse response = way.apply(registry.open("aa:m?retries=1 | bb:n | cc:o"));
        assertThat(scenes.asked).containsExactly("aa:m", "aa:m", "bb:n", "bb:n", "bb:n", "cc:o");
        assertThat(response.attempts())
                .extracting(Attempt::location)
                .containsExactly("aa:m", "aa:m", "bb:n", "bb:n", "bb:n");
        assertThat(scenes.pace.millis()).as("none between targets").containsExactly(50L, 50L, 100L);
    }

    @ParameterizedTest
    @EnumSource
    void whenAllFailTheErrorTellsOfEach(Way way) {
        scenes.of("m", Scenes.busy());
        scenes.of("n", new QuotaExceededException("pay", Scenes.told(402).build()));
        scenes.of("o", new TransportException("refused", Details.NONE));
        TransportException failure =
                catchThrowableOfType(TransportException.class, () -> way.apply(registry.open(ROUTE)));
        assertThat(failure.provider()).contains("cc");
        assertThat(failure.attempts()).extracting(Attempt::toString).hasSize(2);
        assertThat(failure.getSuppressed()).extracting(Throwable::getMessage).containsExactly("busy", "pay");
        assertThat(failure)
                .hasMessage("refused [failed before: aa:m UnavailableException, bb:n QuotaExceededException]");
    }

    @ParameterizedTest
    @EnumSource
    void aliasesOptionsAndRequestsAddTargets(Way way) {
        for (int i = 0; i < 3; i++) {
            scenes.of("m", Scenes.busy());
            scenes.of("n", Scenes.busy(), Scenes.busy(), Scenes.busy());
        }
        assertThat(catchThrowableOfType(UnavailableException.class, () -> way.apply(registry.open("sturdy")))
                        .attempts())
                .hasSize(3);
        ChatOptions options = ChatOptions.builder().fallbacks("cc:o").build();
        assertThat(way.apply(registry.open("sturdy", options)).text()).isEqualTo("from cc");
        ChatRequest request =
                ChatRequest.builder().user(Canary.PROMPT).fallbacks("cc:p").build();
        ChatModel model = registry.open("sturdy");
        assertThat(way.ask(model, request).servedBy()).isEqualTo(ModelLocation.parse("cc:p"));
        assertThat(scenes.requests)
                .allSatisfy(sent -> assertThat(sent.options().fallbacks()).isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void eachTargetGetsItsOwnOptionsBelowThoseOfTheRequest(Way way) {
        scenes.of("m", Scenes.busy());
        ChatModel model = registry.open("aa:m?retries=0&temperature=0.1&seed=1 | bb:n?temperature=0.9");
        way.ask(model, ChatRequest.builder().user(Canary.PROMPT).topK(3).build());
        assertThat(scenes.requests.get(0).options().temperature()).hasValue(0.1);
        assertThat(scenes.requests.get(1).options().temperature()).hasValue(0.9);
        assertThat(scenes.requests.get(1).options().seed()).isEmpty();
        assertThat(scenes.requests.get(1).options().topK()).hasValue(3);
    }

    @ParameterizedTest
    @EnumSource
    void aProviderThatCannotBeLoadedIsPassedOver(Way way) {
        ChatModel model = registry.open("broken:x | bb:n");
        assertThat(model.location()).isEqualTo(ModelLocation.parse("broken:x"));
        assertThat(model.capabilities()).isEqualTo(Capabilities.UNKNOWN);
        assertThat(way.apply(model).attempts())
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.error()).isEqualTo("ProviderLoadException"));
        assertThatThrownBy(() -> registry.open("broken:x")).isInstanceOf(ProviderLoadException.class);
    }

    @Test
    void startedWaitsForTheTargetThatStays() {
        scenes.of("m", new TruncatedException("cut", Scenes.told(200).build()));
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = registry.open("aa:m?retries=0 | bb:n").stream(Canary.PROMPT)) {
            stream.forEach(events::add);
        }
        assertThat(events)
                .filteredOn(ChatEvent.Started.class::isInstance)
                .containsExactly(new ChatEvent.Started("id-2", "n"));
        assertThat(events).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void aTargetThatKeepsFailingIsLeftAloneButForOneProbe(Way way) {
        for (int i = 0; i < 9; i++) {
            scenes.of("m", Scenes.busy());
        }
        ChatModel model = registry.open("aa:m?retries=0 | bb:n");
        for (int i = 0; i < 5; i++) {
            way.apply(model);
        }
        scenes.asked.clear();
        ChatResponse response = way.apply(model);
        assertThat(scenes.asked).containsExactly("bb:n");
        assertThat(response.attempts()).isEmpty();
        assertThat(response.warnings()).containsExactly("Answered by bb:n, as aa:m has failed too often of late");
        scenes.pace.pass(Duration.ofSeconds(5));
        for (int i = 0; i < 10; i++) {
            way.apply(model);
        }
        assertThat(scenes.asked).filteredOn("aa:m"::equals).hasSize(1);
        scenes.pace.pass(Duration.ofSeconds(9));
        way.apply(model);
        assertThat(scenes.asked)
                .filteredOn("aa:m"::equals)
                .as("the rest has doubled")
                .hasSize(1);
        for (int i = 0; i < 4; i++) {
            scenes.pace.pass(Duration.ofSeconds(60));
            way.apply(model);
        }
        assertThat(way.apply(model).servedBy()).as("healed").isEqualTo(model.location());
    }

    @Test
    void aTargetThatIsAloneIsAlwaysAsked() {
        ChatModel model = registry.open("aa:m?retries=0");
        for (int i = 0; i < 20; i++) {
            scenes.of("m", Scenes.busy());
            assertThatThrownBy(() -> model.ask(Canary.PROMPT)).isInstanceOf(UnavailableException.class);
        }
        assertThat(scenes.asked).hasSize(20);
    }

    @Test
    void whenAllRestTheFirstIsAsked() {
        scenes.of("m", new QuotaExceededException("pay", Scenes.told(402).build()));
        scenes.of("n", new QuotaExceededException("pay", Scenes.told(402).build()));
        ChatModel model = registry.open("aa:m | bb:n");
        assertThatThrownBy(() -> model.ask(Canary.PROMPT)).isInstanceOf(QuotaExceededException.class);
        scenes.asked.clear();
        assertThat(model.ask(Canary.PROMPT)).isEqualTo("from aa");
        assertThat(scenes.asked).containsExactly("aa:m");
    }
}
