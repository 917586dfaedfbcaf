package org.chatmodels.reliability;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs {@link SmallJvm} as a process of its own, with less of everything. */
final class ChildJvm {
    private final String what;
    private final String shell;
    private final String option;

    private ChildJvm(String what, String shell, String option) {
        this.what = what;
        this.shell = shell;
        this.option = option;
    }

    static ChildJvm of(String what) {
        return new ChildJvm(what, "true", "-Xmx256m");
    }

    /** {@code command} of the shell goes before. */
    ChildJvm limitedTo(String command) {
        return new ChildJvm(what, command, option);
    }

    ChildJvm with(String newOption) {
        return new ChildJvm(what, shell, newOption);
    }

    /** Its last line. */
    Outcome run(Bench bench) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("sh", "-c", shell + " && exec \"$0\" \"$@\""));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(option, "-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(SmallJvm.class.getName(), what, bench.base));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        bench.atEnd(process::destroyForcibly);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            throw new AssertionError("the other JVM does not end");
        }
        bench.told(1);
        List<String> lines = output.lines().toList();
        String last = lines.isEmpty() ? "" : lines.get(lines.size() - 1);
        if (process.exitValue() != 0) {
            throw new AssertionError("exit code " + process.exitValue() + ": " + output);
        }
        return Outcome.answer(last);
    }
}
