package org.chatmodels.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatStream;
import org.chatmodels.Conversation;
import org.chatmodels.Message;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conversations with a model behind HTTP. */
class RememberTest {
    private static final String EVENT =
            "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"H\\u00e9llo \\n\\\"you\\\"\"}}]}";
    private static final String END = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    private static final Script STREAM = Script.sse(EVENT, END, "[DONE]");
    private static final Script WHOLE = Script.json(
            "{\"id\":\"c\",\"model\":\"m\",\"choices\":[{\"index\":0,\"message\":"
                    + "{\"role\":\"assistant\",\"content\":\"H\\u00e9llo \\n\\\"you\\\"\"},\"finish_reason\":\"stop\"}]}");

    private final ScriptedServer server = ScriptedServer.start();
    private final ChatModelRegistry registry =
            ChatModelRegistry.builder().environment(Map.of()).build();
    private final ChatModel model = registry.open("openai-compatible:m?retries=0&base_url=" + server.uri("/v1"));

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        registry.close();
        server.close();
    }

    @Test
    void theProgramTalksToTheDemo() throws Exception {
        Path configuration =
                Files.writeString(folder.resolve("chatmodels.properties"), "chatmodels.alias.favourite = demo:small\n");
        Checkout.Ended ended = Checkout.run(
                Checkout.java(),
                "-Dchatmodels.config=" + configuration,
                "-cp",
                System.getProperty("java.class.path"),
                Remember.class.getName());

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.out().lines().filter(line -> !line.isBlank())).hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void theSecondRequestIsTheOneThatTheSameMessagesGive() {
        server.enqueue(WHOLE, WHOLE, WHOLE, STREAM, STREAM);
        Conversation talk = Conversation.of(model).system("Be brief.");
        talk.ask("I am Alice \u2028 😀");
        talk.ask("Who am I?");
        List<Message> messages = talk.messages().subList(0, 4);
        model.chat(ChatRequest.builder().messages(messages).build());

        Conversation later = Conversation.fromJson(model, talk.toJson());
        try (ChatStream stream = later.stream("And you?")) {
            stream.forEachText(text -> {});
        }
        messages = later.messages().subList(0, 6);
        try (ChatStream stream =
                model.stream(ChatRequest.builder().messages(messages).build())) {
            stream.response();
        }

        assertThat(body(1)).isEqualTo(body(2)).contains("Alice", "Who am I?", "Héllo");
        assertThat(body(3)).isEqualTo(body(4)).contains("Alice", "And you?");
        assertThat(later.messages()).hasSize(7);
    }

    private String body(int request) {
        return server.awaitRequests(request + 1).get(request).bodyText();
    }

    @Test
    void whatFailsIsCutOrIsClosedLeavesNoTrace() {
        Script cut = Script.builder().readRequest().sseHead().event(EVENT).cut().build();
        Script waits =
                Script.builder().readRequest().sseHead().event(EVENT).hold().build();
        server.enqueue(WHOLE, Script.json(500, "{}"), cut, waits, WHOLE);
        Conversation talk = Conversation.of(model);
        talk.ask("one");
        List<Message> before = talk.messages();

        assertThatThrownBy(() -> talk.ask("two")).isInstanceOf(ChatException.class);
        try (ChatStream stream = talk.stream("three")) {
            assertThatThrownBy(stream::response).isInstanceOf(ChatException.class);
        }
        try (ChatStream stream = talk.stream("four")) {
            Iterator<ChatEvent> events = stream.iterator();
            events.next();
            events.next();
        }
        assertThat(talk.messages()).isEqualTo(before);
        assertThat(talk.ask("five")).startsWith("Héllo");
        assertThat(body(4)).contains("one", "five").doesNotContain("two", "three", "four");
    }
}
