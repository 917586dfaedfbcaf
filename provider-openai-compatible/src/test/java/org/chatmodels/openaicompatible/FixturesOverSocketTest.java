package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.stream.Stream;
import org.chatmodels.ChatException;
import org.chatmodels.testkit.Script;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fixture as a server sends it. */
class FixturesOverSocketTest extends SocketTest {
    static Stream<Fixture> streams() {
        return Stream.concat(Fixture.all("streams"), Fixture.all("responses", ".sse"))
                .filter(fixture -> !fixture.isSpecial());
    }

    static Stream<Fixture> replies() {
        Stream<Fixture> answers = Stream.concat(Fixture.all("answers"), Fixture.all("responses", ".json"))
                .filter(fixture -> !fixture.isSpecial());
        return Stream.concat(Fixture.all("replies"), answers);
    }

    static Stream<Fixture> errors() {
        return Fixture.all("errors");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void streamsDripByteByByte(Fixture fixture) {
        context.row("api", fixture.isOfResponses() ? "responses" : "chat");
        server.always(Script.builder()
                .readRequest()
                .head(200, "Content-Type", "text/event-stream; charset=utf-8", "Connection", "close")
                .drip(fixture.bodyText())
                .cut()
                .build());
        if (fixture.fails()) {
            fixture.check(catchThrowable(() -> streamed(open())));
        } else {
            fixture.check(streamed(open()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("replies")
    void answersComeInOnePiece(Fixture fixture) {
        context.row("api", fixture.isOfResponses() ? "responses" : "chat");
        server.always(Script.answer(200, fixture.bodyText(), "Content-Type", "application/json"));
        if (fixture.fails()) {
            fixture.check(chatFails(open()));
        } else {
            fixture.check(open().chat(hello()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("replies")
    void answersInOnePieceToAStreamAreReadToo(Fixture fixture) {
        context.row("api", fixture.isOfResponses() ? "responses" : "chat");
        server.always(Script.answer(200, fixture.bodyText(), "Content-Type", "application/json; charset=utf-8"));
        if (fixture.fails()) {
            fixture.check(catchThrowable(() -> open().stream(hello())));
        } else {
            fixture.check(streamed(open()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("errors")
    void errorsKeepTheirStatusAndMessage(Fixture fixture) {
        int status = Integer.parseInt(fixture.expected("answered", ""));
        String type = fixture.bodyText().startsWith("<") ? "text/html" : "application/json";
        server.always(Script.answer(status, fixture.bodyText(), "Content-Type", type, "x-request-id", "r1"));
        for (Throwable failure : new Throwable[] {chatFails(open()), catchThrowable(() -> open().stream(hello()))}) {
            fixture.check(failure);
            ChatException known = (ChatException) failure;
            assertThat(known.status()).hasValue(status);
            assertThat(known.requestId()).contains("r1");
            assertThat(known.provider()).contains("somewhere");
            assertThat(known.model()).contains("asked");
            if (fixture.expected().containsKey("retry")) {
                assertThat(known.retryAfter().orElseThrow()).hasToString(fixture.expected("retry", ""));
            }
        }
    }
}
