package org.chatmodels;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.chatmodels.canary.Canary;

/** A model whose stream counts, a subscriber that keeps what it is told, and an executor that waits to be run. */
final class PublisherFixture {
    static final ChatEvent END = new ChatEvent.Finished(ChatResponse.of("ab"));

    private PublisherFixture() {}

    static List<ChatEvent> events() {
        return List.of(new ChatEvent.Started("", "m"), new ChatEvent.TextDelta("a"), new ChatEvent.TextDelta("b"), END);
    }

    /** Counts calls, reads and closings; its stream is what {@code asked} returns. */
    static final class Model implements ChatModel {
        final AtomicInteger calls = new AtomicInteger();
        final AtomicInteger reads = new AtomicInteger();
        final AtomicInteger closings = new AtomicInteger();
        final CountDownLatch closed = new CountDownLatch(1);
        Supplier<ChatStream> asked = () -> stream(events().iterator());

        @Override
        public ModelLocation location() {
            return ModelLocation.of("fake", "published");
        }

        @Override
        public ChatResponse chat(ChatRequest request) {
            throw new UnsupportedOperationException("not asked");
        }

        @Override
        public ChatStream stream(ChatRequest request) {
            calls.incrementAndGet();
            return asked.get();
        }

        ChatStream stream(Iterator<ChatEvent> events) {
            Iterator<ChatEvent> counting = new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return events.hasNext();
                }

                @Override
                public ChatEvent next() {
                    reads.incrementAndGet();
                    return events.next();
                }
            };
            return ChatStreams.of(counting, () -> {
                closings.incrementAndGet();
                closed.countDown();
            });
        }

        Flow.Publisher<ChatEvent> on(Executor executor) {
            return ChatStreams.publisher(this, ChatRequest.of(Canary.PROMPT), executor);
        }
    }

    /** Keeps the names of its signals, and complains when they come at once. */
    static class Recorder implements Flow.Subscriber<ChatEvent> {
        final List<String> signals = Collections.synchronizedList(new ArrayList<>());
        final CountDownLatch ended = new CountDownLatch(1);
        private final AtomicInteger inside = new AtomicInteger();
        volatile Flow.Subscription subscription;
        volatile Throwable failure;

        /** What to do with the subscription, and with each event; nothing here. */
        void subscribed() {}

        void took(ChatEvent event) {}

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            enter("subscribed");
            subscribed();
            inside.decrementAndGet();
        }

        @Override
        public void onNext(ChatEvent event) {
            enter(event.getClass().getSimpleName());
            try {
                took(event);
            } finally {
                inside.decrementAndGet();
            }
        }

        @Override
        public void onError(Throwable thrown) {
            failure = thrown;
            enter("failed");
            inside.decrementAndGet();
            ended.countDown();
        }

        @Override
        public void onComplete() {
            enter("complete");
            inside.decrementAndGet();
            ended.countDown();
        }

        private void enter(String signal) {
            signals.add(inside.incrementAndGet() == 1 ? signal : signal + " at once");
        }
    }

    /** Runs its tasks when told. */
    static final class Later implements Executor {
        final Deque<Runnable> tasks = new ArrayDeque<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        /** Whether there was one. */
        boolean run() {
            Runnable task = tasks.poll();
            if (task != null) {
                task.run();
            }
            return task != null;
        }
    }

    /** One thread that, unlike the JDK's pools, does not hide that a task, or somebody after it, left it interrupted. */
    static final class OneThread implements Executor {
        private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        private final AtomicInteger interrupts = new AtomicInteger();
        private final Thread thread = new Thread(this::runAll);
        private volatile boolean stopped;

        OneThread() {
            thread.setDaemon(true);
            thread.start();
        }

        private void runAll() {
            while (!stopped) {
                try {
                    tasks.take().run();
                } catch (InterruptedException e) {
                    interrupts.incrementAndGet();
                }
            }
        }

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        /** How often it was left interrupted, once all tasks so far have ended. */
        int leftInterrupted() throws InterruptedException {
            CountDownLatch idle = new CountDownLatch(1);
            execute(idle::countDown);
            idle.await();
            return interrupts.get();
        }

        void stop() throws InterruptedException {
            stopped = true;
            execute(() -> {});
            thread.join();
        }
    }
}
