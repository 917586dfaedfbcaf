package org.chatmodels;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What ends with a registry: streams, of which abandoned ones are forgotten, calls, and what providers share, one object
 * per type, closed last first.
 */
final class Lifetime {
    static final String CLOSED = "The registry that opened this model is closed";

    private static final Logger LOG = LoggerFactory.getLogger(ChatModelRegistry.class);

    private final FirstUse.Waits waits;
    private final Map<Class<?>, FirstUse<AutoCloseable>> shared = new ConcurrentHashMap<>();
    private final Deque<AutoCloseable> made = new ArrayDeque<>();

    private final Set<Tracked> streams = new HashSet<>();
    private final ReferenceQueue<EventStream> abandoned = new ReferenceQueue<>();
    private final Set<Stay> stays = new HashSet<>();
    private boolean closed;

    Lifetime(FirstUse.Waits waits) {
        this.waits = waits;
    }

    /**
     * A call that a thread is in. Whoever ends it interrupts that thread, once, and the flag is taken back when the
     * thread leaves, as it is no business of its owner; one that somebody else interrupted stays as it is.
     */
    static final class Stay {
        private @Nullable Thread thread;
        private boolean ended;
        private boolean interrupted;

        /** From any thread. */
        synchronized void end() {
            Thread inside = thread;
            ended = true;
            if (inside != null && inside != Thread.currentThread() && !inside.isInterrupted() && !interrupted) {
                interrupted = true;
                inside.interrupt();
            }
        }

        synchronized boolean isEnded() {
            return ended;
        }

        synchronized void enter() {
            thread = Thread.currentThread();
        }

        synchronized void leave() {
            thread = null;
            if (interrupted) {
                interrupted = false;
                Thread.interrupted();
            }
        }
    }

    /** Runs what waits or asks providers, until it is done or ended; CancelledException when the registry is closed. */
    <T> T inside(Stay stay, Supplier<T> call) {
        synchronized (this) {
            if (closed) {
                throw new CancelledException(CLOSED, ChatException.Details.NONE);
            }
            stays.add(stay);
        }
        try {
            stay.enter();
            return call.get();
        } finally {
            synchronized (this) {
                stays.remove(stay);
            }
            stay.leave();
        }
    }

    /** An open stream, and what lets go of its source when nobody holds the stream any more. */
    static final class Tracked extends WeakReference<EventStream> {
        private final Runnable letGo;

        private Tracked(EventStream stream, ReferenceQueue<EventStream> abandoned) {
            super(stream, abandoned);
            letGo = stream.letGo();
        }
    }

    /** What {@link #remove} takes; null when the registry is closed already. */
    @Nullable
    Tracked add(EventStream stream) {
        closeAbandoned();
        synchronized (this) {
            if (closed) {
                return null;
            }
            Tracked tracked = new Tracked(stream, abandoned);
            streams.add(tracked);
            return tracked;
        }
    }

    /** Streams that were dropped unclosed would hold their connections until a time limit ends them. */
    private void closeAbandoned() {
        for (Object gone = abandoned.poll(); gone != null; gone = abandoned.poll()) {
            Tracked dropped = (Tracked) gone;
            boolean open;
            synchronized (this) {
                open = streams.remove(dropped);
            }
            if (open) {
                LOG.warn("A stream was dropped without being closed: use try (ChatStream stream = …)");
                dropped.letGo.run();
            }
        }
    }

    synchronized void remove(Tracked stream) {
        streams.remove(stream);
    }

    synchronized int size() {
        return streams.size();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** Of that type; a maker that fails is asked again next time. IllegalStateException after {@link #close()}. */
    <T extends AutoCloseable> T shared(Class<T> type, Supplier<? extends T> create) {
        Objects.requireNonNull(create, "create");
        if (isClosed()) {
            throw closedAlready(type);
        }
        FirstUse<AutoCloseable> use = shared.computeIfAbsent(
                type, key -> new FirstUse<>(waits, "Shared " + type.getName(), () -> keep(create.get(), type)));
        try {
            return type.cast(use.value());
        } catch (RuntimeException | Error e) {
            if (use.isDone()) {
                shared.remove(type, use);
            }
            throw e;
        }
    }

    private AutoCloseable keep(AutoCloseable object, Class<?> type) {
        Objects.requireNonNull(object, "shared object");
        synchronized (this) {
            if (!closed) {
                made.push(object);
                return object;
            }
        }
        close(object);
        throw closedAlready(type);
    }

    private static IllegalStateException closedAlready(Class<?> type) {
        return new IllegalStateException("The registry is closed: no shared " + type.getName() + " any more");
    }

    /**
     * Interrupts calls, so that none begins anew with what others leave, then closes each stream, then each object, once
     * and outside the lock, as that is provider code.
     */
    void close() {
        List<AutoCloseable> open = new ArrayList<>();
        List<Stay> inside;
        synchronized (this) {
            closed = true;
            for (Tracked tracked : streams) {
                ChatStream stream = tracked.get();
                if (stream != null) {
                    open.add(stream);
                }
            }
            open.addAll(made);
            inside = List.copyOf(stays);
            streams.clear();
            made.clear();
        }
        inside.forEach(Stay::end);
        for (AutoCloseable object : open) {
            close(object);
        }
    }

    private static void close(AutoCloseable object) {
        try {
            object.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception | LinkageError e) {
            LOG.warn("Closing a shared {} failed", object.getClass().getName(), e);
        }
    }
}
