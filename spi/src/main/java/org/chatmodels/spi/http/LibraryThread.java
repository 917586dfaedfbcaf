package org.chatmodels.spi.http;

import java.security.AccessControlContext;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.ProtectionDomain;

/** Daemon threads that keep nothing of the code whose call happened to start them, so that its loader can go. */
final class LibraryThread {
    /** Since then a thread keeps nothing of its callers, and what asks for that may be gone. */
    private static final int FORGETFUL = 24;

    private LibraryThread() {}

    /**
     * Not started yet: without context loader, without inherited thread locals and, which matters before JDK 24, without
     * the protection domains of its callers, each of which holds a class loader.
     */
    static Thread of(Runnable task, String name) {
        Thread thread = Runtime.version().feature() < FORGETFUL ? alone(task, name) : born(task, name);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
        return thread;
    }

    private static Thread born(Runnable task, String name) {
        return new Thread(null, task, name, 0, false);
    }

    @SuppressWarnings("removal")
    private static Thread alone(Runnable task, String name) {
        AccessControlContext nobody = new AccessControlContext(new ProtectionDomain[0]);
        PrivilegedAction<Thread> birth = () -> born(task, name);
        return AccessController.doPrivileged(birth, nobody);
    }
}
