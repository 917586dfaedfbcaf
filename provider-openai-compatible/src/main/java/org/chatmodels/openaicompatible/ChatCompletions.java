package org.chatmodels.openaicompatible;

import java.util.Objects;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.ChatStreams;
import org.chatmodels.ModelLocation;
import org.chatmodels.provider.Service;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.ByteInput;
import org.chatmodels.spi.ErrorReader;
import org.chatmodels.spi.Exchange;

/** A model behind Chat Completions. Everything that is the same for all calls is made once. */
final class ChatCompletions implements ChatModel {
    private static final String EVENTS = "text/event-stream";

    private final ModelLocation location;
    private final Endpoint endpoint;
    private final RequestWriter requests;
    private final ErrorReader errors;
    private final ReplyReader replies;

    ChatCompletions(ModelLocation location, Endpoint endpoint, Service service) {
        this.location = location;
        this.endpoint = endpoint;
        this.requests = new RequestWriter(location, Dialect.of(service, location.model()));
        this.errors = new ErrorReader(location, service);
        this.replies = new ReplyReader(location, errors, ReadRules.STANDARD);
    }

    @Override
    public ModelLocation location() {
        return location;
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        try (Exchange exchange = send(request, false)) {
            return replies.read(exchange, new byte[0], new AnswerAssembler(location), keepsRaw(request));
        }
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        Exchange exchange = send(request, true);
        boolean open = false;
        try {
            ChatStream stream = isEvents(exchange)
                    ? events(exchange, exchange.body(), keepsRaw(request))
                    : either(exchange, request);
            open = true;
            return stream;
        } finally {
            if (!open) {
                exchange.close();
            }
        }
    }

    /** Servers answer a stream's request with plain JSON too, mostly an error; and some call events JSON. */
    private ChatStream either(Exchange exchange, ChatRequest request) {
        Beginning beginning = new Beginning(exchange.body());
        if (beginning.isOfEvents()) {
            return events(exchange, beginning, keepsRaw(request));
        }
        try (exchange) {
            AnswerAssembler answer = new AnswerAssembler(location);
            return ChatStreams.of(replies.read(exchange, beginning.take(), answer, keepsRaw(request)));
        }
    }

    private ChatStream events(Exchange exchange, ByteInput body, boolean keepRaw) {
        ExchangeSource source = new ExchangeSource(exchange, body, errors, location);
        AnswerAssembler answer = new AnswerAssembler(location);
        HeadersReader.read(exchange, answer);
        return ChatStreams.of(new StreamReader(source, answer, ReadRules.STANDARD, keepRaw), source::close);
    }

    private Exchange send(ChatRequest request, boolean streaming) {
        Objects.requireNonNull(request, "request");
        byte[] body = requests.write(request, streaming).body();
        Exchange exchange = endpoint.send(body, request.options(), streaming);
        if (exchange.status() / 100 != 2) {
            throw errors.read(exchange);
        }
        return exchange;
    }

    private static boolean keepsRaw(ChatRequest request) {
        return request.options().keepRaw().orElse(false);
    }

    private static boolean isEvents(Exchange exchange) {
        String type = exchange.header("content-type").orElse("");
        return type.regionMatches(true, 0, EVENTS, 0, EVENTS.length());
    }
}
