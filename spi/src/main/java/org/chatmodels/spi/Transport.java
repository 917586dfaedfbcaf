package org.chatmodels.spi;

import org.chatmodels.provider.ProviderContext;

/**
 * The HTTP client of a registry: pooled connections, no redirects, no cookies, no retry but one resend of a request
 * that a reused connection never answered. Thread-safe. Closing it ends running exchanges with CancelledException.
 */
public final class Transport implements AutoCloseable {
    private Transport() {}

    /** The one of the context's registry, with its proxy and trust; closed with the registry. */
    public static Transport of(ProviderContext context) {
        throw new AssertionError();
    }

    /** Sends and returns once the head of the answer is there, whatever its status; the caller closes the exchange. */
    public Exchange send(HttpCall call) {
        throw new AssertionError();
    }

    @Override
    public void close() {
        throw new AssertionError();
    }
}
