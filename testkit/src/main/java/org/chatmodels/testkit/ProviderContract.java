package org.chatmodels.testkit;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The rules that hold for every provider that talks HTTP, as JUnit tests. A provider's test class extends this, says
 * what its wire format looks like and where a model is found whose calls go to a given server; it inherits all rules:
 * what an answer is, what cuts, resets, garbage and statuses become, what connections do, cancelling, time limits, what is
 * asked for again and elsewhere, what listeners hear, thoughts, calls of tools. Each rule has its own
 * {@link ScriptedServer} and its own registry, and no rule may leave anything behind ({@link LeakCheck}).
 */
@ExtendWith(LeakCheck.class)
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class ProviderContract extends ToolRules {
    /** What a provider or its backend may do without. */
    public enum Feature {
        /** A key is sent. */
        KEY,
        /** The format has an event that is a sign of life and nothing else. */
        COMMENTS,
        /** The last event says that nothing follows, so that the reader need not wait for the end of the body. */
        TERMINATOR,
        /** Connections are kept for the next request. */
        KEPT_CONNECTIONS,
        /** The model can call tools. The rules need a JSON binding, such as {@code chatmodels-spi}, where tests run. */
        TOOLS,
        /** The arguments of a streamed call come in pieces, which may take turns with those of another one. */
        PIECES_OF_CALLS,
        /** The backend says when a call was cut by the limit of tokens. */
        CUT_CALLS,
        /** The backend tells what the model thought. */
        THOUGHTS
    }

    /** For subclasses; JUnit makes one instance for each rule. */
    protected ProviderContract() {}
}
