package org.chatmodels.gateway;

import java.time.Duration;

/**
 * For how many the gateway works at once, and how long it waits: for a client that sends its request or takes what was
 * written, for the first event before it opens a stream with comments, and between two comments.
 */
record Limits(int requests, Duration client, Duration firstEvent, Duration silence) {
    static final Limits DEFAULT =
            new Limits(256, Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofMillis(500));
}
