package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;

/** What came of one stream that was read to its end, or to its failure. */
record Reading(List<ChatEvent> events, Optional<ChatException> failure) {
    static Reading of(Supplier<ChatStream> opening) {
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = opening.get()) {
            stream.forEach(events::add);
            return new Reading(events, Optional.empty());
        } catch (ChatException e) {
            return new Reading(events, Optional.of(e));
        }
    }

    String text() {
        StringBuilder text = new StringBuilder();
        for (ChatEvent event : events) {
            if (event instanceof ChatEvent.TextDelta delta) {
                text.append(delta.text());
            }
        }
        return text.toString();
    }

    /** The answer of a stream that went well: Started first, Finished last, each once, and the same text in both. */
    ChatResponse whole() {
        failure.ifPresent(e -> fail("the stream failed: " + e, e));
        assertTrue(events.size() >= 2, () -> "too few events: " + events);
        assertInstanceOf(ChatEvent.Started.class, events.get(0), "the first event");
        ChatEvent last = events.get(events.size() - 1);
        ChatResponse response = assertInstanceOf(ChatEvent.Finished.class, last, "the last event")
                .response();
        assertEquals(1, count(ChatEvent.Started.class), "Started events");
        assertEquals(1, count(ChatEvent.Finished.class), "Finished events");
        assertEquals(text(), response.text(), "text of the deltas and of the whole answer");
        return response;
    }

    /** The failure of a stream that failed; no Finished came before it. */
    ChatException failed() {
        assertEquals(0, count(ChatEvent.Finished.class), "Finished events of a stream that fails");
        return failure.orElseGet(() -> fail("the stream ended as if all were well, after " + events));
    }

    private long count(Class<? extends ChatEvent> type) {
        return events.stream().filter(type::isInstance).count();
    }
}
