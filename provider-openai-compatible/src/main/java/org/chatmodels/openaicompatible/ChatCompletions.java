package org.chatmodels.openaicompatible;

import java.util.Locale;
import java.util.Objects;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.ChatStreams;
import org.chatmodels.ModelLocation;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.ErrorReader;
import org.chatmodels.spi.Exchange;

/** A model behind Chat Completions. Everything that is the same for all calls is made once. */
final class ChatCompletions implements ChatModel {
    private final ModelLocation location;
    private final Endpoint endpoint;
    private final FeatureCheck features;
    private final RequestWriter requests;
    private final ErrorReader errors;
    private final ReplyReader replies;

    ChatCompletions(ModelLocation location, Endpoint endpoint, Dialect dialect) {
        this.location = location;
        this.endpoint = endpoint;
        this.features = new FeatureCheck(location);
        this.requests = new RequestWriter(location, dialect);
        this.errors = new ErrorReader(location);
        this.replies = new ReplyReader(location, errors);
    }

    @Override
    public ModelLocation location() {
        return location;
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        try (Exchange exchange = send(request, false)) {
            return replies.read(exchange, keepsRaw(request));
        }
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        Exchange exchange = send(request, true);
        if (inOnePiece(exchange)) {
            try (exchange) {
                return ChatStreams.of(replies.read(exchange, keepsRaw(request)));
            }
        }
        ExchangeSource source = new ExchangeSource(exchange, errors, location);
        AnswerAssembler answer = new AnswerAssembler(location.model());
        HeadersReader.read(exchange, answer);
        return ChatStreams.of(new StreamReader(source, answer), source::close);
    }

    private Exchange send(ChatRequest request, boolean streaming) {
        Objects.requireNonNull(request, "request");
        features.check(request);
        byte[] body = requests.write(request, streaming);
        Exchange exchange = endpoint.send(body, request.options(), streaming);
        if (exchange.status() / 100 != 2) {
            throw errors.read(exchange);
        }
        return exchange;
    }

    private static boolean keepsRaw(ChatRequest request) {
        return request.options().keepRaw().orElse(false);
    }

    /** Servers may answer a stream's request with plain JSON, mostly an error; a page is for the reply reader to refuse. */
    private static boolean inOnePiece(Exchange exchange) {
        String type = exchange.header("content-type").orElse("").toLowerCase(Locale.ROOT);
        return exchange.status() == 204
                || type.startsWith("application/json")
                || type.startsWith("application/problem+json")
                || type.startsWith("text/html");
    }
}
