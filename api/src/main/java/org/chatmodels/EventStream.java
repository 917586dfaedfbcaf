package org.chatmodels;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatException.Phase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * The state machine of every stream: one reader, any number of closers, exactly one outcome.
 *
 * <p>The caller's thread reads the source, and not beyond Finished. A missing Started is put first, one that comes again
 * is dropped, and so is an empty text. Whatever ends the stream lets go of the source, once. Nothing is locked or
 * allocated per event; {@code close()} and the reader meet in one compare-and-set. A source throws fresh exceptions, as
 * they are stamped with what had arrived. Of one that has an owner nothing is handed on before its first content, so
 * that until then another source may take its place.
 */
final class EventStream implements ChatStream {
    /** Whoever opened the stream and so knows more of the call; {@code ended} comes from any thread, the rest from the reader. */
    interface Owner {
        /** {@link System#nanoTime()} when the call began. */
        long began();

        /** Before each event is handed on; throws what ends the stream, such as a time limit. */
        default void check() {}

        /** The first content has come; from the reader, once. */
        default void firstToken() {}

        /** What goes on instead of a source that failed before its first content; throws what ends the stream. */
        default ChatStream again(ChatException failure) {
            throw failure;
        }

        /** The stream was closed early: ends {@link #again} if the reader is in it. */
        default void cancel() {}

        /** Adds what it knows, and the timings, to a whole or partial answer; may be asked more than once. */
        ChatResponse complete(ChatResponse answer, Timings timings);

        /** Adds what it knows to a failure, which has phase, delivery and its completed partial answer. */
        ChatException complete(ChatException failure);

        /** Once: the answer is whole, the stream failed, or, without both, it was closed; the source has been let go. */
        void ended(@Nullable ChatResponse answer, @Nullable Throwable failure);
    }

    private static final int OPEN = 0;
    private static final int WHOLE = 1;
    private static final int FAILED = 2;
    private static final int CLOSED = 3;

    private static final int MOST_HELD = 100;

    private Iterator<? extends ChatEvent> source;
    private final AtomicReference<@Nullable Runnable> onClose;
    private final AtomicInteger state = new AtomicInteger(OPEN);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final PartialAnswer arrived;
    private @Nullable Owner owner;
    private boolean taken;
    private volatile @Nullable Thread reader;

    /** Whether the source that is read is the one that stays. */
    private boolean settled;

    private boolean started;
    private @Nullable ChatEvent next;

    /** Events behind the next one, or before the first content. */
    private final Deque<ChatEvent> held = new ArrayDeque<>(2);

    private @Nullable Duration firstToken;
    private volatile @Nullable ChatResponse answer;

    /** A stream of nobody knows whom, until it has an owner. */
    EventStream(Iterator<? extends ChatEvent> source, Runnable onClose) {
        this(source, onClose, null);
    }

    EventStream(Iterator<? extends ChatEvent> source, Runnable onClose, @Nullable ModelLocation servedBy) {
        this.source = source;
        arrived = new PartialAnswer(servedBy);
        this.onClose = new AtomicReference<>(onClose);
    }

    /** The stream with an owner: itself if it is of this kind, fresh and without one, else one that reads it. */
    static EventStream owned(ChatStream stream, Owner owner) {
        EventStream owned = stream instanceof EventStream fresh && fresh.isFresh()
                ? fresh
                : new EventStream(stream.iterator(), stream::close);
        owned.owner = owner;
        return owned;
    }

    @Override
    public Iterator<ChatEvent> iterator() {
        if (taken) {
            throw new IllegalStateException("A stream is read only once: keep its events, or ask for response() again");
        }
        taken = true;
        return new Events();
    }

    @Override
    public ChatResponse response() {
        taken = true;
        while (state.get() != WHOLE) {
            if (hasNext()) {
                take();
            }
        }
        return Objects.requireNonNull(answer, "answer");
    }

    @Override
    public void close() {
        if (!state.compareAndSet(OPEN, CLOSED)) {
            return;
        }
        if (owner != null) {
            owner.cancel();
        }
        release();
    }

    private boolean hasNext() {
        if (state.get() >= FAILED) {
            throw failure();
        }
        while (next == null && state.get() != WHOLE) {
            pull();
        }
        return next != null;
    }

    private ChatEvent take() {
        ChatEvent event = next;
        if (event == null) {
            throw new NoSuchElementException("The stream has ended");
        }
        next = held.isEmpty() ? null : held.poll();
        arrived.add(event);
        return event;
    }

    private void pull() {
        Thread current = Thread.currentThread();
        if (reader != current) {
            reader = current;
        }
        try {
            if (!source.hasNext()) {
                throw new TruncatedException("The answer ended in the middle, without a finish", Details.NONE);
            }
            ChatEvent event = Objects.requireNonNull(source.next(), "event");
            if (owner != null) {
                owner.check();
            }
            accept(event);
        } catch (Throwable thrown) {
            if (settled || owner == null || !(thrown instanceof ChatException exception)) {
                fail(thrown);
            } else {
                goOn(owner, exception);
            }
        }
        if (state.get() >= FAILED) {
            throw failure();
        }
    }

    /** With another source, if there is one: nobody has seen anything of this one. */
    private void goOn(Owner owner, ChatException exception) {
        if (state.get() != OPEN) {
            return;
        }
        letGo(onClose);
        held.clear();
        started = false;
        try {
            ChatStream again = owner.again(exception);
            if (again instanceof EventStream fresh && fresh.isFresh()) {
                source = fresh.source;
                onClose.set(fresh.onClose.get());
            } else {
                source = again.iterator();
                onClose.set(again::close);
            }
        } catch (Throwable thrown) {
            fail(thrown);
        }
        if (state.get() != OPEN) {
            letGo(onClose);
        }
    }

