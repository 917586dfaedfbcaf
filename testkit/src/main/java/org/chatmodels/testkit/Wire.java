package org.chatmodels.testkit;

/**
 * A provider's wire format, as far as its contract needs it: what the backend would write, as text. Bodies and events
 * only; {@link ProviderContract} puts status, headers and chunks around them. An event ends as the format ends it, with
 * a blank line or a line end.
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
}
