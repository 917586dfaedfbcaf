package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.canary.Canary;
import org.chatmodels.spi.Transport;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server on loopback and a model whose calls go there. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
abstract class SocketTest {
    static final String ANSWER = "{\"id\":\"c1\",\"model\":\"m1\",\"choices\":[{\"index\":0,"
            + "\"message\":{\"role\":\"assistant\",\"content\":\"Good morning\"},\"finish_reason\":\"stop\"}]}";

    static final String RESPONSE = "{\"id\":\"c1\",\"model\":\"m1\",\"status\":\"completed\",\"output\":[{\"type\":"
            + "\"message\",\"content\":[{\"type\":\"output_text\",\"text\":\"Good morning\"}]}]}";

    @RegisterExtension
    final LeakCheck leaks = LeakCheck.watching(this::openExchanges);

    final ScriptedServer server = ScriptedServer.start();
    final TestContext context =
            new TestContext().row("base_url", server.uri("/v1").toString());

    @AfterEach
    void close() throws Exception {
        context.close();
        server.close();
    }

    private int openExchanges() {
        return Transport.of(context).openExchanges();
    }

    ChatModel open() {
        return context.open("somewhere:asked");
    }

    ChatModel open(Script script) {
        server.always(script);
        return open();
    }

    static ChatRequest hello() {
        return ChatRequest.of(Canary.PROMPT);
    }

    static ChatResponse streamed(ChatModel model) {
        try (ChatStream stream = model.stream(hello())) {
            return stream.response();
        }
    }

    static List<ChatEvent> events(ChatModel model) {
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = model.stream(hello())) {
            stream.forEach(events::add);
        }
        return events;
    }

    static Throwable chatFails(ChatModel model) {
        return catchThrowable(() -> model.chat(hello()));
    }

    static <T extends ChatException> T chatFails(Class<T> kind, ChatModel model) {
        return catchThrowableOfType(kind, () -> model.chat(hello()));
    }

    static <T extends ChatException> T streamFails(Class<T> kind, ChatModel model) {
        return catchThrowableOfType(kind, () -> streamed(model));
    }
}
