package org.chatmodels.openrouter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatStream;
import org.chatmodels.TruncatedException;
import org.chatmodels.testkit.Script;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each quirk as OpenRouter sends it: whole, byte by byte, and cut. */
class FixturesTest extends RouterTest {
    private static final String ID = "X-Generation-Id";

    static Stream<Fixture> streams() {
        return Fixture.all("streams");
    }

    static Stream<Fixture> answers() {
        return Fixture.all("answers");
    }

    static Stream<Fixture> errors() {
        return Fixture.all("errors");
    }

    private ChatModel open() {
        return open("openrouter:acme/m");
    }

    private static Script.Builder head() {
        return Script.builder()
                .readRequest()
                .head(200, "Content-Type", "text/event-stream", "Connection", "close", ID, "gen-of-the-header");
    }

    private void check(Fixture fixture) {
        if (fixture.fails()) {
            fixture.check(catchThrowable(() -> streamed(open(), hello())));
        } else {
            fixture.check(streamed(open(), hello()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void streamsComeInOnePiece(Fixture fixture) {
        server.always(head().write(fixture.body()).cut().build());
        check(fixture);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void streamsComeByteByByte(Fixture fixture) {
        server.always(head().drip(fixture.body()).cut().build());
        check(fixture);
    }

    /** In two writes, split at every byte. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void streamsComeInTwoPieces(Fixture fixture) {
        byte[] body = fixture.body().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        for (int split = 1; split < body.length; split++) {
            server.always(head().write(java.util.Arrays.copyOf(body, split))
                    .write(java.util.Arrays.copyOfRange(body, split, body.length))
                    .cut()
                    .build());
            check(fixture);
        }
    }

    /** Behind each event but the last ones: what had arrived is kept, and that it is not whole is told. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void streamsAreCut(Fixture fixture) {
        int end =
                fixture.body().indexOf(fixture.fails() ? "\"finish_reason\":\"error\"" : "\"finish_reason\":\"stop\"");
        for (int at = 0; at < end; at = fixture.body().indexOf("\n\n", at) + 2) {
            server.always(head().write(fixture.body().substring(0, at)).cut().build());
            List<ChatEvent> events = new ArrayList<>();
            Throwable failure = catchThrowable(() -> {
                try (ChatStream stream = open().stream(hello())) {
                    stream.forEach(events::add);
                }
            });
            assertThat(failure).isInstanceOf(TruncatedException.class).hasMessageContaining("Ask again");
            StringBuilder text = new StringBuilder();
            events.forEach(event -> text.append(event instanceof ChatEvent.TextDelta delta ? delta.text() : ""));
            assertThat(((ChatException) failure).partial().orElseThrow().text()).isEqualTo(text.toString());
            assertThat(events).noneMatch(ChatEvent.Finished.class::isInstance);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void answersComeWhole(Fixture fixture) {
        server.always(Script.answer(200, fixture.body(), "Content-Type", "application/json", ID, "gen-of-the-header"));
        if (fixture.fails()) {
            fixture.check(catchThrowable(() -> open().chat(hello())));
        } else {
            fixture.check(open().chat(hello()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void answersComeByteByByteAndCut(Fixture fixture) {
        String length = Integer.toString(fixture.body().getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
        Script.Builder head = Script.builder()
                .readRequest()
                .head(200, "Content-Type", "application/json", "Content-Length", length, ID, "gen-of-the-header");
        server.enqueue(head.build().toBuilder().drip(fixture.body()).build());
        if (fixture.fails()) {
            fixture.check(catchThrowable(() -> open().chat(hello())));
        } else {
            fixture.check(open().chat(hello()));
        }
        server.always(head.write(fixture.body().substring(0, fixture.body().length() / 2))
                .cut()
                .build());
        assertThat(catchThrowable(() -> open().chat(hello()))).isInstanceOf(TruncatedException.class);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void errorsHaveTheirClassMessageAndWait(Fixture fixture) {
        int status = Integer.parseInt(fixture.expected("status"));
        String wait = fixture.expected("retry-after");
        server.always(
                wait.isEmpty()
                        ? Script.answer(
                                status, fixture.body(), "Content-Type", "application/json", ID, "gen-of-the-header")
                        : Script.answer(status, fixture.body(), "Retry-After", wait, ID, "gen-of-the-header"));
        fixture.check(catchThrowable(() -> open().chat(hello())));
        fixture.check(catchThrowable(() -> streamed(open(), hello())));
    }
}
