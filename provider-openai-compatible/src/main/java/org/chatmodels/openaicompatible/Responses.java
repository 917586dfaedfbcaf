package org.chatmodels.openaicompatible;

import org.chatmodels.ChatRequest;
import org.chatmodels.ModelLocation;

/** The Responses API: items in, items out. */
final class Responses implements Protocol {
    private final String provider;
    private final Endpoint endpoint;
    private final ResponsesWriter requests;
    private final ReadRules rules;

    Responses(ModelLocation location, Endpoint endpoint, Dialect dialect) {
        this.provider = location.provider();
        this.endpoint = endpoint;
        this.requests = new ResponsesWriter(location, dialect);
        this.rules = dialect.readRules();
    }

    @Override
    public Api api() {
        return Api.RESPONSES;
    }

    @Override
    public Endpoint endpoint() {
        return endpoint;
    }

    @Override
    public WrittenRequest write(ChatRequest request, boolean stream) {
        return requests.write(request, stream);
    }

    @Override
    public AnswerReader reader() {
        return new ResponsesReader(provider, rules);
    }
}
