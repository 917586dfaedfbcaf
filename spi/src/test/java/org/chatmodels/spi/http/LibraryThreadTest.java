package org.chatmodels.spi.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What a thread of the library does not take from the one that starts it. */
class LibraryThreadTest {
    @Test
    void itTakesNeitherLoaderNorThreadLocals() throws InterruptedException {
        InheritableThreadLocal<String> inherited = new InheritableThreadLocal<>();
        inherited.set("of the caller");
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        AtomicReference<String> seen = new AtomicReference<>("not run");
        try {
            Thread.currentThread().setContextClassLoader(new ClassLoader(before) {});
            Thread thread = LibraryThread.of(
                    () -> seen.set(inherited.get() + Thread.currentThread().getContextClassLoader()), "some-thread");
            thread.start();
            thread.join();
            assertThat(seen).hasValue("nullnull");
            assertThat(thread.isDaemon()).isTrue();
            assertThat(thread.getName()).isEqualTo("some-thread");
        } finally {
            inherited.remove();
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
