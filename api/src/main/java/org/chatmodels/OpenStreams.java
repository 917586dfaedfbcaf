package org.chatmodels;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The streams of one registry that have not ended, so that closing it ends them; abandoned ones are forgotten. */
final class OpenStreams {
    private final Set<Reference<ChatStream>> streams = new HashSet<>();
    private final ReferenceQueue<ChatStream> abandoned = new ReferenceQueue<>();
    private boolean closed;

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

    /** Closes all, outside the lock: {@code close()} is provider code. */
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
}
