package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.chatmodels.canary.Canary;
import org.chatmodels.provider.Secret;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Suppliers of keys that fail or block. */
@Timeout(30)
class KeySuppliersTest {
    private static final String KEY = Canary.KEY;
    private static final URI TARGET = URI.create("https://api.cloud.test/v1/chat");

    private final FakeProvider fake = new FakeProvider();
    private Supplier<String> supplier = () -> KEY;
    private ChatModelRegistry registry;
    private ChatModel model;

    @BeforeEach
    void open() {
        registry = ChatModelRegistry.builder()
                .discovery(false)
                .provider(fake)
                .property("chatmodels.service.cloud.provider", "fake")
                .property("chatmodels.service.cloud.base_url", "https://api.cloud.test/v1")
                .property("chatmodels.service.cloud.credential", "corp")
                .property("chatmodels.credential.corp", "resolver:vault")
                .credential("vault", () -> supplier.get())
                .build();
        model = registry.open("cloud:m");
    }

    @AfterEach
    void close() {
        registry.close();
    }

    private Optional<String> key() {
        return fake.context().credential(TARGET).map(Secret::reveal);
    }

    @Test
    void aSupplierThatFailsIsNamedWithItsExceptionButNotItsWords() {
        supplier = () -> {
            throw new IllegalStateException("vault said " + KEY);
        };
        assertThatThrownBy(this::key)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("resolver:vault failed with java.lang.IllegalStateException")
                .hasNoCause()
                .matches(e -> Canary.in(Canary.everythingOf(e)).isEmpty());
        supplier = () -> KeySuppliersTest.<RuntimeException>sneaked(new IOException(KEY));
        assertThatThrownBy(this::key)
                .hasMessageContaining("java.io.IOException")
                .hasNoCause();
        LinkageError mistake = new LinkageError();
        supplier = () -> {
            throw mistake;
        };
        assertThatThrownBy(this::key).isSameAs(mistake);
        UnavailableException down = new UnavailableException("the vault is down", ChatException.Details.NONE);
        supplier = () -> {
            throw down;
        };
        assertThatThrownBy(this::key).isSameAs(down);
        supplier = () -> KEY;
        assertThat(key()).as("usable afterwards").contains(KEY);
    }

    @Test
    void aSupplierThatBlocksEndsByInterruptWhateverItMakesOfIt() throws Exception {
        fake.answer = request -> ChatResponse.of(key().orElse("none"));
        for (boolean keepsFlag : new boolean[] {true, false}) {
            CountDownLatch entered = new CountDownLatch(1);
            supplier = () -> blocked(entered, keepsFlag);
            FutureTask<Object> call = new FutureTask<>(() -> {
                CancelledException ended = catchThrowableOfType(CancelledException.class, () -> model.ask("hi"));
                assertThat(ended).hasMessageContaining("nothing was sent");
                return Thread.currentThread().isInterrupted();
            });
            Thread caller = new Thread(call);
            caller.start();
            entered.await();
            caller.interrupt();
            assertThat(call.get()).as("flag").isEqualTo(true);
        }
    }

    @Test
    void aSupplierThatBlocksEndsWhenTheRegistryIsClosed() throws Exception {
        fake.answer = request -> ChatResponse.of(key().orElse("none"));
        CountDownLatch entered = new CountDownLatch(1);
        supplier = () -> blocked(entered, true);
        FutureTask<Object> call = new FutureTask<>(() -> {
            assertThatThrownBy(() -> model.ask("hi")).isInstanceOf(CancelledException.class);
            return Thread.currentThread().isInterrupted();
        });
        new Thread(call).start();
        entered.await();
        registry.close();
        assertThat(call.get()).as("flag").isEqualTo(false);
    }

    private static String blocked(CountDownLatch entered, boolean keepsFlag) {
        entered.countDown();
        try {
            new CountDownLatch(1).await();
            throw new AssertionError();
        } catch (InterruptedException e) {
            if (keepsFlag) {
                Thread.currentThread().interrupt();
            }
            throw new IllegalStateException(keepsFlag ? null : e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> String sneaked(Throwable thrown) throws T {
        throw (T) thrown;
    }
}
