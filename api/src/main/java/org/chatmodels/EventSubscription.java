package org.chatmodels;

import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The call of one subscriber. It is busy while subscribe() or a task of the executor, of which there is at most one,
 * may signal; a request finds it busy or makes it so, so that signals come one after the other and no task waits for
 * demand. Its monitor guards the fields; no foreign code runs inside.
 */
final class EventSubscription implements Flow.Subscription, Runnable {
    private final ChatModel model;
    private final ChatRequest request;
    private final Executor executor;
    /** Null once it is over. */
    private Flow.@Nullable Subscriber<? super ChatEvent> subscriber;

    private long demand;
    private boolean busy = true;
    private @Nullable IllegalArgumentException refused;
    private @Nullable Thread opening;
    private boolean interrupted;
    private @Nullable ChatStream stream;
    /** Of the tasks alone. */
    private @Nullable Iterator<ChatEvent> events;

    EventSubscription(
            ChatModel model, ChatRequest request, Executor executor, Flow.Subscriber<? super ChatEvent> subscriber) {
        this.model = model;
        this.request = request;
        this.executor = executor;
        this.subscriber = Objects.requireNonNull(subscriber, "subscriber");
    }

    void begin(Flow.Subscriber<? super ChatEvent> told) {
        boolean taken = false;
        try {
            told.onSubscribe(this);
            taken = true;
        } finally {
            if (!taken) {
                cancel();
            }
        }
        schedule();
    }

    /** What the executor throws is for the subscriber; unless it is what the subscriber threw, inside a task run here. */
    private void schedule() {
        try {
            executor.execute(this);
        } catch (RuntimeException | Error thrown) {
            if (!end(thrown) && !(thrown instanceof RejectedExecutionException)) {
                throw thrown;
            }
        }
    }

    @Override
    public void request(long n) {
        ChatStream unwanted = null;
        boolean idle;
        synchronized (this) {
            if (subscriber == null) {
                return;
            }
            if (n > 0) {
                demand = demand + n > 0 ? demand + n : Long.MAX_VALUE;
            } else if (refused == null) {
                refused = new IllegalArgumentException("request(" + n + "): ask for 1 or more events (rule 3.9)");
                unwanted = stream;
                interruptOpening();
            }
            idle = !busy;
            busy = true;
        }
        letGo(unwanted);
        if (idle) {
            schedule();
        }
    }

    @Override
    public void cancel() {
        ChatStream unwanted;
        synchronized (this) {
            subscriber = null;
            unwanted = stream;
            stream = null;
            interruptOpening();
        }
        letGo(unwanted);
    }

    /** Inside the lock, so that it is for this call. A thread that somebody else interrupted stays as it is. */
    private void interruptOpening() {
        if (opening != null && !opening.isInterrupted()) {
            interrupted = true;
            opening.interrupt();
        }
    }

    @Override
    public void run() {
        ChatEvent event = read();
        while (event != null) {
            handOn(event);
            if (event instanceof ChatEvent.Finished) {
                end(null);
            }
            event = read();
        }
    }

    /** Null when there is nothing left to do now: no demand, cancelled, or the end has been told. */
    private @Nullable ChatEvent read() {
        Throwable failure = null;
        try {
            if (events == null) {
                open();
            }
            Iterator<ChatEvent> source = mayRead() ? events : null;
            if (source == null) {
                return null;
            }
            if (source.hasNext()) {
                return Objects.requireNonNull(source.next(), "event");
            }
        } catch (Throwable thrown) {
            failure = thrown;
        }
        if (!end(failure) && failure instanceof Error error) {
            throw error;
        }
        return null;
    }

    private synchronized boolean mayRead() {
        busy = wanted() && demand > 0;
        return busy;
    }

    /** Inside the lock. */
    private boolean wanted() {
        if (subscriber != null && refused != null) {
            throw refused;
        }
        return subscriber != null;
    }

    /** Asks the model, in this thread, which cancel interrupts meanwhile. */
    private void open() {
        synchronized (this) {
            if (!wanted()) {
                return;
            }
            opening = Thread.currentThread();
        }
        ChatStream opened = null;
        boolean kept = false;
        try {
            opened = Objects.requireNonNull(model.stream(request), "stream");
        } finally {
            kept = keep(opened);
        }
        if (kept) {
            events = opened.iterator();
        } else {
            letGo(opened);
        }
    }

    /** Also takes an interrupt back, which is no business of the executor. */
    private synchronized boolean keep(@Nullable ChatStream opened) {
        opening = null;
        if (interrupted) {
            Thread.interrupted();
        }
        boolean kept = subscriber != null;
        stream = kept ? opened : null;
        return kept;
    }

    private void handOn(ChatEvent event) {
        Flow.Subscriber<? super ChatEvent> told;
        synchronized (this) {
            if (subscriber == null || refused != null) {
                return;
            }
            told = subscriber;
            if (demand < Long.MAX_VALUE) {
                demand--;
            }
        }
        boolean taken = false;
        try {
            told.onNext(event);
            taken = true;
        } finally {
            if (!taken) {
                cancel();
            }
        }
    }

    /** Whether there was somebody to tell. */
    private boolean end(@Nullable Throwable failure) {
        Flow.Subscriber<? super ChatEvent> told;
        Throwable reason;
        ChatStream unwanted;
        synchronized (this) {
            told = subscriber;
            reason = refused == null ? failure : refused;
            unwanted = stream;
            subscriber = null;
            stream = null;
        }
        letGo(unwanted);
        if (told == null) {
            return false;
        }
        if (reason == null) {
            told.onComplete();
        } else {
            told.onError(reason);
        }
        return true;
    }

    private static void letGo(@Nullable ChatStream stream) {
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (RuntimeException thrown) {
            LoggerFactory.getLogger(EventStream.class)
                    .warn("Letting go of a stream failed: {}", thrown.getClass().getName());
        }
    }
}
