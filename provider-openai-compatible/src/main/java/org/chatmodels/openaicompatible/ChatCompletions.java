package org.chatmodels.openaicompatible;

import org.chatmodels.ChatRequest;
import org.chatmodels.ModelLocation;

/** Chat Completions: messages in, choices out. */
final class ChatCompletions implements Protocol {
    private final Endpoint endpoint;
    private final RequestWriter requests;
    private final ReadRules rules;

    ChatCompletions(ModelLocation location, Endpoint endpoint, Dialect dialect) {
        this.endpoint = endpoint;
        this.requests = new RequestWriter(location, dialect);
        this.rules = dialect.readRules();
    }

    @Override
    public Api api() {
        return Api.CHAT;
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
        return new CompletionReader(rules);
    }
}
