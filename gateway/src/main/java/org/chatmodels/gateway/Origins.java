package org.chatmodels.gateway;

import com.sun.net.httpserver.Headers;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps web pages out. A page whose name was rebound to this machine gives itself away by its Host, a page that merely
 * posts here by its Origin.
 */
final class Origins {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private Origins() {}

    static void check(Headers headers) {
        List<String> hosts = headers.getOrDefault("Host", List.of());
        if (hosts.size() != 1 || !isLoopback(hosts.get(0))) {
            throw refusal("The Host header must name this machine: 127.0.0.1 or localhost");
        }
        for (String origin : headers.getOrDefault("Origin", List.of())) {
            int scheme = origin.indexOf("://");
            if (scheme < 0 || !isLoopback(origin.substring(scheme + 3))) {
                throw refusal("Pages of other origins may not use this gateway");
            }
        }
    }

    private static boolean isLoopback(String authority) {
        int port = authority.lastIndexOf(':');
        boolean hasPort = port > authority.lastIndexOf(']');
        String host = hasPort ? authority.substring(0, port) : authority;
        return LOOPBACK.contains(host.toLowerCase(Locale.ROOT));
    }

    private static Refusal refusal(String message) {
        return new Refusal(GatewayError.of(403, message));
    }
}
