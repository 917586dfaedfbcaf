package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With JFR, without it, and with one that nobody starts: each in a JVM of its own. */
@Timeout(120)
class FlightRecorderPresenceTest {
    /** Makes a call, and tells a listener of one. */
    private static final String PROBE = """
            public class Probe {
                public static void main(String[] arguments) {
                    try (ChatModelRegistry registry = ChatModelRegistry.builder()
                            .provider("local", (ChatModelProvider) (location, context) ->
                                    ChatModel.of(location, request -> ChatResponse.of("yes")))
                            .build()) {
                        System.out.println("answer " + registry.open("local:m").ask("hi"));
                    }
                    ChatListener ear = info -> new ChatListener.Call() {
                        @Override
                        public void completed(ChatResponse response) {
                            System.out.println("heard " + info.location());
                        }
                    };
                    CallInfo info = CallInfo.of(ModelLocation.of("local", "told"), ChatRequest.of("hi"), false);
                    CallListeners told = CallListeners.started(java.util.List.of(ear), info);
                    told.firstToken();
                    told.completed(ChatResponse.of("yes"));
                    System.out.println("wanted " + CallListeners.wanted(java.util.List.of()));
                    System.out.println("jfr " + ModuleLayer.boot().findModule("jdk.jfr").isPresent());
                }
            }
            """;

    @TempDir
    static Path folder;

    private static String probe;

    @BeforeAll
    static void build() throws IOException {
        probe = Path.of(new BuiltJar(folder, "probe-1.jar")
                        .in("org.chatmodels")
                        .source("Probe", PROBE)
                        .build()
                        .getPath())
                .toString();
    }

    private static List<String> onClassPath(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(options));
        command.addAll(List.of("-cp", BuiltJar.LIBRARIES + File.pathSeparator + probe, "org.chatmodels.Probe"));
        return said(command);
    }

    private static List<String> onModulePath(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(options));
        command.addAll(List.of("-p", BuiltJar.LIBRARIES, "--patch-module", "org.chatmodels=" + probe));
        command.addAll(List.of("-m", "org.chatmodels/org.chatmodels.Probe"));
        return said(command);
    }

    private static List<String> said(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>(arguments);
        command.add(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (InputStream output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(text).isZero();
            return text.lines().toList();
        } finally {
            process.destroy();
        }
    }

    private static void assertCalled(List<String> said, boolean wanted, boolean jfr) {
        assertThat(said).contains("answer yes", "heard local:told", "wanted " + wanted, "jfr " + jfr);
    }

    private static void assertRecorded(Path file) throws IOException {
        List<RecordedEvent> calls = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().equals("org.chatmodels.Call"))
                .filter(event -> event.getString("model").equals("told"))
                .toList();
        assertThat(calls).hasSize(1);
        assertThat(calls.get(0).getString("outcome")).isEqualTo("ok");
    }

    @Test
    void aRunTimeImageWithoutJfrCallsAndTellsAllTheSame() throws Exception {
        assertCalled(onClassPath("--limit-modules", "java.base"), false, false);
    }

    @Test
    void aModularApplicationWithoutJfrCallsAndTellsAllTheSame() throws Exception {
        assertCalled(onModulePath("--limit-modules", "org.chatmodels,org.slf4j"), false, false);
    }

    @Test
    void jfrThatNobodyStartsStaysAsItIsAndNoEventIsLoaded() throws Exception {
        List<String> said = onClassPath("-Xlog:class+load");
        assertCalled(said, false, true);
        assertThat(said)
                .anyMatch(line -> line.contains(" org.chatmodels.CallListeners "))
                .noneMatch(line -> line.contains(" org.chatmodels.CallRecorder"))
                .noneMatch(line -> line.contains(" jdk.jfr.Event ") || line.contains(" jdk.jfr.internal."));
    }

    @Test
    void aRecordingOfTheWholeProcessHasTheCall() throws Exception {
        Path file = folder.resolve("whole.jfr");
        assertCalled(onClassPath("-XX:StartFlightRecording:filename=" + file), true, true);
        assertRecorded(file);
    }

    @Test
    void soHasOneOfAModularApplication() throws Exception {
        Path file = folder.resolve("modular.jfr");
        assertCalled(onModulePath("-XX:StartFlightRecording:filename=" + file), true, true);
        assertRecorded(file);
    }
}
