package org.chatmodels;

import java.time.Duration;
import java.util.OptionalLong;
import jdk.jfr.Category;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/**
 * Writes events of one call for Java Flight Recorder, which say where and how long, never what. Only loaded in a process
 * in which JFR has been started. A figure that is unknown is the smallest long, which JFR's tools show as "N/A".
 */
final class CallRecorder implements ChatListener.Call {
    private static final String CATEGORY = "ChatModels";
    private static final Event[] KINDS = {new Called(), new FirstToken(), new Retry(), new Fallback()};

    private final Called called = new Called();
    private final FirstToken token = new FirstToken();
    private ModelLocation at;

    CallRecorder(CallInfo info) {
        at = info.location();
        called.provider = at.provider();
        called.model = at.model();
        called.streaming = info.streaming();
        called.begin();
        token.begin();
    }

    /** Whether a recording wants any of the events. */
    static boolean isWanted() {
        for (Event kind : KINDS) {
            if (kind.isEnabled()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void firstToken() {
        token.provider = at.provider();
        token.model = at.model();
        token.commit();
    }

    @Override
    public void retrying(Duration delay, ChatException cause) {
        Retry event = new Retry();
        event.provider = at.provider();
        event.model = at.model();
        event.delay = delay.toMillis();
        event.cause = name(cause);
        event.commit();
    }

    @Override
    public void fellBack(ModelLocation from, ModelLocation to, ChatException cause) {
        at = to;
        Fallback event = new Fallback();
        event.from = from.provider() + ':' + from.model();
        event.to = to.provider() + ':' + to.model();
        event.cause = name(cause);
        event.commit();
    }

    @Override
    public void completed(ChatResponse response) {
        end("ok", response.usage(), response.attempts().size());
    }

    @Override
    public void failed(ChatException exception, Timings timings) {
        Usage usage = exception.partial().map(ChatResponse::usage).orElse(Usage.UNKNOWN);
        end(name(exception), usage, exception.attempts().size());
    }

    private void end(String outcome, Usage usage, int before) {
        called.outcome = outcome;
        called.inputTokens = figure(usage.inputTokens());
        called.outputTokens = figure(usage.outputTokens());
        called.attempts = before + 1;
        called.commit();
    }

    private static long figure(OptionalLong figure) {
        return figure.orElse(Long.MIN_VALUE);
    }

    private static String name(ChatException cause) {
        return cause.getClass().getSimpleName();
    }

    /** From its start to its end, with the time that the reader of a stream took. */
    @Name("org.chatmodels.Call")
    @Label("Chat Call")
    @Category(CATEGORY)
    @StackTrace(false)
    private static final class Called extends Event {
        String provider = "";
        String model = "";
        boolean streaming;
        String outcome = "";
        long inputTokens;
        long outputTokens;
        int attempts;
    }

    /** From the start of the call. */
    @Name("org.chatmodels.FirstToken")
    @Label("First Token")
    @Category(CATEGORY)
    @StackTrace(false)
    private static final class FirstToken extends Event {
        String provider = "";
        String model = "";
    }

    /** Before the pause. */
    @Name("org.chatmodels.Retry")
    @Label("Chat Retry")
    @Category(CATEGORY)
    @StackTrace(false)
    private static final class Retry extends Event {
        String provider = "";
        String model = "";

        @Timespan(Timespan.MILLISECONDS)
        long delay;

        String cause = "";
    }

    /** To the next target of a route. */
    @Name("org.chatmodels.Fallback")
    @Label("Chat Fallback")
    @Category(CATEGORY)
    @StackTrace(false)
    private static final class Fallback extends Event {
        String from = "";
        String to = "";
        String cause = "";
    }
}
