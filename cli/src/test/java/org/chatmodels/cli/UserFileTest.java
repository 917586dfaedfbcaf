package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserFileTest {
    private static final int EDITS = 40;

    @TempDir
    private Path home;

    private UserFile file;

    @BeforeEach
    void inATemporaryFolder() {
        file = new UserFile(home.toString());
    }

    @Test
    void withoutAVariableItIsBelowTheHomeFolder() {
        assertThat(new UserFile(" ").path())
                .isEqualTo(Path.of(System.getProperty("user.home"), ".config", "chatmodels", "chatmodels.properties"));
    }

    @Test
    void aLinkStaysALinkAlsoToNothingYet() throws IOException {
        Path target = home.resolve("dotfiles/chat.properties");
        Files.createDirectories(target.getParent());
        Files.createDirectories(file.path().getParent());
        Files.createSymbolicLink(file.path(), Path.of("../dotfiles/chat.properties"));

        file.edit(text -> text.with("a", "1"));
        assertThat(file.path()).isSymbolicLink();
        assertThat(target).isRegularFile().hasContent("a = 1\n");

        file.edit(text -> text.with("b", "2"));
        assertThat(file.path()).isSymbolicLink();
        assertThat(target).hasContent("a = 1\nb = 2\n");
        assertThat(target.getParent()).isDirectoryContaining(path -> path.equals(target));
        try (var list = Files.list(target.getParent())) {
            assertThat(list).hasSize(1);
        }
    }

    @Test
    void permissionsStayAsTheUserSetThem() throws IOException {
        Files.createDirectories(file.path().getParent());
        Files.writeString(file.path(), "a=1\n");
        Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));

        file.edit(text -> text.with("a", "2"));
        assertThat(file.path()).hasContent("a=2\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
                .isEqualTo("rw-r--r--");
    }

    @Test
    void whatAnEditorWroteMeanwhileIsKept() throws IOException {
        int[] rounds = new int[1];
        file.edit(text -> text.with("a", "1"));
        file.edit(text -> {
            if (rounds[0]++ == 0) {
                Files.writeString(file.path(), "# by hand\na = 1\n");
            }
            return text.with("b", "2");
        });

        assertThat(rounds[0]).isEqualTo(2);
        assertThat(file.path()).hasContent("# by hand\na = 1\nb = 2\n");
    }

    @Test
    void processesAtOnceLoseNoLine() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (String name : List.of("left", "right")) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path")
                                    + File.pathSeparator
                                    + System.getProperty("jdk.module.path", ""),
                            Editor.class.getName(),
                            home.toString(),
                            name)
                    .redirectErrorStream(true)
                    .redirectOutput(home.resolve(name).toFile())
                    .start());
        }
        for (Process process : processes) {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue())
                    .as(Files.readString(home.resolve("left")))
                    .isZero();
        }
        assertThat(file.text().entries()).hasSize(2 * EDITS);
        try (var list = Files.list(file.path().getParent())) {
            assertThat(list.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder(".lock", "chatmodels.properties");
        }
    }

    /** Adds lines one by one, in a process of its own. */
    static final class Editor {
        private Editor() {}

        public static void main(String[] words) {
            UserFile file = new UserFile(words[0]);
            for (int i = 0; i < EDITS; i++) {
                String key = words[1] + i;
                file.edit(text -> text.with(key, "1"));
            }
        }
    }

    @Test
    void aFailedChangeLeavesEverythingAsItWas() throws IOException {
        file.edit(text -> text.with("a", "1"));

        assertThatThrownBy(() -> file.edit(text -> {
                    throw new IOException("no");
                }))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(file.path().toString());
        assertThat(file.path()).hasContent("a = 1\n");
    }

    @Test
    void aFolderInItsPlaceIsNamed() throws IOException {
        Files.createDirectories(file.path());

        assertThatThrownBy(() -> file.edit(text -> text.with("a", "1")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(file.path().toString());
        assertThat(file.path()).isEmptyDirectory();
    }

    @Test
    void aLinkIntoAFolderThatIsGoneIsNamed() throws IOException {
        Files.createDirectories(file.path().getParent());
        Files.createSymbolicLink(file.path(), home.resolve("gone/chat.properties"));

        assertThatThrownBy(() -> file.edit(text -> text.with("a", "1")))
                .isInstanceOf(Refusal.class)
                .hasMessageEndingWith("there is no folder " + home.resolve("gone"));
        assertThat(file.path()).isSymbolicLink();
    }

    @Test
    void aKeyReplacesTheOneBeforeAndClosesItsFolder() throws IOException {
        Files.createDirectories(file.keys());
        Files.setPosixFilePermissions(file.keys(), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.writeString(file.key("groq"), "old");
        Files.setPosixFilePermissions(file.key("groq"), PosixFilePermissions.fromString("rw-r--r--"));

        file.writeKey("groq", "new");
        assertThat(file.key("groq")).hasContent("new\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.key("groq"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.keys())))
                .isEqualTo("rwx------");
        assertThat(file.deleteKey("groq")).isTrue();
        assertThat(file.deleteKey("groq")).isFalse();
    }
}
