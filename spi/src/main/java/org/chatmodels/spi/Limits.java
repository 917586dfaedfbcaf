package org.chatmodels.spi;

import java.time.Duration;
import java.util.Objects;
import org.chatmodels.ChatOptions;

/** Time limits of one exchange; total counts from {@link Transport#send}. */
public record Limits(Duration connect, Duration firstToken, Duration idle, Duration total) {
    public Limits {
        Objects.requireNonNull(connect, "connect");
        Objects.requireNonNull(firstToken, "firstToken");
        Objects.requireNonNull(idle, "idle");
        Objects.requireNonNull(total, "total");
    }

    /** Those of the options; 10 s, 120 s, 60 s and 10 min where they are silent. */
    public static Limits of(ChatOptions options) {
        throw new AssertionError();
    }
}
