package org.chatmodels.openrouter;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.canary.Canary;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.ReceivedRequest;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server that stands for OpenRouter, and a registry that takes it for it and has a key for it. */
@ExtendWith(LeakCheck.class)
@Timeout(value = 20, unit = TimeUnit.SECONDS)
abstract class RouterTest {
    static final String KEY = "sk-canary-of-openrouter";
    static final String ANSWER =
            "{\"id\":\"gen-1\",\"model\":\"acme/m\",\"provider\":\"Acme\",\"choices\":[{\"index\":0,"
                    + "\"message\":{\"role\":\"assistant\",\"content\":\"Good morning\"},\"finish_reason\":\"stop\"}]}";

    final ScriptedServer server = ScriptedServer.start();
    final Map<String, String> properties = new HashMap<>(Map.of(
            "chatmodels.service.openrouter.base_url", server.uri("/api/v1").toString(),
            "chatmodels.service.openrouter.credential", "router",
            "chatmodels.credential.router", "resolver:router"));
    private ChatModelRegistry registry;

    @AfterEach
    void close() {
        if (registry != null) {
            registry.close();
        }
        server.close();
    }

    ChatModelRegistry.Builder builder() {
        return ChatModelRegistry.builder()
                .environment(Map.of())
                .properties(properties)
                .credential("router", () -> KEY);
    }

    ChatModelRegistry registry() {
        if (registry == null) {
            registry = builder().build();
        }
        return registry;
    }

    ChatModel open(String location) {
        return registry().open(location, ChatOptions.builder().retries(0).build());
    }

    static ChatRequest hello() {
        return ChatRequest.of(Canary.PROMPT);
    }

    static ChatResponse streamed(ChatModel model, ChatRequest request) {
        try (ChatStream stream = model.stream(request)) {
            return stream.response();
        }
    }

    ReceivedRequest last() {
        return server.requests().get(server.requests().size() - 1);
    }

    /** The body that was sent, without model and messages, which begin it. */
    String added() {
        String body = last().bodyText();
        return body.substring(body.indexOf("}]") + 2, body.length() - 1);
    }
}
