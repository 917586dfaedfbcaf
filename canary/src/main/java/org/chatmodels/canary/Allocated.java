package org.chatmodels.canary;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How much memory a piece of code takes. */
public final class Allocated {
    private Allocated() {}

    /** Bytes that this thread allocates while it runs that; call it once before, to have classes loaded. */
    public static long by(Runnable code) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long thread = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(thread);
        code.run();
        return threads.getThreadAllocatedBytes(thread) - before;
    }
}
