package org.chatmodels;

import java.util.Objects;

/** What a listener is told of a call that begins. Immutable. */
public final class CallInfo {
    private final ModelLocation location;
    private final ChatRequest request;
    private final boolean streaming;

    private CallInfo(ModelLocation location, ChatRequest request, boolean streaming) {
        this.location = Objects.requireNonNull(location, "location");
        this.request = Objects.requireNonNull(request, "request");
        this.streaming = streaming;
    }

    /** For whoever calls listeners, and for tests of them. */
    public static CallInfo of(ModelLocation location, ChatRequest request, boolean streaming) {
        return new CallInfo(location, request, streaming);
    }

    /** The first target; {@link ChatResponse#servedBy()} says which one answered. */
    public ModelLocation location() {
        return location;
    }

    /** With options merged. */
    public ChatRequest request() {
        return request;
    }

    /** Whether the answer comes as a stream. */
    public boolean streaming() {
        return streaming;
    }

    /** Provider and model, kinds and sizes of the request, whether streamed; no content, no secrets. */
    @Override
    public String toString() {
        return "CallInfo[" + location.provider() + ':' + location.model() + ", " + request
                + (streaming ? ", streaming]" : "]");
    }
}
