package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.chatmodels.ToolScene.request;
import static org.chatmodels.ToolScene.says;
import static org.chatmodels.ToolScene.tool;
import static org.chatmodels.ToolScene.wants;

import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.chatmodels.ChatEvent.ToolStarted;
import org.chatmodels.ChatException.Details;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends from outside: an interrupt, or a stream that is closed. */
@Timeout(60)
class ToolRunnerCancelTest {
    private final ToolScene scene = new ToolScene();
    private final Semaphore inside = new Semaphore(0);
    private final Semaphore interrupted = new Semaphore(0);
    private final AtomicInteger others = new AtomicInteger();

    /** Waits until somebody interrupts it. */
    private final Tool waiting = tool("waiting", words -> {
        await();
        return "never";
    });

    private final Tool other = tool("other", words -> others.incrementAndGet());

    @AfterEach
    void nothingIsLeft() {
        assertThat(Thread.interrupted()).isFalse();
        scene.close();
    }

    private void await() throws InterruptedException {
        inside.release();
        try {
            new CountDownLatch(1).await();
        } finally {
            interrupted.release();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void interruptEndsRunningToolsAndTheFlagStays(int parallelism) throws InterruptedException {
        ToolRunner runner =
                scene.runner(wants("waiting", "waiting", "other"), says("ok")).parallelism(parallelism);
        Caller caller = new Caller(() -> runner.run(request(waiting, other)));
        inside.acquire(parallelism);
        caller.interrupt();

        CancelledException ended = caller.cancelled();
        interrupted.acquire(parallelism);
        assertThat(caller.flag).isTrue();
        assertThat(ended.partial().map(ChatResponse::usage)).contains(Usage.of(10, 1));
        assertThat(ended.phase()).isEqualTo(ChatException.Phase.TOOL);
        assertThat(inside.availablePermits()).isZero();
        assertThat(others).hasValue(0);
        assertThat(scene.told).hasSize(1);
    }

    @Test
    void whatAToolGaveBeforeItsThreadWasInterruptedIsTold() {
        Tool interrupting = tool("interrupting", words -> {
            Thread.currentThread().interrupt();
            return "done";
        });
        ToolRunner runner = scene.runner(wants("interrupting", "other"), says("ok"));

        assertThatThrownBy(() -> runner.run(request(interrupting, other))).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(scene.told).hasSize(2);
        assertThat(others).hasValue(0);
    }

    @Test
    void interruptBetweenRoundsAsksTheModelNoMore() {
        ToolRunner runner = ToolRunner.of(scene.model(wants("other"))).onMessage(message -> {
            if (message.role() == Role.TOOL) {
                Thread.currentThread().interrupt();
            }
        });
        List<Runnable> ways = List.of(
                () -> runner.run(request(other)),
                () -> runner.stream(request(other)).response());

        for (Runnable way : ways) {
            scene.requests.clear();
            assertThatThrownBy(way::run).isInstanceOf(CancelledException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(scene.requests).hasSize(1);
        }
        assertThat(others).hasValue(2);
    }

    @Test
    void aThreadThatIsInterruptedAsksNothing() {
        Thread.currentThread().interrupt();
        CancelledException ended = catchThrowableOfType(
                CancelledException.class, () -> scene.runner(says("ok")).run(request()));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ended.delivery()).isEqualTo(ChatException.Delivery.NOT_SENT);
        assertThat(scene.requests).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void closingTheStreamEndsRunningToolsAndLeavesNoFlag(int parallelism) throws InterruptedException {
        ToolRunner runner =
                scene.runner(wants("waiting", "waiting", "other"), says("ok")).parallelism(parallelism);
        ChatStream stream = runner.stream(request(waiting, other));
        Caller reader = new Caller(stream::response);
        inside.acquire(parallelism);
        stream.close();

        assertThat(reader.cancelled().partial().map(ChatResponse::text)).contains("Let me see.");
        interrupted.acquire(parallelism);
        assertThat(reader.flag).isFalse();
        assertThat(inside.availablePermits()).isZero();
        assertThat(others).hasValue(0);
        assertThatThrownBy(stream::response).isInstanceOf(CancelledException.class);
    }

    @Test
    void theReaderEndsToolsThatRunWhileItDoesSomethingElse() throws InterruptedException {
        ChatStream stream =
                scene.runner(wants("waiting", "waiting"), says("ok")).parallelism(2).stream(request(waiting));
        for (ChatEvent event : stream) {
            if (event instanceof ToolStarted) {
                inside.acquire(2);
                stream.close();
                break;
            }
        }
        interrupted.acquire(2);
        assertThatThrownBy(stream::response).isInstanceOf(CancelledException.class);
    }

    @Test
    void closingTheStreamEndsAnAnswerOfALaterRound() throws InterruptedException {
        BlockingEvents events = new BlockingEvents();
        ChatStream second = ChatStreams.of(events, events.letGo::countDown);
        ChatStream stream = scene.runner(wants("other"), second).stream(request(other));
        Caller reader = new Caller(stream::response);
        events.blocked.await();
        stream.close();

        assertThat(reader.cancelled().partial().map(ChatResponse::text)).contains("half");
        assertThat(reader.flag).isFalse();
    }

    @Test
    void closingTheStreamEndsAModelThatHasNotAcceptedALaterRequest() throws InterruptedException {
        Supplier<ChatResponse> never = () -> {
            try {
                await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new CancelledException("interrupted", Details.NONE);
        };
        ChatStream stream = scene.runner(wants("other"), never).stream(request(other));
        Caller reader = new Caller(stream::response);
        inside.acquire();
        stream.close();

        reader.cancelled();
        assertThat(reader.flag).isFalse();
    }

    @Test
    void anAnswerThatIsAcceptedWhenTheStreamIsClosedAlreadyIsLetGo() {
        AtomicReference<ChatStream> stream = new AtomicReference<>();
        AtomicInteger closed = new AtomicInteger();
        Iterator<ChatEvent> blocking = new Iterator<>() {
            @Override
            public boolean hasNext() {
                assertThat(closed)
                        .as("read only when it is let go of, so that it fails")
                        .hasValue(1);
                throw new IllegalStateException("socket closed");
            }

            @Override
            public ChatEvent next() {
                throw new UnsupportedOperationException("not asked");
            }
        };
        Supplier<ChatStream> late = () -> {
            stream.get().close();
            return ChatStreams.of(blocking, closed::incrementAndGet);
        };
        stream.set(scene.runner(wants("other"), late).stream(request(other)));

        assertThatThrownBy(stream.get()::response).isInstanceOf(CancelledException.class);
        assertThat(closed).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aToolMayCloseItsOwnStream(int parallelism) {
        AtomicReference<ChatStream> stream = new AtomicReference<>();
        Tool closing = tool("closing", words -> {
            stream.get().close();
            return "done";
        });
        stream.set(scene.runner(wants("closing", "closing"), says("ok")).parallelism(parallelism).stream(
                request(closing)));

        assertThatThrownBy(stream.get()::response).isInstanceOf(CancelledException.class);
        assertThat(scene.requests).hasSize(1);
    }

    @Test
    void aStreamThatIsClosedUnreadRunsNothing() {
        ChatStream stream = scene.runner(wants("other"), says("ok")).stream(request(other));
        stream.close();

        assertThatThrownBy(stream::response).isInstanceOf(CancelledException.class);
        assertThat(others).hasValue(0);
    }

    /** Such as a model that a tool asks. */
    @Test
    void aToolThatIsCancelledByItselfHasFailed() {
        Tool tool = tool("other", words -> {
            throw new CancelledException("its own", Details.NONE);
        });
        scene.runner(wants("other"), says("ok")).run(request(tool));

        assertThat(scene.results(1)).extracting(Part.ToolResult::content).containsExactly("Tool other failed: its own");
    }
}
