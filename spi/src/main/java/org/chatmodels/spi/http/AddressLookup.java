package org.chatmodels.spi.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the addresses of a name. The operating system's look-up can't be ended, so it runs in a daemon thread of its
 * own, one per name, and the caller waits for a copy of its result, which the end of the exchange cancels.
 */
final class AddressLookup {
    private final ConcurrentHashMap<String, CompletableFuture<InetAddress[]>> running = new ConcurrentHashMap<>();
    private final Names names;

    AddressLookup(Names names) {
        this.names = names;
    }

    InetAddress[] find(String host, Call call) throws IOException, InterruptedException {
        InetAddress[] found;
        try {
            found = isAddress(host)
                    ? names.addresses(host)
                    : await(pending(host).copy(), call);
        } catch (ExecutionException e) {
            throw unknown(host, e.getCause());
        } catch (CancellationException e) {
            throw e;
        } catch (RuntimeException e) {
            throw unknown(host, e);
        }
        if (found.length == 0) {
            throw unknown(host, new IllegalStateException("no address and no reason"));
        }
        return found;
    }

    private static InetAddress[] await(CompletableFuture<InetAddress[]> mine, Call call)
            throws InterruptedException, ExecutionException {
        call.awaits(mine);
        return mine.get();
    }

    private static boolean isAddress(String host) {
        for (int i = 0; i < host.length(); i++) {
            char c = host.charAt(i);
            if (c == ':') {
                return true;
            }
            if (c != '.' && (c < '0' || c > '9')) {
                return false;
            }
        }
        return true;
    }

    private CompletableFuture<InetAddress[]> pending(String host) {
        CompletableFuture<InetAddress[]> mine = new CompletableFuture<>();
        CompletableFuture<InetAddress[]> other = running.putIfAbsent(host, mine);
        if (other != null) {
            return other;
        }
        Thread thread = LibraryThread.of(() -> look(host, mine), "chatmodels-lookup");
        boolean started = false;
        try {
            thread.start();
            started = true;
        } finally {
            if (!started) {
                running.remove(host);
                mine.completeExceptionally(new UnknownHostException(host));
            }
        }
        return mine;
    }

    private void look(String host, CompletableFuture<InetAddress[]> result) {
        try {
            InetAddress[] found = names.addresses(host);
            running.remove(host);
            result.complete(found);
        } catch (IOException | RuntimeException | Error e) {
            running.remove(host);
            result.completeExceptionally(e);
        }
    }

    private static UnknownHostException unknown(String host, @Nullable Throwable cause) {
        if (cause instanceof UnknownHostException known) {
            return known;
        }
        UnknownHostException unknown = new UnknownHostException(host);
        unknown.initCause(cause);
        return unknown;
    }
}
