package org.chatmodels.spi;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.ChatStreams;

/**
 * An answer whose head has arrived, to be read once, whole or as a stream, whatever its wire format: what is no answer,
 * breaks off, is an error with status 200 or longer than 32 MiB becomes the exception that says so.
 */
public final class Reply {
    static final int MOST_BYTES = 32 << 20;

    private final Exchange exchange;
    private final ErrorReader errors;
    private final AnswerReader reader;
    private final AnswerAssembler answer;
    private boolean keepRaw;

    /** Of an exchange that was accepted; {@code reader} reads it into an answer that is empty yet. */
    public Reply(Exchange exchange, ErrorReader errors, AnswerReader reader, AnswerAssembler answer) {
        this.exchange = Objects.requireNonNull(exchange, "exchange");
        this.errors = Objects.requireNonNull(errors, "errors");
        this.reader = Objects.requireNonNull(reader, "reader");
        this.answer = Objects.requireNonNull(answer, "answer");
    }

    /** Whether it is to be kept as it came too; false unless set. */
    public Reply keepRaw(boolean on) {
        keepRaw = on;
        return this;
    }

    /** Reads all of it and closes exchange and reader. */
    public ChatResponse whole() {
        return whole(new byte[0]);
    }

    /** Behind what was read of it before. */
    private ChatResponse whole(byte[] first) {
        try (exchange;
                reader) {
            byte[] body = exchange.readAll(first, MOST_BYTES);
            int start = start(body);
            if (start == body.length || body[start] != '{') {
                throw errors.notAnAnswer(body, exchange);
            }
            HeadersReader.read(exchange, answer);
            if (!reader.read(body, start, body.length - start, answer)) {
                byte[] error = reader.error();
                throw error.length > 0
                        ? errors.inBand(error, 0, error.length, exchange)
                        : errors.inBand(body, start, body.length - start, exchange);
            }
            if (!reader.isAnswer()) {
                throw errors.notAnAnswer(body, exchange);
            }
            reader.end(answer);
            ChatResponse.Builder response = answer.finish().toBuilder().servedBy(errors.location());
            if (keepRaw) {
                response.raw(new String(body, start, body.length - start, StandardCharsets.UTF_8));
            }
            return response.build();
        }
    }

    /** Behind a byte order mark, and behind the blank lines that some servers send while a request waits. */
    private static int start(byte[] body) {
        boolean marked = body.length >= 3 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
        int start = marked ? 3 : 0;
        while (start < body.length && body[start] <= ' ' && body[start] >= 0) {
            start++;
        }
        return start;
    }

    /**
     * A stream that reads in its caller's thread; it, or its failure to begin, closes exchange and reader. Servers answer
     * a stream's request with plain JSON too, mostly an error; and some call events JSON.
     */
    public ChatStream stream() {
        boolean open = false;
        try {
            ChatStream stream = isStream() ? events(exchange.body()) : either(new Beginning(exchange.body()));
            open = true;
            return stream;
        } finally {
            if (!open) {
                exchange.close();
                reader.close();
            }
        }
    }

    private ChatStream either(Beginning beginning) {
        return beginning.isStreamOf(reader) ? events(beginning) : ChatStreams.of(whole(beginning.take()));
    }

    private ChatStream events(ByteInput body) {
        ExchangeSource source = new ExchangeSource(exchange, body, errors);
        HeadersReader.read(exchange, answer);
        return ChatStreams.of(new StreamReader(source, answer, reader, keepRaw), source::close);
    }

    private boolean isStream() {
        String type = exchange.header("content-type").orElse("");
        String stream = reader.streamType();
        return type.regionMatches(true, 0, stream, 0, stream.length());
    }
}
