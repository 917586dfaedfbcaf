package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which registry a thread gets, and that none keeps a loader. */
class DefaultRegistriesTest {
    /** On the module path the platform's own loader does find modules of the application. */
    private static final ClassLoader BLIND = new ClassLoader(null) {};

    private final ClassLoader before = Thread.currentThread().getContextClassLoader();

    @TempDir
    Path folder;

    @AfterEach
    void restore() {
        Thread.currentThread().setContextClassLoader(before);
    }

    private static ChatModelRegistry with(ClassLoader context) {
        Thread.currentThread().setContextClassLoader(context);
        return ChatModels.registry();
    }

    @Test
    void threadsWithoutAnUsefulLoaderGetTheOneOfTheApi() {
        ChatModelRegistry own = with(ChatModels.class.getClassLoader());
        assertThat(with(null)).isSameAs(own);
        assertThat(with(BLIND)).isSameAs(own);
    }

    @Test
    void aLoaderWithItsOwnCopyOfTheApiIsNotServed() throws IOException {
        URL api = ChatModels.class.getProtectionDomain().getCodeSource().getLocation();
        try (URLClassLoader copy = new URLClassLoader(new URL[] {api}, BLIND)) {
            assertThat(with(copy)).isSameAs(with(null));
        }
    }

    @Test
    void aLoaderThatSeesTheApiHasItsOwnWithItsOwnProvidersAndThoseOfTheApi() throws IOException {
        URL jar = new BuiltJar(folder, "mine-1.jar")
                .provider("Mine", "\"mine\"", "")
                .build();
        try (URLClassLoader plugins = new URLClassLoader(new URL[] {jar}, before)) {
            ChatModelRegistry registry = with(plugins);
            assertThat(registry).isNotSameAs(with(null)).isSameAs(with(plugins));
            assertThat(ChatModels.open("mine:m").ask("hi")).isEqualTo("Mine");
            assertThat(ChatModels.providers())
                    .extracting(ProviderStatus::className)
                    .contains("jar.Mine");
            with(null);
            assertThatThrownBy(() -> ChatModels.open("mine:m"))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("No provider or alias 'mine'");
            try (ChatModelRegistry explicit =
                    ChatModelRegistry.builder().classLoader(plugins).build()) {
                assertThat(explicit.open("mine:m").ask("hi")).isEqualTo("Mine");
            }
        }
    }

    @Test
    void aClosedOneIsReplaced() {
        ChatModelRegistry first = with(null);
        first.close();
        assertThat(ChatModels.registry()).isNotSameAs(first);
        assertThat(ChatModels.validate()).isNotNull();
        assertThat(ChatModels.services()).isNotNull();
    }

    @Test
    void aLoaderThatIsGoneIsNotKept() throws Exception {
        assertGone(useAndDrop());
    }

    static void assertGone(WeakReference<ClassLoader> gone) {
        for (int i = 0; i < 100 && gone.get() != null; i++) {
            System.gc();
            Thread.onSpinWait();
        }
        assertThat(gone.get()).isNull();
    }

    private WeakReference<ClassLoader> useAndDrop() throws IOException {
        URL jar = new BuiltJar(folder, "gone-1.jar")
                .provider("Gone", "\"gone\"", "")
                .build();
        try (URLClassLoader plugins = new URLClassLoader(new URL[] {jar}, before)) {
            with(plugins);
            assertThat(ChatModels.open("gone:m").ask("hi")).isEqualTo("Gone");
            Thread.currentThread().setContextClassLoader(before);
            return new WeakReference<>(plugins);
        }
    }
}
