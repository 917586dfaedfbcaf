package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.chatmodels.ChatException.Details;
import org.chatmodels.canary.Canary;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ProviderContext;
import org.chatmodels.provider.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that change: asked for each attempt, and once more after a 401. */
@Timeout(30)
class KeyRenewalTest {
    private static final URI TARGET = URI.create("https://api.cloud.test/v1");
    private static final String OLD = Canary.KEY + "-old";
    private static final String NEW = Canary.KEY + "-new";

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<Duration> limits = new CopyOnWriteArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private Supplier<String> supplier = () -> asked.get() == 1 ? OLD : NEW;
    private Meanwhile onRefusal = () -> {};
    private int status = 401;
    private ChatModelRegistry registry;

    @AfterEach
    void close() {
        if (registry != null) {
            registry.close();
        }
    }

    private ChatModel open(String reference, String location) {
        registry = ChatModelRegistry.builder()
                .discovery(false)
                .provider("guarded", (ChatModelProvider) (where, context) -> new Guarded(context))
                .environment(Map.of("CORP_KEY", OLD))
                .property("chatmodels.service.cloud.provider", "guarded")
                .property("chatmodels.service.cloud.base_url", "https://api.cloud.test/v1")
                .property("chatmodels.service.cloud.credential", "corp")
                .property("chatmodels.credential.corp", reference)
                .credential("vault", () -> {
                    asked.incrementAndGet();
                    return supplier.get();
                })
                .build();
        return registry.open(location);
    }

    private ChatModel open() {
        return open("resolver:vault", "cloud:m");
    }

    /** Lets in whoever has the new key. */
    private final class Guarded implements ChatModel {
        private final ProviderContext context;

        Guarded(ProviderContext context) {
            this.context = context;
        }

        @Override
        public ModelLocation location() {
            return ModelLocation.parse("cloud:m");
        }

        @Override
        public ChatResponse chat(ChatRequest request) {
            limits.add(request.options().timeout().orElseThrow());
            Optional<Secret> key = context.credential(TARGET);
            sent.add(key.map(Secret::reveal).orElse("none"));
            if (key.isEmpty() || !key.get().reveal().equals(NEW)) {
                refuse();
                throw new AuthenticationException(
                        "wrong key", Details.builder().status(status).build());
            }
            return ChatResponse.of("in");
        }

        @Override
        public ChatStream stream(ChatRequest request) {
            return ChatStreams.of(chat(request));
        }
    }

    private void refuse() {
        try {
            onRefusal.happens();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What somebody else does while a request is on its way. */
    private interface Meanwhile {
        void happens() throws IOException;
    }

    private static void expectOneRefusal(List<Attempt> attempts) {
        assertThat(attempts).singleElement().satisfies(attempt -> {
            assertThat(attempt.location()).isEqualTo("cloud:m");
            assertThat(attempt.error()).isEqualTo("AuthenticationException");
            assertThat(attempt.message()).isEqualTo("wrong key");
            assertThat(attempt.took()).isPositive();
        });
    }

    @Test
    void aKeyThatWasRenewedIsSentOnceMoreAndTheRefusalIsAmongTheAttempts() {
        ChatResponse answer = open().chat(ChatRequest.of("hi"));
        assertThat(answer.text()).isEqualTo("in");
        assertThat(sent).containsExactly(OLD, NEW);
        assertThat(asked).as("for the attempt, and after the 401").hasValue(2);
        expectOneRefusal(answer.attempts());
        assertThat(answer.servedBy()).isEqualTo(ModelLocation.parse("cloud:m"));
    }

    @Test
    void aStreamThatIsRefusedIsAskedForOnceMoreToo() {
        try (ChatStream stream = open().stream("hi")) {
            List<ChatEvent> events = new ArrayList<>();
            stream.forEach(events::add);
            assertThat(events.get(0)).isInstanceOf(ChatEvent.Started.class);
            expectOneRefusal(stream.response().attempts());
        }
        assertThat(sent).containsExactly(OLD, NEW);
        assertThat(asked).hasValue(2);
    }

    @Test
    void eachCallAsksAnew() {
        supplier = () -> NEW;
        ChatModel model = open();
        for (int i = 1; i <= 3; i++) {
            assertThat(model.ask("hi")).isEqualTo("in");
            assertThat(asked).hasValue(i);
        }
        assertThat(model.chat(ChatRequest.of("hi")).attempts()).isEmpty();
    }

    @Test
    void theSameKeyIsNotSentAgain() {
        supplier = () -> OLD;
        ChatModel model = open();
        AuthenticationException refused = catchThrowableOfType(AuthenticationException.class, () -> model.ask("hi"));
        assertThat(refused).hasMessage("wrong key");
        assertThat(refused.attempts()).isEmpty();
        assertThat(refused.provider()).contains("cloud");
        assertThat(sent).containsExactly(OLD);
        assertThat(asked).hasValue(2);
    }

    @Test
    void thereIsOneRepeatWhateverTheSupplierGives() {
        supplier = () -> "another-" + asked.get();
        ChatModel model = open();
        AuthenticationException refused = catchThrowableOfType(AuthenticationException.class, () -> model.ask("hi"));
        assertThat(sent).containsExactly("another-1", "another-2");
        assertThat(asked).hasValue(2);
        expectOneRefusal(refused.attempts());
        assertThatThrownBy(() -> model.stream("hi")).isInstanceOf(AuthenticationException.class);
        assertThat(sent).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 403, 400})
    void anotherStatusIsNoReasonToAskAgain(int other) {
        status = other;
        ChatModel model = open();
        assertThatThrownBy(() -> model.ask("hi")).isInstanceOf(AuthenticationException.class);
        assertThat(asked).hasValue(1);
        assertThat(sent).containsExactly(OLD);
    }

    @Test
    void aKeyOfAVariableIsNotAskedForAgain() {
        ChatModel model = open("env:CORP_KEY", "cloud:m");
        assertThatThrownBy(() -> model.ask("hi")).hasMessage("wrong key");
        assertThat(sent).containsExactly(OLD);
    }

    @Test
    void aFileThatWasWrittenAnewMeanwhileIsReadAgain(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("key"), OLD);
        onRefusal = () -> Files.writeString(file, NEW);
        ChatResponse answer = open("file:" + file, "cloud:m").chat(ChatRequest.of("hi"));
        assertThat(sent).containsExactly(OLD, NEW);
        expectOneRefusal(answer.attempts());
    }

