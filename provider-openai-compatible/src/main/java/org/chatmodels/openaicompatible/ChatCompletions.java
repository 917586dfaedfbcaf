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
    private final ReadRules rules;
    private final ReplyReader replies;

    ChatCompletions(ModelLocation location, Endpoint endpoint, Service service) {
        Dialect dialect = Dialect.of(service, location.model());
        this.location = location;
        this.endpoint = endpoint;
        this.requests = new RequestWriter(location, dialect);
        this.errors = new ErrorReader(location, service);
        this.rules = dialect.readRules();
        this.replies = new ReplyReader(location, errors, rules);
    }

    @Override
    public ModelLocation location() {
        return location;
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        Objects.requireNonNull(request, "request");
        WrittenRequest written = requests.write(request, false);
        try (Exchange exchange = send(written, request, false)) {
            return replies.read(exchange, new byte[0], answer(written, request), keepsRaw(request));
        }
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        Objects.requireNonNull(request, "request");
        WrittenRequest written = requests.write(request, true);
        Exchange exchange = send(written, request, true);
        boolean open = false;
        try {
            AnswerAssembler answer = answer(written, request);
            ChatStream stream = isEvents(exchange)
                    ? events(exchange, exchange.body(), answer, keepsRaw(request))
                    : either(exchange, answer, keepsRaw(request));
            open = true;
            return stream;
        } finally {
            if (!open) {
                exchange.close();
            }
        }
    }

    /** Servers answer a stream's request with plain JSON too, mostly an error; and some call events JSON. */
    private ChatStream either(Exchange exchange, AnswerAssembler answer, boolean keepRaw) {
        Beginning beginning = new Beginning(exchange.body());
        if (beginning.isOfEvents()) {
            return events(exchange, beginning, answer, keepRaw);
        }
        try (exchange) {
            return ChatStreams.of(replies.read(exchange, beginning.take(), answer, keepRaw));
        }
    }

    private ChatStream events(Exchange exchange, ByteInput body, AnswerAssembler answer, boolean keepRaw) {
        ExchangeSource source = new ExchangeSource(exchange, body, errors, location);
        HeadersReader.read(exchange, answer);
        return ChatStreams.of(new StreamReader(source, answer, rules, keepRaw), source::close);
    }

    private Exchange send(WrittenRequest written, ChatRequest request, boolean streaming) {
        Exchange exchange = endpoint.send(written.body(), request.options(), streaming);
        if (exchange.status() / 100 != 2) {
            throw errors.read(exchange);
        }
        return exchange;
    }

    /** What is known of the answer before it comes. */
    private AnswerAssembler answer(WrittenRequest written, ChatRequest request) {
        AnswerAssembler answer = new AnswerAssembler(location);
        written.warnings().forEach(answer::warning);
        written.held().ifPresent(answer::responseFormat);
        request.toolChoice().ifPresent(answer::expectTools);
        return answer;
    }

    private static boolean keepsRaw(ChatRequest request) {
        return request.options().keepRaw().orElse(false);
    }

    private static boolean isEvents(Exchange exchange) {
        String type = exchange.header("content-type").orElse("");
        return type.regionMatches(true, 0, EVENTS, 0, EVENTS.length());
    }
}
