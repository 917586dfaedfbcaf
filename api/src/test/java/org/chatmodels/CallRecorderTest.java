package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.chatmodels.ChatException.Details;
import org.chatmodels.canary.Canary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a flight recording says of calls. */
@Timeout(120)
class CallRecorderTest {
    private static final ModelLocation FIRST = ModelLocation.parse("first:m?user_id=somebody");
    private static final ModelLocation SECOND = ModelLocation.of("second", "n");
    private static final CallInfo INFO = CallInfo.of(FIRST, ChatRequest.of(Canary.PROMPT), true);
    private static final ChatException LATER = new UnavailableException(
            "later " + Canary.PROMPT,
            Details.builder().body(Canary.PROMPT + Canary.KEY).build());
    private static final Attempt BEFORE = new Attempt("first:m", "UnavailableException", Canary.PROMPT, Duration.ZERO);

    @TempDir
    Path folder;

    private List<RecordedEvent> recorded(Runnable calls, String... disabled) throws IOException {
        Path file = folder.resolve("calls.jfr");
        try (Recording recording = new Recording()) {
            for (String name : disabled) {
                recording.disable("org.chatmodels." + name);
            }
            recording.start();
            calls.run();
            recording.stop();
            recording.dump(file);
        }
        assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                .doesNotContain(Canary.PROMPT, Canary.KEY, "somebody");
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("org.chatmodels."))
                .peek(event -> assertThat(event.toString()).doesNotContain(Canary.PROMPT, Canary.KEY, "somebody"))
                .toList();
    }

    private static RecordedEvent one(List<RecordedEvent> events, String name) {
        List<RecordedEvent> found = events.stream()
                .filter(event -> event.getEventType().getName().equals("org.chatmodels." + name))
                .toList();
        assertThat(found).as(name).hasSize(1);
        assertThat(found.get(0).getEventType().getCategoryNames()).containsExactly("ChatModels");
        return found.get(0);
    }

    private static void whole(CallListeners told) {
        told.retrying(Duration.ofMillis(250), LATER);
        told.fellBack(FIRST, SECOND, LATER);
        told.firstToken();
        told.completed(ChatResponse.of(Canary.PROMPT).toBuilder()
                .usage(Usage.of(7, 11))
                .attempts(List.of(BEFORE, BEFORE))
                .build());
    }

    @Test
    void callsOfARegistryAreRecorded() throws IOException {
        Scenes scenes = new Scenes().of("m", Scenes.busy(), Scenes.busy());
        List<RecordedEvent> events = recorded(() -> {
            try (ChatModelRegistry registry = scenes.registry().build();
                    ChatStream stream = registry.open("aa:m?retries=1 | bb:n").stream(Canary.PROMPT)) {
                stream.response();
            }
        });
        assertThat(one(events, "Retry").getString("cause")).isEqualTo("UnavailableException");
        assertThat(one(events, "Fallback").getString("to")).isEqualTo("bb:n");
        assertThat(one(events, "FirstToken").getString("provider")).isEqualTo("bb");
        assertThat(one(events, "Call").getInt("attempts")).isEqualTo(3);
    }

    @Test
    void aCallIsFourKindsOfEvents() throws IOException {
        List<RecordedEvent> events = recorded(() -> whole(CallListeners.started(List.of(), INFO)));
        assertThat(events).hasSize(4);
        RecordedEvent call = one(events, "Call");
        assertThat(call.getString("provider")).isEqualTo("first");
        assertThat(call.getString("model")).isEqualTo("m");
        assertThat(call.getBoolean("streaming")).isTrue();
        assertThat(call.getString("outcome")).isEqualTo("ok");
        assertThat(call.getLong("inputTokens")).isEqualTo(7);
        assertThat(call.getLong("outputTokens")).isEqualTo(11);
        assertThat(call.getInt("attempts")).isEqualTo(3);
        RecordedEvent token = one(events, "FirstToken");
        assertThat(token.getString("provider")).isEqualTo("second");
        assertThat(token.getString("model")).isEqualTo("n");
        assertThat(token.getDuration()).isPositive().isLessThanOrEqualTo(call.getDuration());
        RecordedEvent retry = one(events, "Retry");
        assertThat(retry.getString("provider")).isEqualTo("first");
        assertThat(retry.getString("model")).isEqualTo("m");
        assertThat(retry.getDuration("delay")).isEqualTo(Duration.ofMillis(250));
        assertThat(retry.getString("cause")).isEqualTo("UnavailableException");
        RecordedEvent fallback = one(events, "Fallback");
        assertThat(fallback.getString("from")).isEqualTo("first:m");
        assertThat(fallback.getString("to")).isEqualTo("second:n");
        assertThat(fallback.getString("cause")).isEqualTo("UnavailableException");
    }

    @Test
    void aFailureIsNamedAndWhatIsUnknownIsNotZero() throws IOException {
        ChatException closed = new CancelledException(
                Canary.PROMPT,
                Details.builder().partial(ChatResponse.of(Canary.PROMPT)).build());
        List<RecordedEvent> events =
                recorded(() -> CallListeners.started(List.of(), INFO).failed(closed, Timings.NONE));
        RecordedEvent call = one(events, "Call");
        assertThat(events).hasSize(1);
        assertThat(call.getString("outcome")).isEqualTo("CancelledException");
        assertThat(call.getLong("inputTokens")).isEqualTo(Long.MIN_VALUE);
        assertThat(call.getInt("attempts")).isEqualTo(1);
        assertThat(call.toString()).contains("outputTokens = N/A");
    }

    @Test
    void listenersHearTheSameBesideARecording() throws IOException {
        HeardCalls heard = new HeardCalls();
        List<RecordedEvent> events = recorded(() -> whole(CallListeners.started(List.of(heard), INFO)));
        assertThat(events).hasSize(4);
        assertThat(heard.lines).hasSize(5).endsWith("token", "completed");
    }

    @Test
    void onlyWhatARecordingWantsIsWritten() throws IOException {
        List<RecordedEvent> events =
                recorded(() -> whole(CallListeners.started(List.of(), INFO)), "Call", "Retry", "FirstToken");
        assertThat(events).hasSize(1);
        one(events, "Fallback");
        List<RecordedEvent> none = recorded(
                () -> assertThat(CallListeners.wanted(List.of())).isFalse(), "Call", "Retry", "FirstToken", "Fallback");
        assertThat(none).isEmpty();
    }

    @Test
    void nobodyIsToldWhenARecordingHasEnded() throws IOException {
        recorded(() -> assertThat(CallListeners.wanted(List.of())).isTrue());
        assertThat(CallListeners.wanted(List.of())).isFalse();
        assertThat(CallListeners.started(List.of(), INFO)).isSameAs(CallListeners.NONE);
    }
}
