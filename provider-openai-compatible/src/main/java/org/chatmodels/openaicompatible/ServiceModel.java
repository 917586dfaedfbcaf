package org.chatmodels.openaicompatible;

import java.util.Objects;
import java.util.Optional;
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

/** A model of a service, in its wire formats. Everything that is the same for all calls is made once. */
final class ServiceModel implements ChatModel {
    private static final String EVENTS = "text/event-stream";

    private final ModelLocation location;
    private final ProtocolChoice protocols;
    private final ErrorReader errors;
    private final ReplyReader replies;

    ServiceModel(ModelLocation location, ProtocolChoice protocols, Service service) {
        this.location = location;
        this.protocols = protocols;
        this.errors = new ErrorReader(location, service);
        this.replies = new ReplyReader(location, errors);
    }

    @Override
    public ModelLocation location() {
        return location;
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        Optional<String> reason = protocols.reason(Objects.requireNonNull(request, "request"));
        Protocol protocol = protocols.of(reason);
        WrittenRequest written = protocol.write(request, false);
        try (Exchange exchange = send(protocol, written, request, false);
                AnswerReader reader = protocol.reader()) {
            AnswerAssembler answer = answer(reason, written, request);
            return replies.read(new Reply(exchange, reader, keepsRaw(request)), new byte[0], answer);
        }
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        Optional<String> reason = protocols.reason(Objects.requireNonNull(request, "request"));
        Protocol protocol = protocols.of(reason);
        WrittenRequest written = protocol.write(request, true);
        Exchange exchange = send(protocol, written, request, true);
        boolean open = false;
        try {
            AnswerAssembler answer = answer(reason, written, request);
            Reply reply = new Reply(exchange, protocol.reader(), keepsRaw(request));
            ChatStream stream = isEvents(exchange) ? events(reply, exchange.body(), answer) : either(reply, answer);
            open = true;
            return stream;
        } finally {
            if (!open) {
                exchange.close();
            }
        }
    }

    /** Servers answer a stream's request with plain JSON too, mostly an error; and some call events JSON. */
    private ChatStream either(Reply reply, AnswerAssembler answer) {
        Beginning beginning = new Beginning(reply.exchange().body());
        if (beginning.isOfEvents()) {
            return events(reply, beginning, answer);
        }
        try (Exchange exchange = reply.exchange();
                AnswerReader reader = reply.reader()) {
            return ChatStreams.of(replies.read(new Reply(exchange, reader, reply.keepRaw()), beginning.take(), answer));
        }
    }

    private ChatStream events(Reply reply, ByteInput body, AnswerAssembler answer) {
        ExchangeSource source = new ExchangeSource(reply.exchange(), body, errors, location);
        HeadersReader.read(reply.exchange(), answer);
        return ChatStreams.of(new StreamReader(source, answer, reply.reader(), reply.keepRaw()), source::close);
    }

    private Exchange send(Protocol protocol, WrittenRequest written, ChatRequest request, boolean streaming) {
        Exchange exchange = protocol.endpoint().send(written.body(), request.options(), streaming);
        if (exchange.status() / 100 != 2) {
            throw errors.read(exchange);
        }
        return exchange;
    }

    /** What is known of the answer before it comes. */
    private AnswerAssembler answer(Optional<String> reason, WrittenRequest written, ChatRequest request) {
        AnswerAssembler answer = new AnswerAssembler(location);
        reason.ifPresent(answer::warning);
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
