package org.chatmodels.demo;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.chatmodels.Part;

/** What one choice is going to say: a text, token by token, or calls. */
record Reply(Iterator<String> text, List<Part.ToolCall> calls) {
    static Reply of(Iterator<String> text) {
        return new Reply(text, List.of());
    }

    static Reply of(List<Part.ToolCall> calls) {
        return new Reply(Collections.emptyIterator(), calls);
    }
}
