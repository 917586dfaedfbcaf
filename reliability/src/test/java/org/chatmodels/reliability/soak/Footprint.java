package org.chatmodels.reliability.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * What a process holds: its threads by name, and its sockets where the system lists them.
 *
 * @param threads those of this library and of the soak; the JDK starts and keeps others as it likes
 * @param sockets open descriptors of sockets
 */
record Footprint(Set<Thread> threads, int sockets) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final List<String> OURS = List.of("chatmodels", "fault-server", "soak-");
    private static final long PROBE_NANOS = 5_000_000;

    /** The JDK keeps one socket for itself from the first time that it closes one. */
    static {
        try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            first.setReuseAddress(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Footprint now() {
        Set<Thread> threads = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> OURS.stream().anyMatch(thread.getName()::startsWith))
                .collect(Collectors.toUnmodifiableSet());
        return new Footprint(threads, openSockets());
    }

    /** What is there after ten seconds and was not then; empty if all is gone. */
    List<String> left() {
        await(() -> leftNow().isEmpty(), 10);
        return leftNow();
    }

    private List<String> leftNow() {
        Footprint now = now();
        List<String> left = new ArrayList<>();
        for (Thread thread : now.threads) {
            if (!threads.contains(thread)) {
                left.add("thread " + thread.getName());
            }
        }
        if (now.sockets > sockets) {
            left.add(now.sockets - sockets + " sockets");
        }
        return left;
    }

    /** Whether it comes true in so many seconds. */
    static boolean await(BooleanSupplier condition, int seconds) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(PROBE_NANOS);
        }
        return true;
    }

    /** Bytes in use after a collection. */
    static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static int openSockets() {
        int sockets = 0;
        if (!Files.isDirectory(DESCRIPTORS)) {
            return sockets;
        }
        try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
            for (Path descriptor : descriptors) {
                sockets += isSocket(descriptor) ? 1 : 0;
            }
        } catch (IOException e) {
            throw new AssertionError("the open files cannot be listed", e);
        }
        return sockets;
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
