package org.chatmodels.cli;

import org.chatmodels.AuthenticationException;
import org.chatmodels.CancelledException;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ContentFilterException;
import org.chatmodels.MissingKeyException;
import org.chatmodels.ProtocolException;
import org.chatmodels.RateLimitException;
import org.chatmodels.TransportException;
import org.chatmodels.UnavailableException;
import org.chatmodels.UnsupportedFeatureException;

/** What the command's exit codes mean; {@code chat --help} lists them. */
final class ExitCode {
    static final int OK = 0;
    static final int OTHER = 1;
    static final int USAGE = 2;
    static final int KEY = 3;
    static final int RATE_LIMIT = 4;
    static final int NETWORK = 5;
    static final int REFUSED = 6;
    static final int INTERRUPTED = 130;

    private ExitCode() {}

    static int of(Throwable failure) {
        if (failure instanceof MissingKeyException || failure instanceof AuthenticationException) {
            return KEY;
        }
        if (failure instanceof ConfigurationException
                || failure instanceof UnsupportedFeatureException
                || failure instanceof Refusal) {
            return USAGE;
        }
        if (failure instanceof RateLimitException) {
            return RATE_LIMIT;
        }
        if (failure instanceof TransportException
                || failure instanceof ProtocolException
                || failure instanceof UnavailableException) {
            return NETWORK;
        }
        if (failure instanceof ContentFilterException) {
            return REFUSED;
        }
        return failure instanceof CancelledException ? INTERRUPTED : OTHER;
    }
}
