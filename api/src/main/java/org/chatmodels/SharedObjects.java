package org.chatmodels;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What providers share within one registry: one object per type, closed last first. Thread-safe. */
final class SharedObjects {
    private static final Logger LOG = LoggerFactory.getLogger(ChatModelRegistry.class);

    private final FirstUse.Waits waits;
    private final ConcurrentMap<Class<?>, FirstUse<AutoCloseable>> objects = new ConcurrentHashMap<>();
    private final Deque<AutoCloseable> made = new ArrayDeque<>();
    private boolean closed;

    SharedObjects(FirstUse.Waits waits) {
        this.waits = waits;
    }

    /** A maker that fails is asked again next time; IllegalStateException after {@link #close()}. */
    <T extends AutoCloseable> T shared(Class<T> type, Supplier<? extends T> create) {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(create, "create");
        if (isClosed()) {
            throw closedAlready(type);
        }
        FirstUse<AutoCloseable> use =
                objects.computeIfAbsent(type, key -> new FirstUse<>(waits, () -> keep(create.get(), type)));
        try {
            return type.cast(use.value());
        } catch (RuntimeException | Error e) {
            objects.remove(type, use);
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

    private synchronized boolean isClosed() {
        return closed;
    }

    private static IllegalStateException closedAlready(Class<?> type) {
        return new IllegalStateException("The registry is closed: no shared " + type.getName() + " any more");
    }

    /** Closes each object once; what they throw is logged. */
    void close() {
        synchronized (this) {
            closed = true;
        }
        AutoCloseable next = next();
        while (next != null) {
            close(next);
            next = next();
        }
    }

    private synchronized @Nullable AutoCloseable next() {
        return made.poll();
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
