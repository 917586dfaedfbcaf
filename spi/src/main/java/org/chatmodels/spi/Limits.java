package org.chatmodels.spi;

import java.time.Duration;
import java.util.Objects;
import org.chatmodels.ChatOptions;
import org.chatmodels.spi.http.Times;

/**
 * Time limits of one exchange.
 *
 * @param connect name look-up, TCP and TLS together
 * @param firstToken from the request sent to {@link Exchange#firstToken}, streams only
 * @param idle silence on the wire inside a stream; any byte resets it, time not spent reading does not count
 * @param total everything since {@link Transport#send}
 */
public record Limits(Duration connect, Duration firstToken, Duration idle, Duration total) {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration FIRST_TOKEN = Duration.ofSeconds(120);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration TOTAL = Duration.ofMinutes(10);

    /** 10 s, 120 s, 60 s and 10 min. */
    public static final Limits DEFAULT = new Limits(CONNECT, FIRST_TOKEN, IDLE, TOTAL);

    /** Checks that none is missing; zero and less run out at once. */
    public Limits {
        Objects.requireNonNull(connect, "connect");
        Objects.requireNonNull(firstToken, "firstToken");
        Objects.requireNonNull(idle, "idle");
        Objects.requireNonNull(total, "total");
    }

    /** Those of the options; 10 s, 120 s, 60 s and 10 min where they are silent. */
    public static Limits of(ChatOptions options) {
        return new Limits(
                options.connectTimeout().orElse(CONNECT),
                options.firstTokenTimeout().orElse(FIRST_TOKEN),
                options.idleTimeout().orElse(IDLE),
                options.timeout().orElse(TOTAL));
    }

    Times times() {
        return Times.of(connect, firstToken, idle, total);
    }
}
