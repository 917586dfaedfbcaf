package org.chatmodels.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The open file descriptors of a moment by what they stand for; none on systems that do not list them. */
record OpenFiles(Map<String, Integer> targets) {
    private static final Path LINUX = Path.of("/proc/self/fd");

    /** The JDK keeps one socket for itself from the first time that it closes one. */
    static {
        try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            first.setReuseAddress(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OpenFiles now() {
        Map<String, Integer> targets = new HashMap<>();
        if (Files.isDirectory(LINUX)) {
            try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(LINUX)) {
                descriptors.forEach(descriptor -> count(descriptor, targets));
            } catch (IOException e) {
                throw new AssertionError("the open files cannot be listed", e);
            }
        }
        return new OpenFiles(targets);
    }

    /** What is open now and was not then, with how many times. */
    Map<String, Integer> left() {
        Map<String, Integer> left = new HashMap<>();
        now().targets().forEach((target, count) -> {
            int more = count - targets.getOrDefault(target, 0);
            if (more > 0) {
                left.put(target, more);
            }
        });
        return left;
    }

    private static void count(Path descriptor, Map<String, Integer> targets) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            if (!ofTheJdk(target)) {
                targets.merge(target, 1, Integer::sum);
            }
        } catch (IOException e) {
            // closed since it was listed, as is the listing's own descriptor
        }
    }

    /** Class files' archives, the listing itself, what it reads of its machine, the pollers of virtual threads. */
    private static boolean ofTheJdk(String target) {
        return target.endsWith(".jar")
                || target.endsWith("/lib/modules")
                || target.startsWith("/proc/")
                || target.startsWith("/dev/")
                || target.startsWith("/sys/")
                || target.startsWith("anon_inode:")
                        && (OpenThreads.named("Read-Poller") || OpenThreads.named("MasterPoller"));
    }
}
