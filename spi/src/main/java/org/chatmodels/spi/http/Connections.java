package org.chatmodels.spi.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolEntry;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.pool.StrictConnPool;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.chatmodels.ChatException;
import org.chatmodels.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections and the exchanges over them. HttpClient's connections, pool and messages are used without its
 * execution chain, where redirects, cookies, authentication, retries, protocol upgrades and decompression live: there
 * is nothing to switch off, and every stage of an exchange can be limited and cancelled.
 */
public final class Connections implements AutoCloseable {
    static final String AGENT = agent();

    private static final TimeValue TIME_TO_LIVE = TimeValue.ofMinutes(5);
    private static final long WATCHDOG_IDLE = 2_000_000_000;

    private final Settings settings;
    private final StrictConnPool<HttpRoute, Wire> pool;
    private final Connector connector;
    private final Watchdog watchdog = new Watchdog(this::end, WATCHDOG_IDLE);
    private volatile boolean closed;

    /** Opens nothing yet. */
    public Connections(Settings settings) {
        this.settings = settings;
        this.pool = new StrictConnPool<>(settings.perRoute(), Settings.TOTAL, TIME_TO_LIVE, PoolReusePolicy.LIFO, null);
        this.connector = new Connector(new AddressLookup(settings.names()), settings.trust());
    }

    private static String agent() {
        String version = Connections.class.getPackage().getImplementationVersion();
        return version == null ? "ChatModels" : "ChatModels/" + version;
    }

