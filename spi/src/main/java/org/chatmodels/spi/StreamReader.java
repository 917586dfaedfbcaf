package org.chatmodels.spi;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.TransportException;
import org.chatmodels.TruncatedException;

/**
 * Reads a streamed answer event by event in the caller's thread. It is complete with its last event, with {@code [DONE]}
 * where that ends a stream or, at the end of the body, with a finish reason; nothing is waited for behind them. Empty
 * events and comments that a gateway turned into data are passed over.
 */
public final class StreamReader implements Iterator<ChatEvent> {
    private static final String DONE = "[DONE]";

    private final StreamSource source;
    private final Frames events;
    private final AnswerReader reader;
    private final AnswerAssembler answer;
    private final RawChunks raw;
    private List<ChatEvent> ready = List.of();
    private int position;
    private boolean contentCame;
    private boolean ended;

    /** {@code keepRaw} keeps the events as they came too, up to 32 MiB. */
    public StreamReader(StreamSource source, AnswerAssembler answer, AnswerReader reader, boolean keepRaw) {
        this.source = source;
        this.events = reader.frames(source.body());
        this.reader = reader;
        this.answer = answer;
        this.raw = new RawChunks(keepRaw, Reply.MOST_BYTES);
    }

    @Override
    public boolean hasNext() {
        while (position == ready.size() && !ended) {
            fill();
        }
        return position < ready.size();
    }

    @Override
    public ChatEvent next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.get(position++);
    }

    private void fill() {
        try {
            boolean more = advance();
            boolean done = more && isDone();
            ready = more && !done ? chunk() : finish(done && reader.endsWithDone());
            position = 0;
        } catch (ChatException e) {
            ended = true;
            reader.close();
            reader.breakOff(answer);
            source.close();
            throw source.during(e, answer);
        }
    }

    /** A connection that breaks after the last finish reason takes nothing of the answer with it. */
    private boolean advance() {
        try {
            return events.next();
        } catch (TransportException | TruncatedException e) {
            if (answer.isFinished()) {
                return false;
            }
            throw e;
        }
    }

    private boolean isDone() {
        boolean done = events.length() == DONE.length();
        for (int i = 0; done && i < DONE.length(); i++) {
            done = events.buffer()[events.offset() + i] == DONE.charAt(i);
        }
        return done;
    }

    private List<ChatEvent> chunk() {
        byte[] buffer = events.buffer();
        int offset = events.offset();
        int length = events.length();
        if (length == 0 || buffer[offset] == ':') {
            return List.of();
        }
        if (!reader.readEvent(events, answer)) {
            byte[] error = reader.error();
            throw error.length > 0 ? source.failure(error, 0, error.length) : source.failure(buffer, offset, length);
        }
        raw.add(buffer, offset, length);
        noticeContent();
        return reader.isLast() ? finish(true) : answer.drain();
    }

    private void noticeContent() {
        if (!contentCame && answer.hasContent()) {
            contentCame = true;
            source.firstToken();
        }
    }

    private List<ChatEvent> finish(boolean done) {
        if (!done && !answer.isFinished()) {
            throw source.cut();
        }
        ended = true;
        reader.end(answer);
        noticeContent();
        reader.close();
        source.close();
        if (raw.isTooLong()) {
            answer.warning("The chunks of the answer are longer than " + Reply.MOST_BYTES
                    + " bytes and were not kept: ask for less, or without keepRaw.");
        }
        answer.finish();
        List<ChatEvent> last = new ArrayList<>(answer.drain());
        last.replaceAll(event -> event instanceof ChatEvent.Finished finished
                ? new ChatEvent.Finished(raw.addTo(source.served(finished.response())))
                : event);
        return last;
    }
}
