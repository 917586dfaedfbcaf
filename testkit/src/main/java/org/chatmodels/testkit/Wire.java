package org.chatmodels.testkit;

import java.util.List;
import org.chatmodels.Part;

/**
 * A provider's wire format, as far as its contract needs it: what the backend would write, as text. Bodies and events
 * only; {@link ProviderContract} puts status, headers and chunks around them. An event ends as the format ends it, with
 * a blank line or a line end. What has a default is for what a backend may not have, and is empty then: the rules about
 * it are reported as skipped.
 */
public interface Wire {
    /** The body that the provider must send for {@code ChatRequest.of("hi")}, exactly: nothing that was not set. */
    String request(boolean streamed);

    /** The body of a whole answer that stopped by itself. */
    String answer(String text, long inputTokens, long outputTokens);

    /** The media type of a streamed answer, such as {@code text/event-stream}. */
    String streamType();

    /** What comes before the first piece of text; empty if the format has nothing there. */
    String start();

    /** The event of one more piece of text. */
    String text(String piece);

    /** The event or events of the finish reason "stopped by itself" and of the usage. */
    String ending(long inputTokens, long outputTokens);

    /** What follows the ending, such as {@code [DONE]}; empty if the format has nothing there. */
    String terminator();

    /** An event that is nothing to the reader but a sign of life; empty if the format has none. */
    String comment();

    /** An event that says the backend failed in the middle of the answer. */
    String error(String message);

    /** An event that is none of this format. */
    String garbage();

    /** The body that goes with an error status. */
    String errorBody(int status, String message);

    /** The body of a whole answer that calls these tools, without a text; empty if the backend has no tools. */
    default String answerWithCalls(List<Part.ToolCall> calls, long inputTokens, long outputTokens) {
        return "";
    }

    /**
     * The event of a piece of a call, empty if the backend has no tools. {@code index} counts the answer's calls from 0;
     * the first piece of a call has its id and its name, in others both are empty.
     */
    default String toolCall(int index, String id, String name, String argumentsPiece) {
        return "";
    }

    /** The event or events of the usage and of the finish reason of an answer that calls tools. */
    default String callEnding(long inputTokens, long outputTokens) {
        return ending(inputTokens, outputTokens);
    }

    /**
     * The body of a whole answer that reached its limit of tokens within a call, whose arguments are what came of them;
     * empty if the format has no word for that, or no tools.
     */
    default String answerCutInCall(Part.ToolCall call, long inputTokens, long outputTokens) {
        return "";
    }

    /** The event or events of the usage and of the finish reason "limit of tokens reached"; empty without such a word. */
    default String limitEnding(long inputTokens, long outputTokens) {
        return "";
    }

    /** The body of a whole answer with the thought that led to it; empty if the backend tells none. */
    default String answerWithThought(String thought, String text) {
        return "";
    }

    /** The event of one more piece of the model's thought; empty if the backend tells none. */
    default String thought(String piece) {
        return "";
    }
}
