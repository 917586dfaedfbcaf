package org.chatmodels.openaicompatible;

import org.chatmodels.ChatRequest;
import org.chatmodels.ModelLocation;
import org.chatmodels.spi.AnswerReader;
import org.chatmodels.spi.Endpoint;

/** A wire format at one service, for one model. */
final class Protocol {
    private final Api api;
    private final Endpoint endpoint;
    private final BodyOf requests;
    private final ReadRules rules;
    private final String provider;

    /** Writes the bodies of requests. */
    interface BodyOf {
        WrittenRequest write(ChatRequest request, boolean stream);
    }

    Protocol(Api api, ModelLocation location, Endpoint endpoint, Dialect dialect) {
        this.api = api;
        this.endpoint = endpoint;
        this.requests = api == Api.CHAT ? new RequestWriter(location, dialect) : new ResponsesWriter(location, dialect);
        this.rules = dialect.readRules();
        this.provider = location.provider();
    }

    Api api() {
        return api;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    WrittenRequest write(ChatRequest request, boolean stream) {
        return requests.write(request, stream);
    }

    /** For one answer. */
    AnswerReader reader() {
        return api == Api.CHAT ? new CompletionReader(rules) : new ResponsesReader(provider, rules);
    }
}
