package org.chatmodels;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
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

    private final Set<Reference<ChatStream>> streams = new HashSet<>();
    private final ReferenceQueue<ChatStream> abandoned = new ReferenceQueue<>();
    private final Map<Object, Thread> callers = new HashMap<>();
    private boolean closed;

    Lifetime(FirstUse.Waits waits) {
        this.waits = waits;
    }

    /** Runs a provider's code, which {@link #interrupt} ends; CancelledException when the registry is closed already. */
    <T> T inside(Supplier<T> call) {
        Object entry = new Object();
        synchronized (this) {
            if (closed) {
                throw new CancelledException(CLOSED, ChatException.Details.NONE);
            }
            callers.put(entry, Thread.currentThread());
        }
        try {
            return call.get();
        } finally {
            leave(entry);
        }
    }

    /** The flag of a thread that was interrupted here is no business of its owner. */
    private synchronized void leave(Object entry) {
        if (callers.remove(entry) == null) {
            Thread.interrupted();
        }
    }

    /** What {@link #remove} takes; null when the registry is closed already. */
    synchronized @Nullable Reference<ChatStream> add(ChatStream stream) {
        for (Reference<?> gone = abandoned.poll(); gone != null; gone = abandoned.poll()) {
            streams.remove(gone);
        }
        if (closed) {
            return null;
        }
        Reference<ChatStream> reference = new WeakReference<>(stream, abandoned);
        streams.add(reference);
        return reference;
    }

    synchronized void remove(Reference<ChatStream> reference) {
        streams.remove(reference);
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

    /** Closes each stream, then each object, once and outside the lock, as that is provider code; then interrupts. */
    void close() {
        List<AutoCloseable> open = new ArrayList<>();
        synchronized (this) {
            closed = true;
            for (Reference<ChatStream> reference : streams) {
                ChatStream stream = reference.get();
                if (stream != null) {
                    open.add(stream);
                }
            }
            open.addAll(made);
            streams.clear();
            made.clear();
        }
        for (AutoCloseable object : open) {
            close(object);
        }
        interrupt();
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

    /** Once each, other threads that are inside a provider; one that somebody else interrupted stays as it is. */
    private synchronized void interrupt() {
        callers.values().removeIf(caller -> {
            boolean wanted = caller != Thread.currentThread() && !caller.isInterrupted();
            if (wanted) {
                caller.interrupt();
            }
            return wanted;
        });
    }
}
