package org.chatmodels.gateway;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.ChatStreams;
import org.chatmodels.ModelLocation;

/** A model whose answers a test decides; remembers the last request. */
final class FakeModel implements ChatModel {
    private final Function<ChatRequest, ChatStream> streams;
    private final AtomicReference<ChatRequest> last = new AtomicReference<>();

    private FakeModel(Function<ChatRequest, ChatStream> streams) {
        this.streams = streams;
    }

    static FakeModel answering(ChatResponse response) {
        return new FakeModel(request -> ChatStreams.of(response));
    }

    static FakeModel streaming(Function<ChatRequest, ChatStream> streams) {
        return new FakeModel(streams);
    }

    static FakeModel failing(RuntimeException failure) {
        return new FakeModel(request -> {
            throw failure;
        });
    }

    ChatRequest last() {
        return last.get();
    }

    @Override
    public ModelLocation location() {
        return ModelLocation.of("fake", "acme/fake-1");
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        try (ChatStream stream = stream(request)) {
            return stream.response();
        }
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        last.set(request);
        return streams.apply(request);
    }
}
