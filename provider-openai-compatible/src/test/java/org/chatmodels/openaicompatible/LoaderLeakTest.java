package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatModels;
import org.chatmodels.ChatStream;
import org.chatmodels.testkit.Script;
import org.junit.jupiter.api.Test;

/** An application that talked over HTTP and is gone leaves no loader, no thread and no socket behind. */
class LoaderLeakTest extends SocketTest {
    private static final String WATCHDOG = "chatmodels-watchdog";

    private String location() {
        return "openai-compatible:m?base_url=" + server.uri("/v1");
    }

    /** Uses a registry of its own and closes it. */
    public static final class Closing implements Function<String, String> {
        @Override
        public String apply(String location) {
            try (ChatModelRegistry registry =
                    ChatModelRegistry.builder().environment(Map.of()).build()) {
                return registry.open(location).ask("Hello");
            }
        }
    }

    /** Uses the default registry and forgets it. */
    public static final class Dropping implements Function<String, String> {
        @Override
        public String apply(String location) {
            return ChatModels.open(location).ask("Hello");
        }
    }

    /** Uses what another application opened. */
    public static final class Visiting implements Function<ChatModel, String> {
        @Override
        public String apply(ChatModel model) {
            return model.ask("Hello");
        }
    }

    @Test
    void anApplicationThatClosesItsRegistryLeavesNothing() throws Exception {
        assertGone(used(Closing.class, location(), Closing.class.getName()));
    }

    @Test
    void anApplicationThatForgetsTheDefaultRegistryLeavesNothing() throws Exception {
        assertGone(used(Dropping.class, location(), Dropping.class.getName()));
    }

    @Test
    void anApplicationWithTheWholeLibraryInsideLeavesNothing() throws Exception {
        String[] all = {"org.chatmodels.", "org.apache.hc.", "com.fasterxml."};
        assertGone(used(Dropping.class, location(), all));
        assertGone(used(Closing.class, location(), all));
    }

    /** The thread that watches calls was born in the visitor's call and lives on. */
    @Test
    void aThreadThatLivesOnDoesNotHoldWhoStartedIt() throws Exception {
        try (ChatModelRegistry registry =
                ChatModelRegistry.builder().environment(Map.of()).build()) {
            ChatModel model = registry.open(location());
            WeakReference<ClassLoader> gone = used(Visiting.class, model, Visiting.class.getName());
            server.always(Script.builder()
                    .readRequest()
                    .sseHead()
                    .event("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Good\"}}]}")
                    .stall()
                    .build());
            Thread watchdog = watchdog();
            try (ChatStream stream = model.stream("Hello")) {
                assertThat(stream.iterator().hasNext()).isTrue();
                assertGone(gone);
                assertThat(watchdog()).isSameAs(watchdog);
            }
        }
    }

    @Test
    void closingARegistryEndsItsTransport() throws Exception {
        server.always(Script.json(ANSWER));
        ChatModelRegistry registry =
                ChatModelRegistry.builder().environment(Map.of()).build();
        ChatModel model = registry.open(location());
        assertThat(model.ask("Hello")).isEqualTo("Good morning");
        Thread watchdog = watchdog();
        registry.close();
        server.connections().get(0).awaitClosed();
        watchdog.join(TimeUnit.SECONDS.toMillis(1));
        assertThat(watchdog.isAlive()).isFalse();
        assertThatThrownBy(() -> model.ask("Hello")).isInstanceOf(CancelledException.class);
    }

    @Test
    void theDefaultRegistryOpensAgainAfterItWasClosed() {
        server.always(Script.json(ANSWER));
        for (int round = 0; round < 3; round++) {
            ChatModel model = ChatModels.open(location());
            assertThat(model.ask("Hello")).isEqualTo("Good morning");
            ChatModels.registry().close();
            assertThatThrownBy(() -> model.ask("Hello")).isInstanceOf(CancelledException.class);
        }
        assertThat(server.connections()).hasSize(3);
    }

    /** A closed loader whose application made one call. */
    private <A> WeakReference<ClassLoader> used(Class<? extends Function<A, String>> type, A argument, String... own)
            throws Exception {
        server.always(Script.json(ANSWER));
        try (ForeignLoader loader = new ForeignLoader(own)) {
            assertThat(loader.call(type, argument)).isEqualTo("Good morning");
            assertThat(loader.loadClass(type.getName())).isNotSameAs(type);
            return new WeakReference<>(loader);
        }
    }

    private static void assertGone(WeakReference<ClassLoader> loader) {
        assertThat(becomes(() -> loader.get() == null)).as("loader collected").isTrue();
    }

    private static boolean becomes(BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean() && System.nanoTime() - end < 0) {
            System.gc();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        return condition.getAsBoolean();
    }

    private static Thread watchdog() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(WATCHDOG))
                .findFirst()
                .orElseThrow();
    }
}
