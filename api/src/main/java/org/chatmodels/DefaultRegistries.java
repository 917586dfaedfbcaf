package org.chatmodels;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The registries behind {@link ChatModels}, the only state of the JVM: one for this class's own loader and those above it,
 * and one, held weakly, for each other context loader that sees this very class. Models keep their registry, so that one of a foreign loader
 * lives as long as anything it opened; when that loader goes, nothing here holds it.
 */
final class DefaultRegistries {
    private static final Map<ClassLoader, WeakReference<ChatModelRegistry>> FOREIGN = new WeakHashMap<>();
    private static final ChatModelRegistry[] OWN = new ChatModelRegistry[1];

    private DefaultRegistries() {}

    /** The one of the current thread; another one when that was closed. */
    static ChatModelRegistry current() {
        ClassLoader own = own();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader key = context != null && !isAbove(context, own) && seesThisClass(context) ? context : own;
        ChatModelRegistry known = known(key, own);
        if (known != null) {
            return known;
        }
        List<ClassLoader> loaders = key == own ? List.of(own) : List.of(key, own);
        return keep(key, own, ChatModelRegistry.builder().loaders(loaders).build());
    }

    /** The loader of this class; the system's where it has none. */
    static ClassLoader own() {
        ClassLoader own = DefaultRegistries.class.getClassLoader();
        return own == null ? ClassLoader.getSystemClassLoader() : own;
    }

    /** On the module path the platform's loader sees this class too, but no more than the own one does. */
    private static boolean isAbove(ClassLoader loader, ClassLoader own) {
        ClassLoader next = own.getParent();
        while (next != null && next != loader) {
            next = next.getParent();
        }
        return next == loader;
    }

    private static boolean seesThisClass(ClassLoader loader) {
        try {
            return Class.forName(ChatModels.class.getName(), false, loader) == ChatModels.class;
        } catch (ClassNotFoundException | LinkageError | RuntimeException e) {
            return false;
        }
    }

    private static @Nullable ChatModelRegistry known(ClassLoader key, ClassLoader own) {
        synchronized (FOREIGN) {
            ChatModelRegistry known = key == own ? OWN[0] : referent(FOREIGN.get(key));
            return known == null || known.isClosed() ? null : known;
        }
    }

    private static @Nullable ChatModelRegistry referent(@Nullable WeakReference<ChatModelRegistry> reference) {
        return reference == null ? null : reference.get();
    }

    private static ChatModelRegistry keep(ClassLoader key, ClassLoader own, ChatModelRegistry made) {
        synchronized (FOREIGN) {
            ChatModelRegistry other = known(key, own);
            if (other != null) {
                return other;
            }
            if (key == own) {
                OWN[0] = made;
            } else {
                FOREIGN.put(key, new WeakReference<>(made));
            }
            return made;
        }
    }
}
