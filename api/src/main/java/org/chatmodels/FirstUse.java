package org.chatmodels;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A value that the first thread to ask makes and all others wait for. No lock is held while it is made; what the maker
 * throws reaches everybody, but for an error of the whole JVM, after which the next thread to ask makes it.
 */
final class FirstUse<T> {
    private final Waits waits;
    private final String what;
    private final Supplier<? extends T> maker;
    private volatile FutureTask<T> task;

    /** {@code what} begins messages. */
    FirstUse(Waits waits, String what, Supplier<? extends T> maker) {
        this.waits = waits;
        this.what = what;
        this.maker = maker;
        this.task = fresh();
    }

    private FutureTask<T> fresh() {
        return new FutureTask<>(() -> waits.making(this, maker));
    }

    /**
     * Fails with what the maker threw, with {@link CancelledException} when interrupted while another thread makes it,
     * with {@link ProviderLoadException} when that takes too long, with {@link ConfigurationException} when making it
     * needs itself.
     */
    T value() {
        FutureTask<T> current = task;
        current.run();
        if (current.isDone()) {
            return outcome(current);
        }
        waits.enter(this);
        try {
            return outcome(current);
        } finally {
            waits.leave();
        }
    }

    /** Whether the maker has come to an end, good or bad. */
    boolean isDone() {
        return task.isDone();
    }

    private T outcome(FutureTask<T> current) {
        try {
            return current.get(waits.patience, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof VirtualMachineError) {
                forget(current);
            }
            if (cause instanceof RuntimeException failure) {
                throw failure;
            }
            throw (Error) cause;
        } catch (TimeoutException e) {
            throw new ProviderLoadException(
                    what + " is still being made by another thread: its constructor must do nothing",
                    ChatException.Details.builder().code("broken_provider").build());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException(
                    "Interrupted while another thread was loading a provider; call again",
                    ChatException.Details.builder().cause(e).build());
        }
    }

    private synchronized void forget(FutureTask<T> failed) {
        if (task == failed) {
            task = fresh();
        }
    }

    /** Who makes and who waits for what in one registry: refuses a wait that would close a circle or never end. */
    static final class Waits {
        private final long patience;
        private final Map<FirstUse<?>, Thread> makers = new HashMap<>();
        private final Map<Thread, FirstUse<?>> waiting = new HashMap<>();

        /** {@code patience} in milliseconds. */
        Waits(long patience) {
            this.patience = patience;
        }

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
                            wanted.what + " needs itself before it is made: its constructor must do nothing, "
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
