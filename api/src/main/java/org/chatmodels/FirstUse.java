package org.chatmodels;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * A value that the first thread to ask makes and all others wait for. No lock is held while it is made; what the maker
 * throws reaches everybody.
 */
final class FirstUse<T> {
    private final Waits waits;
    private final FutureTask<T> task;

    FirstUse(Waits waits, Supplier<? extends T> maker) {
        this.waits = waits;
        this.task = new FutureTask<>(() -> waits.making(this, maker));
    }

    /**
     * Fails with what the maker threw, with {@link CancelledException} when interrupted while another thread makes it,
     * with {@link ConfigurationException} when making it needs itself.
     */
    T value() {
        task.run();
        if (task.isDone()) {
            return outcome();
        }
        waits.enter(this);
        try {
            return outcome();
        } finally {
            waits.leave();
        }
    }

    private T outcome() {
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw (Error) e.getCause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException(
                    "Interrupted while another thread was loading a provider; call again",
                    ChatException.Details.builder().cause(e).build());
        }
    }

    /** Who makes and who waits for what in one registry: refuses a wait that would close a circle. */
    static final class Waits {
        private final Map<FirstUse<?>, Thread> makers = new HashMap<>();
        private final Map<Thread, FirstUse<?>> waiting = new HashMap<>();

        private <T> T making(FirstUse<T> use, Supplier<? extends T> maker) {
            synchronized (this) {
                makers.put(use, Thread.currentThread());
            }
            try {
                return maker.get();
            } finally {
                synchronized (this) {
                    makers.remove(use);
                }
            }
        }

        private synchronized void enter(FirstUse<?> wanted) {
            FirstUse<?> next = wanted;
            while (next != null) {
                Thread maker = makers.get(next);
                if (maker == Thread.currentThread()) {
                    throw new ConfigurationException(
                            "provider_needs_itself",
                            "A provider needs itself before it is made: its constructor must do nothing, "
                                    + "let it open models in open()");
                }
                next = maker == null ? null : waiting.get(maker);
            }
            waiting.put(Thread.currentThread(), wanted);
        }

        private synchronized void leave() {
            waiting.remove(Thread.currentThread());
        }
    }
}
