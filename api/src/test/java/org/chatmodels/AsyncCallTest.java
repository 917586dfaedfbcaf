package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.chatmodels.ChatException.Details;
import org.chatmodels.canary.Canary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class AsyncCallTest {
    private static final ChatRequest REQUEST = ChatRequest.of(Canary.PROMPT);
    private static final ChatResponse ANSWER = ChatResponse.of("hi");

    private static ChatModel model(Function<ChatRequest, ChatResponse> answer) {
        return ChatModel.of(ModelLocation.of("fake", "async"), answer);
    }

    /** Returns null if there is nothing to throw. */
    private static ChatModel failing(Throwable failure) {
        return new ChatModel() {
            @Override
            public ModelLocation location() {
                return ModelLocation.of("fake", "failing");
            }

            @Override
            public ChatResponse chat(ChatRequest request) {
                if (failure != null) {
                    throw AsyncCallTest.<RuntimeException>unchecked(failure);
                }
                return null;
            }

            @Override
            public ChatStream stream(ChatRequest request) {
                throw new UnsupportedOperationException("not asked");
            }
        };
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T unchecked(Throwable failure) throws T {
        throw (T) failure;
    }

    /** A call that waits until it is let go or interrupted. */
    private static final class Waiting {
        private final CountDownLatch waits = new CountDownLatch(1);
        private final CountDownLatch letGo = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        private final AtomicReference<Thread> thread = new AtomicReference<>();
        private volatile boolean interrupted;

        private CompletableFuture<ChatResponse> begin() throws InterruptedException {
            CompletableFuture<ChatResponse> future = model(request -> answer()).chatAsync(REQUEST);
            waits.await();
            return future;
        }

        private ChatResponse answer() {
            thread.set(Thread.currentThread());
            waits.countDown();
            try {
                letGo.await();
                return ANSWER;
            } catch (InterruptedException e) {
                interrupted = true;
                Thread.currentThread().interrupt();
                throw new CancelledException("interrupted", Details.NONE);
            } finally {
                ended.countDown();
            }
        }

        private void assertInterrupted() throws InterruptedException {
            ended.await();
            assertThat(interrupted).isTrue();
            thread.get().join();
        }
    }

    @Test
    void theAnswerIsThatOfChat() {
        assertThat(model(request -> ANSWER).chatAsync(REQUEST).join().text()).isEqualTo("hi");
    }

    @Test
    void theCallHasAThreadOfItsOwn() throws InterruptedException {
        Waiting one = new Waiting();
        Waiting other = new Waiting();
        CompletableFuture<ChatResponse> first = one.begin();
        CompletableFuture<ChatResponse> second = other.begin();
        assertThat(one.thread.get()).isNotSameAs(other.thread.get()).isNotSameAs(Thread.currentThread());
        one.letGo.countDown();
        other.letGo.countDown();
        first.join();
        second.join();
    }

    @Test
    void whatChatThrowsIsTheFailureItself() {
        for (Throwable thrown : new Throwable[] {
            new RateLimitException("slow down", Details.NONE),
            new IllegalStateException("a mistake"),
            new Exception("checked, of another language"),
            new StackOverflowError("deep")
        }) {
            CompletableFuture<ChatResponse> future = failing(thrown).chatAsync(REQUEST);
            assertThatThrownBy(future::join).isInstanceOf(CompletionException.class);
            assertThat(future.handle((answer, failure) -> failure).join()).isSameAs(thrown);
        }
    }

    @Test
    void aModelThatReturnsNullFails() {
        assertThatThrownBy(() -> failing(null).chatAsync(REQUEST).join())
                .hasCauseInstanceOf(NullPointerException.class)
                .hasMessageContaining("answer");
    }

    @Test
    void nullIsRefusedAtOnce() {
        ChatModel model = model(request -> ANSWER);
        assertThatThrownBy(() -> model.chatAsync(null)).isInstanceOf(NullPointerException.class);
        CompletableFuture<ChatResponse> future = new AsyncCall<>();
        assertThatThrownBy(() -> future.completeExceptionally(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> future.obtrudeException(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> future.completeAsync(null)).isInstanceOf(NullPointerException.class);
        assertThat(future).isNotDone();
    }

    @Test
    void cancelInterruptsTheCall() throws InterruptedException {
        Waiting call = new Waiting();
        CompletableFuture<ChatResponse> future = call.begin();
        assertThat(future.cancel(true)).isTrue();
        call.assertInterrupted();
        assertThat(future).isCancelled();
        assertThatThrownBy(future::join).isInstanceOf(CancellationException.class);
    }

    static Stream<Arguments> endings() {
        IllegalStateException reason = new IllegalStateException("enough");
        return Stream.of(
                Arguments.of("cancel", (Consumer<CompletableFuture<ChatResponse>>) future -> future.cancel(false)),
                Arguments.of("orTimeout", (Consumer<CompletableFuture<ChatResponse>>)
                        future -> future.orTimeout(1, TimeUnit.MILLISECONDS)),
                Arguments.of("completeOnTimeout", (Consumer<CompletableFuture<ChatResponse>>)
                        future -> future.completeOnTimeout(ANSWER, 1, TimeUnit.MILLISECONDS)),
                Arguments.of("complete", (Consumer<CompletableFuture<ChatResponse>>) future -> future.complete(ANSWER)),
                Arguments.of("completeExceptionally", (Consumer<CompletableFuture<ChatResponse>>)
                        future -> future.completeExceptionally(reason)),
                Arguments.of("completeAsync", (Consumer<CompletableFuture<ChatResponse>>)
                        future -> future.completeAsync(() -> ANSWER)),
                Arguments.of("completeAsync that fails", (Consumer<CompletableFuture<ChatResponse>>)
                        future -> future.completeAsync(() -> {
                            throw reason;
                        })),
                Arguments.of("obtrudeValue", (Consumer<CompletableFuture<ChatResponse>>)
                        future -> future.obtrudeValue(ANSWER)),
                Arguments.of("obtrudeException", (Consumer<CompletableFuture<ChatResponse>>)
                        future -> future.obtrudeException(reason)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endings")
    void whateverCompletesTheFutureFromOutsideEndsTheCall(String name, Consumer<CompletableFuture<ChatResponse>> ending)
            throws InterruptedException {
        Waiting call = new Waiting();
        CompletableFuture<ChatResponse> future = call.begin();
        ending.accept(future);
        call.assertInterrupted();
        future.handle((answer, failure) -> answer).join();
        assertThat(future).as(name).isDone();
    }

    @Test
    void orTimeoutFailsWithTimeoutException() throws InterruptedException {
        Waiting call = new Waiting();
        CompletableFuture<ChatResponse> future = call.begin().orTimeout(1, TimeUnit.MILLISECONDS);
        assertThatThrownBy(future::join).hasCauseInstanceOf(TimeoutException.class);
        call.assertInterrupted();
    }

    /** A stage that takes long, such as the same question to another model, runs in the thread that cancels. */
    @Test
    void theCallEndsBeforeTheStagesThatDependOnItRun() throws InterruptedException {
        Waiting call = new Waiting();
        CompletableFuture<ChatResponse> future = call.begin();
        AtomicBoolean ended = new AtomicBoolean();
        CompletableFuture<Void> stage = future.handle((answer, failure) -> {
            try {
                ended.set(call.ended.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return null;
        });
        future.cancel(true);
        stage.join();
        assertThat(ended).isTrue();
    }

    @Test
    void cancelOfADependentStageDoesNotEndTheCall() throws InterruptedException {
        Waiting call = new Waiting();
        CompletableFuture<ChatResponse> future = call.begin();
        CompletableFuture<String> stage = future.thenApply(ChatResponse::text);
        CompletableFuture<ChatResponse> copy = future.copy();
        assertThat(stage.cancel(true)).isTrue();
        assertThat(copy.cancel(true)).isTrue();
        assertThat(future).isNotDone();
        call.letGo.countDown();
        assertThat(future.join().text()).isEqualTo("hi");
        assertThat(call.interrupted).isFalse();
    }

    @Test
    void cancelBeforeTheThreadHasBegunSendsNothing() {
        AtomicInteger sent = new AtomicInteger();
        AsyncCall<ChatResponse> call = new AsyncCall<>();
        assertThat(call.cancel(true)).isTrue();
        call.run(() -> {
            sent.incrementAndGet();
            return ANSWER;
        });
        assertThat(sent).hasValue(0);
        assertThat(call).isCancelled();
    }

    @Test
    void cancelAfterTheCallHasEndedInterruptsNobody() {
        AsyncCall<ChatResponse> call = new AsyncCall<>();
        AtomicBoolean cancelled = new AtomicBoolean(true);
        call.thenRun(() -> cancelled.set(call.cancel(true)));
        call.run(() -> ANSWER);
        assertThat(cancelled).isFalse();
        assertThat(call.cancel(true)).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(call.join().text()).isEqualTo("hi");
    }

    @Test
    void stagesDoNotSeeAnInterruptThatWasForTheCall() {
        AsyncCall<ChatResponse> call = new AsyncCall<>();
        AtomicBoolean interrupted = new AtomicBoolean(true);
        call.thenRun(() -> interrupted.set(Thread.currentThread().isInterrupted()));
        call.run(() -> {
            Thread.currentThread().interrupt();
            return ANSWER;
        });
        assertThat(interrupted).isFalse();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void theThreadIsVirtualFromJava21On() throws Exception {
        Waiting call = new Waiting();
        CompletableFuture<ChatResponse> future = call.begin();
        Thread thread = call.thread.get();
        assertThat(thread.getName()).isEqualTo("chatmodels-async");
        assertThat(thread.isDaemon()).isTrue();
        if (Runtime.version().feature() >= 21) {
            assertThat(Thread.class.getMethod("isVirtual").invoke(thread)).isEqualTo(true);
        }
        call.letGo.countDown();
        future.join();
        thread.join();
    }

    @Test
    void theCallSeesTheLoaderOfItsCallerAndNoThreadLocal() {
        InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
        inherited.set("of the caller");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        ClassLoader own = new ClassLoader(before) {};
        AtomicReference<Object> seen = new AtomicReference<>();
        AtomicReference<Object> local = new AtomicReference<>("not asked");
        try {
            Thread.currentThread().setContextClassLoader(own);
            model(request -> {
                        seen.set(Thread.currentThread().getContextClassLoader());
                        local.set(inherited.get());
                        return ANSWER;
                    })
                    .chatAsync(REQUEST)
                    .join();
        } finally {
            inherited.remove();
            Thread.currentThread().setContextClassLoader(before);
        }
        assertThat(seen).hasValue(own);
        assertThat(local).hasValue(null);
    }

    @Test
    void aFutureThatIsKeptKeepsNeitherTheLoaderNorTheRequest() throws InterruptedException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        AtomicReference<Thread> worker = new AtomicReference<>();
        ChatModel model = model(request -> {
            worker.set(Thread.currentThread());
            return ANSWER;
        });
        WeakReference<ClassLoader> loader = new WeakReference<>(new ClassLoader(before) {});
        WeakReference<ChatRequest> request = new WeakReference<>(ChatRequest.of(Canary.PROMPT));
        Thread.currentThread().setContextClassLoader(loader.get());
        CompletableFuture<ChatResponse> future;
        try {
            future = model.chatAsync(request.get());
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
        future.join();
        worker.getAndSet(null).join();
        assertForgotten(loader);
        assertForgotten(request);
        assertThat(future).isCompleted();
    }

    /** What a JVM without virtual threads gets. */
    @Test
    void aPlatformThreadTakesNothingOfItsCaller() throws InterruptedException {
        InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
        inherited.set("of the caller");
        AtomicReference<String> local = new AtomicReference<>("not run");
        try {
            Thread thread = AsyncCall.platform(() -> local.set(inherited.get()));
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getName()).isEqualTo("chatmodels-async");
            thread.start();
            thread.join();
        } finally {
            inherited.remove();
        }
        assertThat(local).hasValue(null);
    }

    /** Each protection domain among the callers holds a class loader. */
    @Test
    @SuppressWarnings("removal")
    void aPlatformThreadKeepsNoDomainOfItsCallers() throws InterruptedException {
        WeakReference<ClassLoader> loader = new WeakReference<>(new ClassLoader(null) {});
        CountDownLatch letGo = new CountDownLatch(1);
        PrivilegedAction<Thread> birth = () -> AsyncCall.platform(() -> {
            try {
                letGo.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        Thread thread = AccessController.doPrivileged(birth, new AccessControlContext(new ProtectionDomain[] {
            new ProtectionDomain(null, null, loader.get(), null)
        }));
        thread.start();
        assertForgotten(loader);
        letGo.countDown();
        thread.join();
    }

    private static void assertForgotten(WeakReference<?> reference) {
        for (int round = 0; round < 200 && reference.get() != null; round++) {
            System.gc();
        }
        assertThat(reference.get() == null).as("forgotten").isTrue();
    }
}
