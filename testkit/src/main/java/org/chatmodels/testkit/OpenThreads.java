package org.chatmodels.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The live threads of a moment. */
record OpenThreads(Set<Thread> threads) {
    /** Threads that the JDK, JUnit and Surefire start when they like and keep. */
    private static final List<String> OTHERS = List.of(
            "process reaper",
            "Read-Poller",
            "Write-Poller",
            "Read-Updater",
            "VirtualThread-",
            "ForkJoinPool.commonPool-",
            "ForkJoinPool-1-",
            "MasterPoller",
            "CompletableFutureDelayScheduler",
            "Common-Cleaner",
            "Cleaner-",
            "Attach Listener",
            "Signal Dispatcher",
            "Notification Thread",
            "JFR ",
            "junit-",
            "surefire-",
            "ping-");

    static OpenThreads now() {
        return new OpenThreads(Set.copyOf(Thread.getAllStackTraces().keySet()));
    }

    /** Those that were not there before and do not end until the deadline. */
    static List<Thread> left(Set<Thread> before, long deadline) {
        List<Thread> left = new ArrayList<>();
        for (Thread thread : now().threads()) {
            if (!before.contains(thread) && !foreign(thread) && !ends(thread, deadline)) {
                left.add(thread);
            }
        }
        return left;
    }

    static boolean named(String prefix) {
        return now().threads().stream().anyMatch(thread -> thread.getName().startsWith(prefix));
    }

    static String describe(Thread thread) {
        StringBuilder text = new StringBuilder(thread.isDaemon() ? "daemon thread '" : "thread '")
                .append(thread.getName())
                .append("' ")
                .append(thread.getState());
        for (StackTraceElement frame : thread.getStackTrace()) {
            text.append("\n    at ").append(frame);
        }
        return text.toString();
    }

    private static boolean foreign(Thread thread) {
        return thread == Thread.currentThread() || OTHERS.stream().anyMatch(thread.getName()::startsWith);
    }

    private static boolean ends(Thread thread, long deadline) {
        try {
            long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            thread.join(Math.max(1, millis));
            return !thread.isAlive();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !thread.isAlive();
        }
    }
}
