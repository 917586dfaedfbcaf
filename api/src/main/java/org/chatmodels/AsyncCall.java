package org.chatmodels;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A call on a thread of its own. Who ends it first, the call or somebody outside, is settled under the lock, and only
 * there is the thread interrupted: not before it begins, not after it has ended. The thread has its caller's context
 * loader and nothing else of the caller, and ends with the call, so nothing of either is kept; nor does the future keep
 * what is called, such as a model with its request, or a tool.
 */
final class AsyncCall<T> extends CompletableFuture<T> {
    private static final String NAME = "chatmodels-async";
    private static final Function<Runnable, Thread> THREADS = threads();

    private final Object lock = new Object();
    private @Nullable Thread worker;
    private boolean over;

    static <T> AsyncCall<T> begin(Callable<? extends T> work) {
        AsyncCall<T> call = new AsyncCall<>();
        Thread thread = THREADS.apply(() -> call.run(work));
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
        return call;
    }

    /** Virtual ones where the JVM has them; these methods are no part of Java 17. */
    private static Function<Runnable, Thread> threads() {
        MethodHandles.Lookup lookup = MethodHandles.publicLookup();
        try {
            Class<?> type = lookup.findClass("java.lang.Thread$Builder");
            Class<?> virtual = lookup.findClass("java.lang.Thread$Builder$OfVirtual");
            Object builder = lookup.findStatic(Thread.class, "ofVirtual", MethodType.methodType(virtual))
                    .invoke();
            lookup.findVirtual(type, "name", MethodType.methodType(type, String.class))
                    .invoke(builder, NAME);
            lookup.findVirtual(type, "inheritInheritableThreadLocals", MethodType.methodType(type, boolean.class))
                    .invoke(builder, false);
            Object factory = lookup.findVirtual(type, "factory", MethodType.methodType(ThreadFactory.class))
                    .invoke(builder);
            return ((ThreadFactory) factory)::newThread;
        } catch (Throwable none) {
            return AsyncCall::platform;
        }
    }

    /** Without inherited thread locals and the protection domains of its callers, each of which holds a loader. */
    @SuppressWarnings("removal")
    static Thread platform(Runnable task) {
        PrivilegedAction<Thread> birth = () -> new Thread(null, task, NAME, 0, false);
        Thread thread = AccessController.doPrivileged(birth, new AccessControlContext(new ProtectionDomain[0]));
        thread.setDaemon(true);
        return thread;
    }

    void run(Callable<? extends T> work) {
        synchronized (lock) {
            if (over) {
                return;
            }
            worker = Thread.currentThread();
        }
        T answer = null;
        Throwable failure = null;
        try {
            answer = Objects.requireNonNull(work.call(), "answer");
        } catch (Throwable thrown) {
            failure = thrown;
        }
        synchronized (lock) {
            worker = null;
            Thread.interrupted();
            if (over) {
                return;
            }
            over = true;
        }
        if (failure == null) {
            super.complete(answer);
        } else {
            super.completeExceptionally(failure);
        }
    }

    /** Before the future is completed from outside, as the stages that depend on it may take their time. */
    private void end() {
        synchronized (lock) {
            if (worker != null && !over) {
                worker.interrupt();
            }
            over = true;
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        end();
        return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public boolean complete(T value) {
        end();
        return super.complete(value);
    }

    @Override
    public boolean completeExceptionally(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        end();
        return super.completeExceptionally(failure);
    }

    @Override
    public CompletableFuture<T> completeAsync(Supplier<? extends T> supplier, Executor executor) {
        Objects.requireNonNull(supplier, "supplier");
        return super.completeAsync(
                () -> {
                    try {
                        return supplier.get();
                    } finally {
                        end();
                    }
                },
                executor);
    }

    @Override
    public void obtrudeValue(T value) {
        end();
        super.obtrudeValue(value);
    }

    @Override
    public void obtrudeException(Throwable failure) {
        Objects.requireNonNull(failure, "failure");
        end();
        super.obtrudeException(failure);
    }
}
