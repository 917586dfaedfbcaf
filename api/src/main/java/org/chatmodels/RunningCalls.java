package org.chatmodels;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What runs in one registry, so that closing it ends it: open streams, of which abandoned ones are forgotten, and calls. */
final class RunningCalls {
    static final String CLOSED = "The registry that opened this model is closed";

    private final Set<Reference<ChatStream>> streams = new HashSet<>();
    private final ReferenceQueue<ChatStream> abandoned = new ReferenceQueue<>();
    private final Map<Object, Thread> callers = new HashMap<>();
    private boolean closed;

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

    /** Closes all streams, outside the lock: {@code close()} is provider code. */
    void close() {
        List<Reference<ChatStream>> open;
        synchronized (this) {
            closed = true;
            open = new ArrayList<>(streams);
            streams.clear();
        }
        for (Reference<ChatStream> reference : open) {
            ChatStream stream = reference.get();
            if (stream != null) {
                stream.close();
            }
        }
    }

    /** Once each, other threads that are inside a provider; one that somebody else interrupted stays as it is. */
    synchronized void interrupt() {
        callers.values().removeIf(caller -> {
            boolean wanted = caller != Thread.currentThread() && !caller.isInterrupted();
            if (wanted) {
                caller.interrupt();
            }
            return wanted;
        });
    }
}
