package org.chatmodels.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatResponse;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.StreamReader;
import org.chatmodels.testkit.Script;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each quirk as Ollama sends it: whole, byte by byte, at every split, and cut everywhere. */
class FixturesTest extends OllamaTest {
    static Stream<Fixture> streams() {
        return Fixture.all("streams");
    }

    static Stream<Fixture> answers() {
        return Fixture.all("answers");
    }

    static Stream<Fixture> errors() {
        return Fixture.all("errors");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void streamsDripByteByByte(Fixture fixture) {
        server.always(Script.builder()
                .readRequest()
                .head(200, "Content-Type", "application/x-ndjson", "Connection", "close")
                .drip(fixture.body())
                .cut()
                .build());
        checkStream(fixture);
    }

    /** Proxies change the type. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void streamsComeAtOnceUnderAnotherType(Fixture fixture) {
        server.always(Script.answer(200, fixture.body(), "Content-Type", "application/json"));
        if (fixture.name().startsWith("nothing")) {
            assertThat(catchThrowable(() -> streamed(open(""), HELLO))).isInstanceOf(ChatException.class);
        } else {
            checkStream(fixture);
        }
    }

    private void checkStream(Fixture fixture) {
        if (fixture.fails()) {
            fixture.check(catchThrowable(() -> streamed(open(""), HELLO)));
        } else {
            fixture.check(streamed(open(""), HELLO));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void everySplitReadsTheSame(Fixture fixture) {
        byte[] body = fixture.body().getBytes(StandardCharsets.UTF_8);
        for (int split = 0; split <= body.length; split++) {
            MemoryStream source = new MemoryStream(body, split, body.length);
            if (fixture.fails()) {
                fixture.check(catchThrowable(() -> read(source)));
            } else {
                fixture.check(read(source));
            }
            assertThat(source.isClosed()).as(fixture.name() + " at " + split).isTrue();
        }
    }

    /** Nothing that is cut before its last line passes as an answer, and what had come stays. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void everyCutIsSeen(Fixture fixture) {
        byte[] body = fixture.body().getBytes(StandardCharsets.UTF_8);
        String text = fixture.fails() ? fixture.expected("partial", "") : fixture.expected("text", "");
        int complete = fixture.fails()
                ? body.length + 1
                : fixture.body().stripTrailing().getBytes(StandardCharsets.UTF_8).length;
        for (int end = 0; end < Math.min(complete, body.length); end++) {
            MemoryStream source = new MemoryStream(body, 0, end);
            Throwable failure = catchThrowable(() -> read(source));
            assertThat(failure).as(fixture.name() + " to " + end).isInstanceOf(ChatException.class);
            assertThat(text).as(fixture.name() + " to " + end).startsWith(Fixture.partial((ChatException) failure));
        }
    }

    private static ChatResponse read(MemoryStream source) {
        List<ChatEvent> events = new ArrayList<>();
        LineAnswer reader = new LineAnswer(new PromptCheck(List.of(), 0, () -> 0));
        new StreamReader(source, new AnswerAssembler(MemoryStream.LOCATION), reader, false)
                .forEachRemaining(events::add);
        return ((ChatEvent.Finished) events.get(events.size() - 1)).response();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void answersComeInOnePiece(Fixture fixture) {
        server.always(Script.answer(200, fixture.body(), "Content-Type", "application/json; charset=utf-8"));
        if (fixture.fails()) {
            fixture.check(catchThrowable(() -> open("").chat(HELLO)));
        } else {
            fixture.check(open("").chat(HELLO));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void errorsKeepTheirStatusAndMessage(Fixture fixture) {
        int status = Integer.parseInt(fixture.expected("answered", ""));
        server.always(Script.answer(status, fixture.body(), "Content-Type", "application/json"));
        for (Throwable failure :
                List.of(catchThrowable(() -> open("").chat(HELLO)), catchThrowable(() -> open("").stream(HELLO)))) {
            fixture.check(failure);
            assertThat(((ChatException) failure).status()).as(fixture.name()).hasValue(status);
            assertThat(((ChatException) failure).model()).as(fixture.name()).contains("m");
        }
    }
}
