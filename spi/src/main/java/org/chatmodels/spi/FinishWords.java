package org.chatmodels.spi;

import org.chatmodels.FinishReason;
import org.chatmodels.FinishReason.Kind;

/** The words with which backends say why they stopped, and ours for them; none of them cares for case. */
final class FinishWords {
    private static final String[] STOP = {"stop", "eos", "end_turn", "stop_sequence", "complete", "completed", "done"};
    private static final String[] LENGTH = {
        "length", "max_tokens", "model_length", "max_length", "max_output_tokens", "model_context_window_exceeded"
    };
    private static final String[] TOOL_CALLS = {
        "tool_calls", "tool_call", "tool_use", "function_call", "function_calls", "tools"
    };
    private static final String[] CONTENT_FILTER = {
        "content_filter",
        "content_filtered",
        "safety",
        "recitation",
        "blocklist",
        "prohibited_content",
        "spii",
        "refusal",
        "guardrail_intervened",
        "sensitive",
        "error_toxic"
    };

    private static final FinishReason PLAIN_STOP = new FinishReason(Kind.STOP, "stop");

    private FinishWords() {}

    /** The word itself is kept exactly. */
    static FinishReason read(String word) {
        return word.equals("stop") ? PLAIN_STOP : new FinishReason(kind(word), word);
    }

    private static Kind kind(String word) {
        if (isOneOf(STOP, word)) {
            return Kind.STOP;
        } else if (isOneOf(LENGTH, word)) {
            return Kind.LENGTH;
        } else if (isOneOf(TOOL_CALLS, word)) {
            return Kind.TOOL_CALLS;
        }
        return isOneOf(CONTENT_FILTER, word) ? Kind.CONTENT_FILTER : Kind.OTHER;
    }

    private static boolean isOneOf(String[] words, String word) {
        for (String one : words) {
            if (one.equalsIgnoreCase(word)) {
                return true;
            }
        }
        return false;
    }
}
