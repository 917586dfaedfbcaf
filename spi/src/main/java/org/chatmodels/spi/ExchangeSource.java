package org.chatmodels.spi;

import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatResponse;
import org.chatmodels.ModelLocation;
import org.chatmodels.TruncatedException;

/** A stream over HTTP. */
final class ExchangeSource implements StreamSource {
    private final Exchange exchange;
    private final ByteInput body;
    private final ErrorReader errors;
    private final ModelLocation location;

    ExchangeSource(Exchange exchange, ByteInput body, ErrorReader errors) {
        this.exchange = exchange;
        this.body = body;
        this.errors = errors;
        this.location = errors.location();
    }

    @Override
    public ByteInput body() {
        return body;
    }

    @Override
    public void firstToken() {
        exchange.firstToken();
    }

    @Override
    public ChatException failure(byte[] json, int offset, int length) {
        return errors.inBand(json, offset, length, exchange);
    }

    @Override
    public ChatException cut() {
        Details.Builder details = Details.builder()
                .provider(location.provider())
                .model(location.model())
                .status(exchange.status())
                .phase(ChatException.Phase.STREAM)
                .delivery(ChatException.Delivery.MAYBE_PROCESSED);
        HeadersReader.requestId(exchange).ifPresent(details::requestId);
        return new TruncatedException(
                "The stream of '" + location.provider()
                        + "' ended without a finish reason: the answer is cut. Ask again.",
                details.build());
    }

    @Override
    public ChatException during(ChatException failure, AnswerAssembler arrived) {
        return errors.during(failure, arrived);
    }

    @Override
    public ChatResponse served(ChatResponse response) {
        return response.toBuilder().servedBy(location).build();
    }

    @Override
    public void close() {
        exchange.close();
    }
}
