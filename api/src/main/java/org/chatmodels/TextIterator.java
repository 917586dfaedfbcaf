package org.chatmodels;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The text of the first choice among events. */
final class TextIterator implements Iterator<String> {
    private final Iterator<ChatEvent> events;
    private @Nullable String next;

    TextIterator(Iterator<ChatEvent> events) {
        this.events = events;
    }

    @Override
    public boolean hasNext() {
        while (next == null && events.hasNext()) {
            if (events.next() instanceof ChatEvent.TextDelta delta && delta.choice() == 0) {
                next = delta.text();
            }
        }
        return next != null;
    }

    @Override
    public String next() {
        String text = hasNext() ? next : null;
        if (text == null) {
            throw new NoSuchElementException("The text has ended");
        }
        next = null;
        return text;
    }
}
