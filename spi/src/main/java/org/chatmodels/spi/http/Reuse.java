package org.chatmodels.spi.http;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.impl.DefaultConnectionReuseStrategy;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.util.TimeValue;

/** Whether a connection may serve another request after this answer, and for how long. */
final class Reuse {
    private static final long LONGEST_SECONDS = 300;

    private Reuse() {}

    static boolean isPossible(ClassicHttpResponse head) {
        return DefaultConnectionReuseStrategy.INSTANCE.keepAlive(null, head, HttpCoreContext.create());
    }

    /** As the server says in {@code Keep-Alive: timeout=SECONDS}, at most five minutes. */
    static TimeValue keepAlive(ClassicHttpResponse head) {
        Header header = head.getFirstHeader("Keep-Alive");
        String value = header == null ? "" : header.getValue();
        int at = value.indexOf("timeout=");
        long seconds = at < 0 ? LONGEST_SECONDS : 0;
        for (int i = at + 8; at >= 0 && i < value.length() && seconds <= LONGEST_SECONDS; i++) {
            int digit = value.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            seconds = seconds * 10 + digit;
        }
        return TimeValue.ofSeconds(Math.min(seconds, LONGEST_SECONDS));
    }
}