    @Test
    void aSupplierThatFailsTheSecondTimeLeavesTheRefusalAndItsOwnReason() {
        for (Supplier<String> second : List.<Supplier<String>>of(
                () -> {
                    throw new IllegalStateException(Canary.KEY);
                },
                () -> {
                    throw new UnavailableException("the vault is down", Details.NONE);
                },
                () -> "not a key")) {
            asked.set(0);
            sent.clear();
            supplier = () -> asked.get() == 1 ? OLD : second.get();
            ChatModel model = open();
            AuthenticationException refused =
                    catchThrowableOfType(AuthenticationException.class, () -> model.ask("hi"));
            assertThat(refused).hasMessage("wrong key");
            assertThat(refused.getSuppressed()).hasSize(1);
            assertThat(Canary.in(Canary.everythingOf(refused))).isEmpty();
            assertThat(sent).containsExactly(OLD);
            close();
        }
    }

    @Test
    void aSupplierThatHasNoneTheSecondTimeLeavesTheRefusal() {
        for (String second : new String[] {null, "", " \n"}) {
            asked.set(0);
            supplier = () -> asked.get() == 1 ? OLD : second;
            ChatModel model = open();
            assertThatThrownBy(() -> model.ask("hi")).hasMessage("wrong key").hasNoSuppressedExceptions();
            close();
        }
    }

    @Test
    void aRepeatHasWhatIsLeftOfTheTime() {
        supplier = () -> {
            if (asked.get() == 2) {
                LockSupport.parkNanos(60_000_000);
            }
            return asked.get() == 1 ? OLD : NEW;
        };
        ChatModel model = open("resolver:vault", "cloud:m?timeout=2s");
        assertThat(model.ask("hi")).isEqualTo("in");
        assertThat(limits.get(0)).isEqualTo(Duration.ofSeconds(2));
        assertThat(limits.get(1)).isLessThanOrEqualTo(Duration.ofMillis(1940));
    }

    @Test
    void whenTheTimeIsOverThereIsNoRepeat() {
        long begun = System.nanoTime();
        supplier = () -> {
            while (asked.get() == 2 && System.nanoTime() - begun < 400_000_000L) {
                LockSupport.parkNanos(10_000_000);
            }
            return asked.get() == 1 ? OLD : NEW;
        };
        ChatModel model = open("resolver:vault", "cloud:m?timeout=200ms");
        ChatTimeoutException late = catchThrowableOfType(ChatTimeoutException.class, () -> model.ask("hi"));
        assertThat(late.kind()).isEqualTo(ChatTimeoutException.Kind.TOTAL);
        expectOneRefusal(late.attempts());
        assertThat(sent).containsExactly(OLD);
    }

    @Test
    void anInterruptWhileTheSupplierIsAskedAgainEndsTheCall() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        supplier = () -> {
            if (asked.get() == 1) {
                return OLD;
            }
            entered.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return NEW;
        };
        ChatModel model = open();
        FutureTask<Boolean> call = new FutureTask<>(() -> {
            assertThatThrownBy(() -> model.ask("hi")).isInstanceOf(CancelledException.class);
            return Thread.currentThread().isInterrupted();
        });
        Thread caller = new Thread(call);
        caller.start();
        entered.await();
        caller.interrupt();
        assertThat(call.get()).isTrue();
        assertThat(sent).containsExactly(OLD);
    }

    @Test
    void callsOfOtherThreadsDoNotHideThatAKeyIsNew() throws Exception {
        CyclicBarrier bothRefused = new CyclicBarrier(2);
        ThreadLocal<Integer> own = ThreadLocal.withInitial(() -> 0);
        supplier = () -> {
            own.set(own.get() + 1);
            if (own.get() == 1) {
                return OLD;
            }
            try {
                bothRefused.await();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            return NEW;
        };
        ChatModel model = open();
        FutureTask<String> other = new FutureTask<>(() -> model.ask("hi"));
        new Thread(other).start();
        assertThat(model.ask("hi")).isEqualTo("in");
        assertThat(other.get()).isEqualTo("in");
    }

    @Test
    void aRefusalWithoutAnyKeySaysSoAndAsksNobodyAgain() {
        supplier = () -> null;
        registry = ChatModelRegistry.builder()
                .discovery(false)
                .provider("guarded", (ChatModelProvider) (where, context) -> new Guarded(context))
                .environment(Map.of())
                .property("chatmodels.service.cloud.provider", "guarded")
                .property("chatmodels.service.cloud.base_url", "https://api.cloud.test/v1")
                .property("chatmodels.service.cloud.key_required", "false")
                .property("chatmodels.service.cloud.credential", "vault")
                .credential("vault", () -> {
                    asked.incrementAndGet();
                    return null;
                })
                .build();
        assertThatThrownBy(() -> registry.open("cloud:m").ask("hi"))
                .isInstanceOf(AuthenticationException.class)
                .hasMessageStartingWith("wrong key. No key was sent: ")
                .hasMessageContaining("Builder.credential(\"vault\"");
        assertThat(asked).hasValue(1);
    }
}
