package org.chatmodels.spi;

import java.net.ProxySelector;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import org.chatmodels.provider.ProviderContext;
import org.chatmodels.spi.http.Answer;
import org.chatmodels.spi.http.Connections;
import org.chatmodels.spi.http.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP client of a registry: pooled connections, no redirects, no cookies, no compression, no retry but one resend
 * of a request that a reused connection never answered. At most 64 exchanges at once with a server and 256 in all;
 * others wait 10 s. Thread-safe; its threads are daemons and end when idle. Closing it, or interrupting a caller, ends
 * exchanges with CancelledException. It logs method, origin, status and time at TRACE, never headers or bodies.
 */
public final class Transport implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

    private final Connections connections;

    Transport(Settings settings) {
        this.connections = new Connections(settings);
    }

    /** The one of the context's registry, with its ProxySelector and SSLContext; closed with the registry. */
    public static Transport of(ProviderContext context) {
        Objects.requireNonNull(context, "context");
        return context.shared(
                Transport.class,
                () -> new Transport(
                        Settings.of(context.lookup(ProxySelector.class), context.lookup(SSLContext.class))));
    }

    /**
     * Sends and returns once the head of the answer is there, whatever its status; the caller closes the exchange.
     * Failures are a TransportException or one of its kind, a ProtocolException, or CancelledException.
     */
    public Exchange send(HttpCall call) {
        long began = System.nanoTime();
        Answer answer = connections.send(call.outgoing());
        if (LOG.isTraceEnabled()) {
            long millis = (System.nanoTime() - began) / 1_000_000;
            LOG.trace("{} {} in {} ms", call.outgoing().summary(), answer.status(), millis);
        }
        return new Exchange(call, answer);
    }

    /** How many exchanges hold a connection: those whose body was neither read to its end nor closed. */
    public int openExchanges() {
        return connections.open();
    }

    /** Ends all exchanges and closes all connections; idempotent, from any thread. */
    @Override
    public void close() {
        connections.close();
    }
}
