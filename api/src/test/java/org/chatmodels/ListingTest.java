package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.chatmodels.ChatException.Details;
import org.chatmodels.canary.Canary;
import org.chatmodels.provider.ApiLevel;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.chatmodels.provider.ProviderContext;
import org.chatmodels.provider.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a registry makes of a question for models. */
@Timeout(20)
class ListingTest {
    private final Lister lister = new Lister();
    private final ChatModelRegistry registry = ChatModelRegistry.builder()
            .discovery(false)
            .environment(Map.of("ACME_KEY", Canary.KEY))
            .provider(lister)
            .provider(new FakeProvider())
            .property("chatmodels.service.acme.provider", "lister")
            .property("chatmodels.service.acme.aliases", "acme-too")
            .property("chatmodels.service.acme.base_url", "https://acme.test/v1")
            .property("chatmodels.service.acme.key_env", "ACME_KEY")
            .property("chatmodels.service.acme.timeout", "7s")
            .property("chatmodels.service.keyless.provider", "lister")
            .property("chatmodels.service.keyless.base_url", "https://keyless.test/v1")
            .property("chatmodels.service.keyless.key_env", "OTHER_KEY")
            .property("chatmodels.service.gone.provider", "lister")
            .property("chatmodels.service.gone.status", "retired")
            .property("chatmodels.service.gone.successor", "acme")
            .property("chatmodels.service.holes.provider", "lister")
            .property("chatmodels.service.holes.base_url", "https://{HOLES_HOST}.test")
            .build();

    /** Lists what the test says. */
    @ChatProvider(names = "lister", apiLevel = ApiLevel.CURRENT)
    private static final class Lister implements ChatModelProvider {
        private Function<ProviderContext, List<ModelInfo>> answer =
                context -> List.of(ModelInfo.builder(context.service().name()).build());

        @Override
        public ChatModel open(ModelLocation location, ProviderContext context) {
            return ChatModel.of(location, request -> ChatResponse.of("yes"));
        }

        @Override
        public List<ModelInfo> models(ProviderContext context) {
            return answer.apply(context);
        }
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private <T extends Throwable> T fails(Class<T> kind, String service) {
        return catchThrowableOfType(kind, () -> registry.models(service));
    }

    @Test
    void theProviderOfTheRowIsAskedByAnyOfItsNames() {
        assertThat(registry.models("acme")).extracting(ModelInfo::id).containsExactly("acme");
        assertThat(registry.models("Acme_Too")).extracting(ModelInfo::id).containsExactly("acme");
        assertThat(registry.models("lister")).extracting(ModelInfo::id).containsExactly("lister");
    }

    @Test
    void aProviderWithoutListListsNothing() {
        assertThat(registry.models("fake")).isEmpty();
    }

    @Test
    void theContextIsThatOfACall() {
        lister.answer = context -> {
            assertThat(context.credential(URI.create("https://acme.test/v1/models"))
                            .map(Secret::reveal))
                    .contains(Canary.KEY);
            assertThat(context.credential(URI.create("https://evil.test/v1/models")))
                    .isEmpty();
            assertThat(context.options().timeout()).contains(Duration.ofSeconds(7));
            assertThat(context.options().connectTimeout()).contains(Duration.ofSeconds(10));
            return List.of();
        };
        assertThat(registry.models("acme")).isEmpty();
    }

    @Test
    void theListIsACopyInTheServicesOrder() {
        ModelInfo[] mine = {
            ModelInfo.builder("b").build(), ModelInfo.builder("a").build()
        };
        lister.answer = context -> Arrays.asList(mine);
        List<ModelInfo> models = registry.models("acme");
        mine[0] = mine[1];
        assertThat(models).extracting(ModelInfo::id).containsExactly("b", "a");
        assertThatThrownBy(models::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void anUnknownNameIsAnsweredWithASuggestion() {
        assertThat(fails(ConfigurationException.class, "acmee"))
                .hasMessageContaining("Did you mean 'acme'?")
                .extracting(ChatException::code)
                .isEqualTo(Optional.of("unknown_name"));
    }

    @Test
    void aServiceThatWasShutDownIsNotAsked() {
        lister.answer = context -> {
            throw new AssertionError("asked");
        };
        assertThat(fails(ConfigurationException.class, "gone")).hasMessageContaining("use acme");
        assertThat(fails(ConfigurationException.class, "holes")).hasMessageContaining("HOLES_HOST");
    }

    @Test
    @SuppressWarnings("NullAway")
    void nullForAListOrInsideIsAnError() {
        lister.answer = context -> null;
        ProtocolException none = fails(ProtocolException.class, "acme");
        assertThat(none).hasMessageContaining("null for its list of models").hasMessageContaining("Lister");
        assertThat(none.provider()).contains("acme");
        lister.answer = context -> Arrays.asList(ModelInfo.builder("a").build(), null);
        assertThat(fails(ProtocolException.class, "acme")).hasMessageContaining("null inside its list");
    }

    @Test
    void failuresNameTheServiceAndAreTheProvidersOwn() {
        UnavailableException own = new UnavailableException("busy", Details.NONE);
        lister.answer = context -> {
            throw own;
        };
        assertThat(fails(UnavailableException.class, "acme")).isSameAs(own);
        assertThat(own.provider()).contains("acme");
        assertThat(own.model()).isEmpty();
        lister.answer = context -> {
            throw new RateLimitException(
                    "slow down", Details.builder().provider("upstream").build());
        };
        assertThat(fails(RateLimitException.class, "acme").provider()).contains("upstream");
    }

    @Test
    void whatIsNoOutcomeIsABrokenProvider() {
        lister.answer = context -> {
            throw new IllegalStateException("oh");
        };
        ProviderLoadException broken = fails(ProviderLoadException.class, "acme");
        assertThat(broken).hasMessageContaining("cannot list its models").hasMessageContaining("oh");
        assertThat(broken.provider()).contains("acme");
    }

    @Test
    void aMissingKeyNamesItsVariable() {
        lister.answer = context -> {
            context.credential(URI.create("https://keyless.test/v1/models"));
            return List.of();
        };
        MissingKeyException missing = fails(MissingKeyException.class, "keyless");
        assertThat(missing).hasMessageContaining("OTHER_KEY");
        assertThat(missing.provider()).contains("keyless");
    }

    @Test
    void aRefusalSaysWhyNoKeyWentAlong() {
        lister.answer = context -> {
            throw new AuthenticationException(
                    "No.", Details.builder().status(401).build());
        };
        assertThat(fails(AuthenticationException.class, "keyless"))
                .hasMessageContaining("No. No key was sent: set the environment variable OTHER_KEY");
    }

    @Test
    void aClosedRegistryAsksNobody() {
        registry.close();
        assertThat(fails(IllegalStateException.class, "acme")).hasMessageContaining("closed");
    }

    @Test
    void closingEndsAQuestionThatRuns() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        lister.answer = context -> {
            inside.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new CancelledException("interrupted", Details.NONE);
            }
            return List.of();
        };
        FutureTask<Boolean> asked = new FutureTask<>(() -> {
            CancelledException ended = fails(CancelledException.class, "acme");
            return ended.provider().equals(Optional.of("acme"))
                    && !Thread.currentThread().isInterrupted();
        });
        new Thread(asked).start();
        inside.await();
        registry.close();
        assertThat(asked.get()).isTrue();
    }

    @Test
    void theFrontDoorAsksTheDefaultRegistry() {
        assertThatThrownBy(() -> ChatModels.models("no-such-service")).isInstanceOf(ConfigurationException.class);
    }
}
