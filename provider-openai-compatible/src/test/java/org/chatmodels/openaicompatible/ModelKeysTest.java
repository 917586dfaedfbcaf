package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chatmodels.AuthenticationException;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.MissingKeyException;
import org.chatmodels.UnsupportedFeatureException;
import org.chatmodels.canary.Canary;
import org.chatmodels.provider.Origin;
import org.chatmodels.provider.Service;
import org.chatmodels.testkit.ReceivedRequest;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ServedConnection;
import org.junit.jupiter.api.Test;

/** The keys of all services when their lists are asked for: to their own origins and nowhere else. */
class ModelKeysTest extends SocketTest {
    private static final Map<String, String> ENVIRONMENT = new HashMap<>();
    private static final List<Service> SERVICES = services();

    private static List<Service> services() {
        try (ChatModelRegistry registry =
                ChatModelRegistry.builder().environment(Map.of()).build()) {
            registry.services()
                    .forEach(service ->
                            service.keyVariables().forEach(variable -> ENVIRONMENT.put(variable, Canary.KEY)));
            return registry.services().stream()
                    .filter(service -> service.baseUrl().isPresent())
                    .toList();
        }
    }

    private static String key(Service service, String key) {
        return "chatmodels.service." + service.name() + "." + key;
    }

    /** All at this server, those that are closed too. */
    private ChatModelRegistry.Builder moved() {
        ChatModelRegistry.Builder builder = ChatModelRegistry.builder().environment(ENVIRONMENT);
        for (Service service : SERVICES) {
            builder.property(
                            key(service, "base_url"),
                            server.uri("/" + service.name() + "/v1").toString())
                    .property(key(service, "status"), "active");
        }
        return builder;
    }

    private static boolean hasList(Service service) {
        return !service.row().getOrDefault("models_path", "/models").isEmpty()
                || service.dialect().containsKey("models_at");
    }

    private int askAll(ChatModelRegistry registry) {
        int lists = 0;
        for (Service service : SERVICES) {
            if (hasList(service)) {
                assertThat(registry.models(service.name())).as(service.name()).hasSize(1);
                lists++;
            } else {
                assertThat(catchThrowableOfType(
                                UnsupportedFeatureException.class, () -> registry.models(service.name())))
                        .as(service.name())
                        .hasMessageContaining("'" + service.name() + "' has no list of models");
            }
        }
        return lists;
    }

    @Test
    void noKeyGoesToAnAddressThatIsNotTheServicesOwn() {
        server.always(Script.json("{\"data\":[{\"id\":\"one\",\"name\":\"one\"}]}"));
        try (ChatModelRegistry registry = moved().build()) {
            assertThat(askAll(registry)).isGreaterThan(50);
        }
        for (ServedConnection connection : server.connections()) {
            assertThat(Canary.ofKeyIn(connection.receivedText())).isEmpty();
        }
    }

    @Test
    void aDeclaredKeyGoesInTheHeaderOfTheList() {
        server.always(Script.json("{\"data\":[{\"id\":\"one\",\"name\":\"one\"}]}"));
        ChatModelRegistry.Builder builder = moved().property("chatmodels.credential.corp", "env:OPENAI_API_KEY")
                .property(
                        "chatmodels.credential.corp.origins",
                        Origin.of(server.uri()).toString());
        SERVICES.forEach(service -> builder.property(key(service, "credential"), "corp"));
        try (ChatModelRegistry registry = builder.build()) {
            askAll(registry);
        }
        for (ReceivedRequest request : server.requests()) {
            boolean versioned = request.path().startsWith("/anthropic/");
            boolean open = request.path().matches("/(openrouter|vercel|docker|llamafile)/.*");
            String header = versioned ? "x-api-key" : "Authorization";
            if (request.path().startsWith("/azure/")) {
                header = "api-key";
            } else if (request.path().startsWith("/portkey/")) {
                header = "x-portkey-api-key";
            }
            String prefix = header.equals("Authorization") ? "Bearer " : "";
            assertThat(request.header(header).orElse("none"))
                    .as(request.path())
                    .isEqualTo(open ? "none" : prefix + Canary.KEY);
            assertThat(request.header("anthropic-version").isPresent()).isEqualTo(versioned);
        }
    }

    @Test
    void aListIsAskedForAtTheOriginOfItsService() throws Exception {
        for (Service service : SERVICES) {
            Service filled = Service.of(
                    service.name(),
                    Map.of(
                            "provider",
                            "openai-compatible",
                            "base_url",
                            service.baseUrl()
                                    .orElseThrow()
                                    .replaceAll("[{}]", "")
                                    .replace('_', '-'),
                            "dialect.models_at",
                            service.dialect().getOrDefault("models_at", "models_path")));
            String origin = Origin.parse(filled.baseUrl().orElseThrow()).toString();
            assertThat(Origin.of(ModelListing.address(filled)).toString())
                    .as(service.name())
                    .isEqualTo(origin);
        }
        Service account = Service.of(
                "cc",
                Map.of("provider", "pp", "base_url", "https://a.test/x/ai/v1", "dialect.models_at", "../models/s"));
        assertThat(ModelListing.address(account)).hasToString("https://a.test/x/ai/models/s");
    }

    @Test
    void aMissingKeyIsNamedAndNothingIsSent() {
        try (ChatModelRegistry registry =
                ChatModelRegistry.builder().environment(Map.of()).build()) {
            MissingKeyException missing =
                    catchThrowableOfType(MissingKeyException.class, () -> registry.models("openai"));
            assertThat(missing).hasMessageContaining("OPENAI_API_KEY");
            assertThat(missing.provider()).contains("openai");
        }
    }

    @Test
    void aRefusalSaysWhyNoKeyWasSent() {
        server.always(Script.json(401, "{\"error\":{\"message\":\"no key\"}}"));
        try (ChatModelRegistry registry = moved().build()) {
            AuthenticationException refused =
                    catchThrowableOfType(AuthenticationException.class, () -> registry.models("openai"));
            assertThat(refused)
                    .hasMessageContaining("No key was sent: the key of openai goes to https://api.openai.com only");
        }
    }
}