    /** Sends and waits for the head of the answer; what goes wrong is a ChatException. */
    public Answer send(Outgoing request) {
        Call call = new Call(request, route(request), watchdog);
        if (closed) {
            throw Failures.ended(call, Ending.SHUT_DOWN);
        }
        call.enter(Thread.currentThread());
        watchdog.watch(call);
        boolean answered = false;
        try {
            if (closed) {
                call.claim(Ending.SHUT_DOWN);
            } else if (Thread.currentThread().isInterrupted()) {
                call.claim(Ending.INTERRUPTED);
            }
            Answer answer = exchange(call);
            answered = true;
            return answer;
        } catch (IOException | HttpException | ExecutionException | CancellationException | TimeoutException e) {
            throw failure(call, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(call, e);
        } finally {
            leave(call);
            if (!answered) {
                discard(call);
            }
        }
    }

    private HttpRoute route(Outgoing request) {
        Target target = request.target();
        Proxy proxy = settings.proxies().isPresent() ? proxy(settings.proxies().get(), target) : Proxy.NO_PROXY;
        if (proxy.type() == Proxy.Type.DIRECT) {
            return target.route(null);
        }
        if (proxy.type() != Proxy.Type.HTTP || !(proxy.address() instanceof InetSocketAddress address)) {
            throw new ConfigurationException(
                    "The proxy for " + target.origin() + " is no HTTP proxy: write http://host:port",
                    Failures.notSent("bad_proxy"));
        }
        if (request.keyed() && !target.isSecure()) {
            throw new ConfigurationException(
                    "No key is sent over plain http through a proxy: use an https base URL, or no proxy for "
                            + target.origin(),
                    Failures.notSent("key_over_plain_http"));
        }
        return target.route(new HttpHost("http", address.getHostString(), address.getPort()));
    }

    private static Proxy proxy(ProxySelector selector, Target target) {
        List<Proxy> proxies = selector.select(target.uri());
        return proxies == null || proxies.isEmpty() ? Proxy.NO_PROXY : proxies.get(0);
    }

    private Answer exchange(Call call)
            throws IOException, HttpException, InterruptedException, ExecutionException, TimeoutException {
        PoolEntry<HttpRoute, Wire> entry = lease(call);
        Wire kept = entry.getConnection();
        if (kept != null) {
            call.wire(kept);
            try {
                return new Sending(this, call, kept).answer();
            } catch (IOException e) {
                if (call.isEnded() || Thread.currentThread().isInterrupted() || !kept.isSilent()) {
                    throw e;
                }
                entry.discardConnection(CloseMode.IMMEDIATE);
            }
        }
        call.stage(Stage.CONNECT);
        Wire fresh = new Wire();
        entry.assignConnection(fresh);
        call.wire(fresh);
        connector.connect(call, fresh);
        return new Sending(this, call, fresh).answer();
    }

    /** An entry of the pool whose connection, if it has one, is open and silent. */
    private PoolEntry<HttpRoute, Wire> lease(Call call)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (call.isEnded()) {
            throw new CancellationException();
        }
        Future<PoolEntry<HttpRoute, Wire>> pending = pending(call);
        call.awaits(pending);
        PoolEntry<HttpRoute, Wire> entry;
        try {
            entry = pending.get(settings.lease().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (call.claim(Ending.FAILED)) {
                throw Failures.noneFree(
                        call, settings.lease().toNanos(), pool.getTotalStats().getLeased());
            }
            throw e;
        }
        call.leased(entry);
        Wire wire = entry.getConnection();
        if (wire != null && wire.isStale()) {
            entry.discardConnection(CloseMode.IMMEDIATE);
        }
        return entry;
    }

    private Future<PoolEntry<HttpRoute, Wire>> pending(Call call) {
        try {
            return pool.lease(call.route, null, Timeout.DISABLED, null);
        } catch (IllegalStateException e) {
            call.claim(Ending.SHUT_DOWN);
            throw new CancellationException();
        }
    }

    private static ChatException failure(Call call, Exception cause) {
        boolean stopped = Thread.currentThread().isInterrupted();
        boolean ours = call.claim(stopped ? Ending.INTERRUPTED : Ending.FAILED);
        Ending why = call.ending();
        if (why != null && !(ours && why == Ending.FAILED)) {
            return Failures.ended(call, why);
        }
        return Failures.failed(call, cause);
    }

    /** Ends an exchange for a reason of ours, from any thread; nothing happens if it is over. */
    void end(Call call, Ending why) {
        if (call.claim(why)) {
            stop(call);
        }
    }

    /** Whoever is in a call that is ended gives its connection back himself, so that it is back when he knows. */
    void stop(Call call) {
        if (call.isOccupied()) {
            call.cut();
        } else {
            discard(call);
        }
    }

    /** The counterpart of {@link Call#enter}. */
    void leave(Call call) {
        call.leave();
        if (call.isEnded() && call.ending() != Ending.DONE) {
            discard(call);
        }
    }

    /** Cuts the connection and gives its place free. */
    void discard(Call call) {
        call.cut();
        release(call, null);
    }

    /** Gives the place of the connection free, and for that long the connection itself. */
    void release(Call call, @Nullable TimeValue keepAlive) {
        watchdog.forget(call);
        PoolEntry<HttpRoute, Wire> entry = call.take();
        if (entry == null) {
            return;
        }
        Wire wire = entry.getConnection();
        boolean keep = keepAlive != null && wire != null && wire.isOpen() && wire.isConsistent() && !closed;
        if (keep && wire != null) {
            entry.updateExpiry(keepAlive);
            wire.passivate();
        } else {
            entry.discardConnection(CloseMode.IMMEDIATE);
        }
        try {
            pool.release(entry, keep);
        } catch (IllegalStateException e) {
            entry.discardConnection(CloseMode.IMMEDIATE);
        }
    }

    /** How many exchanges hold a connection. */
    public int open() {
        return pool.getTotalStats().getLeased();
    }

    /** Ends all exchanges with CancelledException and closes all connections; idempotent, from any thread. */
    @Override
    public void close() {
        closed = true;
        List<Call> ended = new ArrayList<>();
        for (Call call : watchdog.calls()) {
            if (call.claim(Ending.SHUT_DOWN)) {
                ended.add(call);
            }
        }
        for (Call call : ended) {
            stop(call);
        }
        pool.close(CloseMode.IMMEDIATE);
        watchdog.stop();
    }
}
