package org.chatmodels.spi;

/** Kinds of threads; what has no virtual ones makes platform threads. */
enum Threads {
    PLATFORM,
    VIRTUAL;

    /** Not started yet. */
    Thread of(Runnable task) {
        if (this == VIRTUAL && Runtime.version().feature() >= 21) {
            return virtual(task);
        }
        Thread thread = new Thread(task, "caller");
        thread.setDaemon(true);
        return thread;
    }

    private static Thread virtual(Runnable task) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (Thread) Class.forName("java.lang.Thread$Builder")
                    .getMethod("unstarted", Runnable.class)
                    .invoke(builder, task);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
