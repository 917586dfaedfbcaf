package org.chatmodels;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** The events of all rounds, one after the other; an {@link EventStream} reads them, and drops Started but the first. */
final class ToolEvents implements Iterator<ChatEvent> {
    private final ToolLoop loop;
    private ChatStream stream;
    private Iterator<ChatEvent> events;
    private @Nullable ToolRound round;

    /** Asks the model. */
    ToolEvents(ToolLoop loop) {
        this.loop = loop;
        stream = loop.stream();
        events = stream.iterator();
    }

    @Override
    public boolean hasNext() {
        if (round != null && !round.hasNext()) {
            round = null;
            stream = loop.stream();
            events = stream.iterator();
        }
        return round != null || events.hasNext();
    }

    @Override
    public ChatEvent next() {
        if (round != null) {
            return round.next();
        }
        ChatEvent event = events.next();
        if (!(event instanceof ChatEvent.Finished finished)) {
            return event;
        }
        stream.close();
        round = loop.answered(finished.response());
        return round == null ? new ChatEvent.Finished(loop.last()) : round.next();
    }
}
