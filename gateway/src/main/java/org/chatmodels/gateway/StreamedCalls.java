package org.chatmodels.gateway;

import java.util.HashMap;
import java.util.Map;
import org.chatmodels.ChatException;
import org.chatmodels.Part;
import org.chatmodels.ProtocolException;

/** What a client has of the calls of one choice. */
final class StreamedCalls {
    private final Map<Integer, Call> byIndex = new HashMap<>();

    /** The call at an index, new or not. */
    Call at(int index) {
        return byIndex.computeIfAbsent(index, unseen -> new Call());
    }

    /** One call: nothing is sent of it until its name is known, for clients take that from the first piece. */
    static final class Call {
        private final StringBuilder arguments = new StringBuilder();
        private int sent;
        private boolean opened;

        /** Adds a piece of the arguments. */
        Call add(String piece) {
            arguments.append(piece);
            return this;
        }

        /** Whether this is the moment for its id and name; true once. */
        boolean opens(String name) {
            boolean opens = !opened && !name.isEmpty();
            opened |= opens;
            return opens;
        }

        /** The arguments that are to be sent now; empty before it is opened. */
        String unsent() {
            String unsent = opened ? arguments.substring(sent) : "";
            sent += unsent.length();
            return unsent;
        }

        /** Adds what is missing from the whole call; a call that began otherwise cannot be taken back. */
        void complete(Part.ToolCall whole) {
            if (!whole.arguments().startsWith(arguments.toString())) {
                throw new ProtocolException(
                        "The model streamed other arguments than its call has; ask without streaming",
                        ChatException.Details.NONE);
            }
            add(whole.arguments().substring(arguments.length()));
        }
    }
}
