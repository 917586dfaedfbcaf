package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.junit.jupiter.api.AfterEach;

/** What every rule needs: the provider's own parts, a server that plays its backend, scripts in its wire format. */
abstract class ProviderUnderTest {
    static final String WORDS = "Grüße an alle 🙂, said the model.";
    static final long INPUT = 7;
    static final long OUTPUT = 11;

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    /** What the backend would write. */
    protected abstract Wire wire();

    /**
     * Where a model of the provider is found whose calls go to that server ({@code http://127.0.0.1:PORT}), such as
     * {@code openai-compatible:m?base_url=…/v1&credential=contract}. The credential {@code contract} is declared.
     */
    protected abstract String location(URI server);

    /** What the provider, or its backend, does not have; the rules about it are reported as skipped. */
    protected Set<ProviderContract.Feature> without() {
        return Set.of();
    }

    /** The key that the server gets and nobody else may see; for providers that are opened without a registry. */
    protected final String key() {
        return Canaries.KEY;
    }

    /** A registry that knows nothing of this machine, and has a key for the server under the name {@code contract}. */
    protected ChatModelRegistry.Builder registry(URI server) {
        return ChatModelRegistry.builder()
                .environment(Map.of())
                .credential("contract", () -> Canaries.KEY)
                .property("chatmodels.credential.contract", "resolver:contract")
                .property("chatmodels.credential.contract.origins", server.toString());
    }

    /**
     * Opens a model whose calls go to the server, as users do: by its location, in a registry of its own, but without
     * retries unless a rule asks for them. What is given to {@code owner} is closed after the test; closing it must end
     * the calls of the model.
     */
    protected ChatModel open(URI server, Consumer<AutoCloseable> owner) {
        ChatModelRegistry registry = registry(server).build();
        owner.accept(registry);
        return registry.open(location(server), ChatOptions.builder().retries(0).build());
    }

    @AfterEach
    final void closeWhatWasOpened() throws Exception {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }

    final void needs(ProviderContract.Feature feature) {
        assumeFalse(without().contains(feature), () -> "declared as absent: " + feature);
    }

    /** As well as what the format writes for it. */
    final void needs(ProviderContract.Feature feature, String written) {
        needs(feature);
        assumeFalse(written.isEmpty(), () -> "declared as absent: " + feature);
    }

    /** How long a rule waits for what the provider ought to do. */
    Duration patience() {
        return Duration.ofSeconds(10);
    }

    final ScriptedServer server() {
        return closing(ScriptedServer.builder().patience(patience()).start());
    }

    /** A server for this test; scripts are taken in turn, the last one for ever. */
    final ScriptedServer serve(Script... scripts) {
        ScriptedServer server = server();
        for (int i = 0; i < scripts.length - 1; i++) {
            server.enqueue(scripts[i]);
        }
        return server.always(scripts[scripts.length - 1]);
    }

    final ChatModel open(ScriptedServer server) {
        return open(server.uri());
    }

    final ChatModel open(URI server) {
        return open(server, opened::push);
    }

    /** Closed after the test, last first. */
    final <T extends AutoCloseable> T closing(T resource) {
        opened.push(resource);
        return resource;
    }

    static ChatRequest request() {
        return ask().build();
    }

    static ChatRequest.Builder ask() {
        return ChatRequest.builder().user(Canaries.PROMPT);
    }

    /** The failure of a call that must fail, checked for secrets. */
    static <T extends ChatException> T chatFails(Class<T> type, ChatModel model, ChatRequest request) {
        return Canaries.absentFrom(assertThrows(type, () -> model.chat(request)));
    }

    static ChatException streamFails(ChatModel model, ChatRequest request) {
        return Canaries.absentFrom(Reading.of(() -> model.stream(request)).failed());
    }

    static String message(ChatException failure) {
        return String.valueOf(failure.getMessage());
    }

    static void assertTold(String text, ChatException failure) {
        assertTrue(message(failure).contains(text), () -> "the backend's message is lost: " + failure);
    }

    /** A whole answer. */
    final Script answer(String text) {
        return Script.json(wire().answer(text, INPUT, OUTPUT));
    }

    /** Reads a request and begins a stream: head and what comes before the text. */
    final Script.Builder begin() {
        Script.Builder script = Script.builder()
                .readRequest()
                .head(200, "Content-Type", wire().streamType(), "Transfer-Encoding", "chunked");
        return event(script, wire().start());
    }

    /** Reads a request and begins a stream with these pieces of text. */
    final Script.Builder begin(String... pieces) {
        Script.Builder script = begin();
        for (String piece : pieces) {
            event(script, wire().text(piece));
        }
        return script;
    }

    /** Adds ending, terminator and last chunk. */
    final Script end(Script.Builder script) {
        event(script, wire().ending(INPUT, OUTPUT));
        event(script, wire().terminator());
        return script.lastChunk().build();
    }

    final Script streamed(String... pieces) {
        return end(begin(pieces));
    }

    static Script.Builder event(Script.Builder script, String event) {
        return event.isEmpty() ? script : script.chunk(event);
    }
}