    private boolean isFresh() {
        return owner == null && !taken;
    }

    private void accept(ChatEvent event) {
        if (event instanceof ChatEvent.TextDelta delta) {
            acceptContent(delta, delta.text());
        } else if (event instanceof ChatEvent.ReasoningDelta delta) {
            acceptContent(delta, delta.text());
        } else if (event instanceof ChatEvent.RefusalDelta delta) {
            acceptContent(delta, delta.text());
        } else if (event instanceof ChatEvent.ToolCallDelta delta) {
            acceptContent(delta, delta.id());
        } else if (event instanceof ChatEvent.Finished finished) {
            finish(finished);
        } else if (event instanceof ChatEvent.Started) {
            start(event);
        } else {
            offer(event, held.size() > MOST_HELD);
        }
    }

    private void acceptContent(ChatEvent event, String content) {
        if (content.isEmpty()) {
            return;
        }
        if (firstToken == null && owner != null) {
            firstToken = Duration.ofNanos(System.nanoTime() - owner.began());
            owner.firstToken();
        }
        offer(event, true);
    }

    /** The one that counts is the first of the source that stays. */
    private void start(ChatEvent event) {
        if (!started && !settled) {
            started = true;
            held.addFirst(event);
            if (owner == null) {
                settle();
            }
        }
    }

    private void finish(ChatEvent.Finished finished) {
        ChatResponse whole = completed(finished.response());
        answer = whole;
        if (state.compareAndSet(OPEN, WHOLE)) {
            offer(whole == finished.response() ? finished : new ChatEvent.Finished(whole), true);
            release();
        }
    }

    /** What is no content is held back until a source is known to stay, if another one may come. */
    private void offer(ChatEvent event, boolean settles) {
        if (settled) {
            next = event;
            return;
        }
        held.add(event);
        if (settles || owner == null) {
            settle();
        }
    }

    private void settle() {
        if (!started) {
            ChatEvent last = Objects.requireNonNull(held.peekLast());
            ChatResponse known =
                    last instanceof ChatEvent.Finished finished ? finished.response() : completed(arrived.response());
            held.addFirst(new ChatEvent.Started(known.id(), known.model()));
        }
        settled = true;
        next = held.poll();
    }

    /** After close() nothing counts but an Error: what the source throws then comes of its being closed. */
    private void fail(Throwable thrown) {
        Throwable outcome = thrown instanceof ChatException exception ? completed(exception) : thrown;
        if (state.compareAndSet(OPEN, FAILED)) {
            failure.set(outcome);
            release();
        } else if (thrown instanceof Error error) {
            throw error;
        }
    }

    /** Throws the one failure; of a stream that was closed early the reader makes it, as close() may be elsewhere. */
    private RuntimeException failure() {
        Throwable outcome = failure.get();
        if (outcome == null) {
            failure.compareAndSet(null, closed());
            outcome = failure.get();
        }
        throw EventStream.<RuntimeException>unchecked(outcome);
    }

    private ChatException closed() {
        return completed(new CancelledException("The stream was closed before its answer was complete", Details.NONE));
    }

    /** A source written in another language may throw checked exceptions; they pass as they are. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(@Nullable Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** Phases that a stream cannot be in, unset or imprecise, become STREAM; others tell of a call inside the source. */
    private ChatException completed(ChatException exception) {
        Details.Builder details = exception.details().toBuilder();
        details.partial(completed(exception.partial().orElseGet(arrived::response)));
        boolean imprecise = exception.phase() == Phase.CONFIG || exception.phase() == Phase.BODY;
        if (imprecise) {
            details.phase(Phase.STREAM);
        }
        if (arrived.hasContent()) {
            details.delivery(Delivery.PARTIAL_OUTPUT);
        } else if (imprecise && exception.delivery() == Delivery.NOT_SENT) {
            details.delivery(Delivery.MAYBE_PROCESSED);
        }
        exception.stamp(details.build());
        return owner == null ? exception : owner.complete(exception);
    }

    private ChatResponse completed(ChatResponse response) {
        if (owner == null) {
            return response;
        }
        Duration total = Duration.ofNanos(System.nanoTime() - owner.began());
        Map<String, Duration> backend = response.timings().backend();
        Timings timings = firstToken == null ? Timings.of(total, backend) : Timings.of(firstToken, total, backend);
        return owner.complete(response, timings);
    }

    /** For whoever won the change of state. */
    private void release() {
        letGo(onClose);
        if (state.get() == CLOSED && reader == Thread.currentThread()) {
            failure.compareAndSet(null, closed());
        }
        if (owner != null) {
            boolean whole = state.get() == WHOLE;
            owner.ended(whole ? answer : null, whole ? null : failure.get());
        }
    }

    /** What is to be done if this stream is dropped as it is; holds nothing of it. */
    Runnable letGo() {
        AtomicReference<@Nullable Runnable> source = onClose;
        Owner told = owner;
        return () -> {
            letGo(source);
            if (told != null) {
                told.ended(null, null);
            }
        };
    }

    private static void letGo(AtomicReference<@Nullable Runnable> onClose) {
        Runnable action = onClose.getAndSet(null);
        try {
            if (action != null) {
                action.run();
            }
        } catch (RuntimeException thrown) {
            LoggerFactory.getLogger(EventStream.class)
                    .warn("Letting go of a stream failed: {}", thrown.getClass().getName());
        }
    }

    /** The single pass. */
    private final class Events implements Iterator<ChatEvent> {
        @Override
        public boolean hasNext() {
            return EventStream.this.hasNext();
        }

        @Override
        public ChatEvent next() {
            EventStream.this.hasNext();
            return take();
        }
    }
}
