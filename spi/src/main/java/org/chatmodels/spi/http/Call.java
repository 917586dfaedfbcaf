package org.chatmodels.spi.http;

import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.pool.PoolEntry;
import org.jspecify.annotations.Nullable;

/**
 * The state of one exchange, shared by the thread in it, the watchdog and whoever closes it. Everything that ends it
 * goes through {@link #claim}, so that it has one outcome.
 */
final class Call {
    private static final int BLOCKED_TICKS = 3;

    final Outgoing request;
    final HttpRoute route;
    final long totalAt;

    private final Watchdog watchdog;
    private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();
    private final AtomicReference<@Nullable PoolEntry<HttpRoute, Wire>> entry = new AtomicReference<>();
    private volatile Stage stage = Stage.LEASE;
    private volatile @Nullable Thread waiter;
    private volatile @Nullable Future<?> awaited;
    private volatile @Nullable Wire wire;
    private volatile long connectAt = Long.MAX_VALUE;
    private volatile long firstTokenAt;
    private volatile boolean firstToken;
    private volatile boolean atProxy;
    private long leftAt;
    private int answeredTicks;

    Call(Outgoing request, HttpRoute route, Watchdog watchdog) {
        this.request = request;
        this.route = route;
        this.watchdog = watchdog;
        this.totalAt = System.nanoTime() + request.times().total();
        this.firstToken = !request.streaming();
        this.atProxy = route.getProxyHost() != null;
    }

    /** Whether it has come no further than to its proxy. */
    boolean isAtProxy() {
        return atProxy;
    }

    /** The proxy has opened a way to the target. */
    void pastProxy() {
        atProxy = false;
    }

    Stage stage() {
        return stage;
    }

    void stage(Stage next) {
        long now = System.nanoTime();
        if (next == Stage.CONNECT) {
            connectAt = now + request.times().connect();
        } else if (next == Stage.HEADERS) {
            firstTokenAt = now + request.times().firstToken();
        } else if (next == Stage.BODY) {
            leftAt = now;
        }
        stage = next;
        if (next == Stage.CONNECT) {
            watchdog.lookAt(connectAt);
        } else if (next == Stage.HEADERS && !firstToken) {
            watchdog.lookAt(firstTokenAt);
        }
    }

    /** What is left for name look-up, connect and TLS; may be negative. */
    long connectNanosLeft() {
        return connectAt - System.nanoTime();
    }

    /** From here on the thread blocks in this call. */
    void enter(Thread thread) {
        boolean late = !firstToken && stage == Stage.BODY;
        if (late) {
            firstTokenAt += System.nanoTime() - leftAt;
        }
        waiter = thread;
        if (late) {
            watchdog.lookAt(firstTokenAt);
        }
    }

    void leave() {
        waiter = null;
        if (!firstToken) {
            leftAt = System.nanoTime();
        }
    }

    /** Whether a thread is in it, sending or reading. */
    boolean isOccupied() {
        return waiter != null;
    }

    void firstToken() {
        firstToken = true;
    }

    /** What the thread is going to wait for, to be cancelled when the call ends. */
    void awaits(Future<?> pending) {
        awaited = pending;
        if (isEnded()) {
            pending.cancel(true);
        }
    }

    void leased(PoolEntry<HttpRoute, Wire> leased) {
        entry.set(leased);
    }

    /** The pool's entry, for the one who gives it back; from then on the connection is not this call's to cut. */
    @Nullable
    PoolEntry<HttpRoute, Wire> take() {
        PoolEntry<HttpRoute, Wire> taken = entry.getAndSet(null);
        if (taken != null) {
            wire = null;
        }
        return taken;
    }

    void wire(Wire next) {
        wire = next;
        if (isEnded()) {
            next.abort();
        }
    }

    boolean isEnded() {
        return ending.get() != null;
    }

    @Nullable
    Ending ending() {
        return ending.get();
    }

    /** Whether this is the reason why it ended. */
    boolean claim(Ending why) {
        return ending.compareAndSet(null, why);
    }

    /** Wakes whoever is blocked in it. */
    void cut() {
        Future<?> pending = awaited;
        if (pending != null) {
            pending.cancel(true);
        }
        Wire open = wire;
        if (open != null) {
            open.abort();
        }
    }

    /** The limit that has run out or the interrupt that has come, if any; asked by the watchdog. */
    @Nullable
    Ending due(long now) {
        Stage at = stage;
        Thread thread = waiter;
        if (thread != null && thread.isInterrupted()) {
            return Ending.INTERRUPTED;
        }
        if (now - totalAt >= 0) {
            return at == Stage.HEADERS && !request.streaming() ? Ending.HEADERS : Ending.TOTAL;
        }
        if (at == Stage.CONNECT && now - connectAt >= 0) {
            return Ending.CONNECT;
        }
        boolean waitsForToken = !firstToken && at.compareTo(Stage.HEADERS) >= 0;
        return waitsForToken && thread != null && now - firstTokenAt >= 0 ? Ending.FIRST_TOKEN : null;
    }

    /** Frees a sender that is blocked by a server which has answered instead of reading; asked by the watchdog. */
    void unblock() {
        Wire open = wire;
        boolean answered = stage == Stage.SEND && open != null && open.hasInput();
        answeredTicks = answered ? answeredTicks + 1 : 0;
        if (answeredTicks == BLOCKED_TICKS && open != null) {
            open.stopSending();
        }
    }

    /** Nanoseconds until the next limit may run out. */
    long next(long now) {
        long next = totalAt - now;
        Stage at = stage;
        if (at == Stage.CONNECT) {
            next = Math.min(next, connectAt - now);
        }
        if (!firstToken && at.compareTo(Stage.HEADERS) >= 0 && waiter != null) {
            next = Math.min(next, firstTokenAt - now);
        }
        return next;
    }
}
