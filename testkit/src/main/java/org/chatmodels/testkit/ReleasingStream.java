package org.chatmodels.testkit;

import java.util.Iterator;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;

/** Lets the server's stall go on with the first text that has arrived, so that what follows cannot overtake it. */
final class ReleasingStream implements ChatStream {
    private final ChatStream stream;
    private final ScriptedServer server;

    ReleasingStream(ChatStream stream, ScriptedServer server) {
        this.stream = stream;
        this.server = server;
    }

    @Override
    public Iterator<ChatEvent> iterator() {
        Iterator<ChatEvent> events = stream.iterator();
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return events.hasNext();
            }

            @Override
            public ChatEvent next() {
                ChatEvent event = events.next();
                if (event instanceof ChatEvent.TextDelta) {
                    server.release();
                }
                return event;
            }
        };
    }

    @Override
    public ChatResponse response() {
        return stream.response();
    }

    @Override
    public void close() {
        stream.close();
    }
}
