package org.chatmodels.spi.http;

import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;

/** Daemon threads that keep nothing of the code whose call happened to start them, so that its loader can go. */
final class LibraryThread {
    private LibraryThread() {}

    /**
     * Not started yet: without context loader, without inherited thread locals and, which matters before JDK 24, without
     * the protection domains of its callers, each of which holds a class loader.
     */
    @SuppressWarnings("removal")
    static Thread of(Runnable task, String name) {
        AccessControlContext nobody = new AccessControlContext(new ProtectionDomain[0]);
        PrivilegedAction<Thread> birth = () -> new Thread(null, task, name, 0, false);
        Thread thread = AccessController.doPrivileged(birth, nobody);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }
}
