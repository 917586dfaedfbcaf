package org.chatmodels.ollama;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.ReceivedRequest;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server that the test scripts, and a registry whose Ollama it is. */
@ExtendWith(LeakCheck.class)
abstract class OllamaTest {
    static final ChatRequest HELLO = ChatRequest.of("hello");

    final Map<String, String> environment = new HashMap<>();
    final Map<String, String> properties = new HashMap<>();
    ScriptedServer server;
    private ChatModelRegistry registry;

    @BeforeEach
    void start() {
        server = ScriptedServer.start();
        environment.put("OLLAMA_HOST", "127.0.0.1:" + server.port());
    }

    @AfterEach
    void stop() {
        if (registry != null) {
            registry.close();
        }
        server.close();
    }

    ChatModelRegistry registry() {
        if (registry == null) {
            registry = ChatModelRegistry.builder()
                    .environment(environment)
                    .properties(properties)
                    .build();
        }
        return registry;
    }

    /** Without retries. */
    ChatModel open(String parameters) {
        return registry().open("ollama:m?retries=0" + (parameters.isEmpty() ? "" : "&" + parameters));
    }

    OllamaServer ollama() {
        return registry().service("ollama", OllamaServer.class).orElseThrow();
    }

    static ChatResponse streamed(ChatModel model, ChatRequest request) {
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = model.stream(request)) {
            stream.forEach(events::add);
        }
        return ((ChatEvent.Finished) events.get(events.size() - 1)).response();
    }

    /** The body of the last request. */
    String sent() {
        List<ReceivedRequest> all = server.requests();
        return new String(all.get(all.size() - 1).body(), StandardCharsets.UTF_8);
    }
}
