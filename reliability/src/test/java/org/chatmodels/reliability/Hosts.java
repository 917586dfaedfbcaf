package org.chatmodels.reliability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The names that this JVM can look up, and no other: the module's pom names the file. */
final class Hosts {
    private static final Path FILE = Path.of(System.getProperty("jdk.net.hosts.file", "target/hosts"));

    private Hosts() {}

    /** From now on the name has these addresses, in this order, and the others have none. */
    static void set(String name, String... addresses) {
        StringBuilder lines = new StringBuilder("127.0.0.1 localhost\n");
        for (String address : addresses) {
            lines.append(address).append(' ').append(name).append('\n');
        }
        try {
            Files.createDirectories(FILE.toAbsolutePath().getParent());
            Files.writeString(FILE, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
