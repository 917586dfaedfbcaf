package org.chatmodels.gateway;

import java.net.URI;
import org.chatmodels.ChatModel;

/** An OpenAI-compatible endpoint on loopback that serves one model. The caller closes it. */
public final class Gateway implements AutoCloseable {
    private Gateway() {}

    /** Listens on 127.0.0.1; port 0 takes a free one. */
    public static Gateway serve(ChatModel model, int port) {
        throw new AssertionError();
    }

    /** For {@code base_url}: http://127.0.0.1:PORT/v1. */
    public URI baseUrl() {
        throw new AssertionError();
    }

    @Override
    public void close() {
        throw new AssertionError();
    }
}
