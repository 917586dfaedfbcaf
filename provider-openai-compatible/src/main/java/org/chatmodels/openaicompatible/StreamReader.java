package org.chatmodels.openaicompatible;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.TransportException;
import org.chatmodels.TruncatedException;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.SseReader;

/**
 * Reads a streamed answer event by event in the caller's thread. It is complete with {@code [DONE]} or, at the end of
 * the body, with a finish reason; what comes after {@code [DONE]} is not waited for. Empty
 * events and comments that a gateway turned into data are passed over.
 */
final class StreamReader implements Iterator<ChatEvent> {
    private static final int MOST_EVENT_BYTES = 8 << 20;

    private final StreamSource source;
    private final SseReader events;
    private final CompletionReader completion;
    private final AnswerAssembler answer;
    private final RawChunks raw;
    private List<ChatEvent> ready = List.of();
    private int position;
    private boolean contentCame;
    private boolean ended;

    StreamReader(StreamSource source, AnswerAssembler answer, ReadRules rules, boolean keepRaw) {
        this.source = source;
        this.events = new SseReader(source.body(), MOST_EVENT_BYTES);
        this.completion = new CompletionReader(rules);
        this.answer = answer;
        this.raw = new RawChunks(keepRaw, ReplyReader.MOST_BYTES);
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
            ready = more && !events.dataIs("[DONE]") ? chunk() : finish(more);
            position = 0;
        } catch (ChatException e) {
            ended = true;
            completion.close();
            completion.breakOff(answer);
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

    private List<ChatEvent> chunk() {
        byte[] buffer = events.buffer();
        int offset = events.offset();
        int length = events.length();
        if (length == 0 || buffer[offset] == ':') {
            return List.of();
        }
        boolean told = completion.read(buffer, offset, length, answer);
        if (!told || events.event().equals("error")) {
            throw source.failure(buffer, offset, length);
        }
        raw.add(buffer, offset, length);
        noticeContent();
        return answer.drain();
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
        completion.end(answer);
        noticeContent();
        completion.close();
        source.close();
        if (raw.isTooLong()) {
            answer.warning("The chunks of the answer are longer than " + ReplyReader.MOST_BYTES
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
