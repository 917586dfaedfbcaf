package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatResponse;
import org.chatmodels.FinishReason;
import org.chatmodels.ProtocolException;
import org.chatmodels.TransportException;
import org.chatmodels.TruncatedException;
import org.junit.jupiter.api.Test;

/** Answers that are cut, reset, garbled or no answers at all: one exception, never a quiet end. */
abstract class FaultRules extends AnswerRules {
    private static final String TROUBLE = "the backend fell over";

    @Test
    void cutBeforeAnyTextIsTruncatedAndNoOutput() {
        ChatException failure = streamFails(open(serve(begin().cut().build())), request());
        assertInstanceOf(TruncatedException.class, failure);
        assertEquals(Delivery.MAYBE_PROCESSED, failure.delivery());
        assertTrue(failure.isRetryable(), "nothing was delivered: the call may be tried again");
    }

    @Test
    void cutAfterSomeTextIsTruncatedAndKeepsTheText() {
        ChatModel model = open(serve(begin("one ", "two").cut().build()));
        ChatException failure = streamFails(model, request());
        assertInstanceOf(TruncatedException.class, failure);
        assertPartial("one two", failure, model);
        assertFalse(failure.isRetryable(), "output was delivered");
    }

    @Test
    void bodyThatEndsInOrderButWithoutFinishIsTruncated() {
        ChatModel model = open(serve(begin("one").lastChunk().build()));
        ChatException failure = streamFails(model, request());
        assertInstanceOf(TruncatedException.class, failure);
        assertPartial("one", failure, model);
    }

    @Test
    void unframedBodyThatEndsWithoutFinishIsTruncated() {
        Script script = Script.builder()
                .readRequest()
                .head(200, "Content-Type", wire().streamType(), "Connection", "close")
                .write(wire().start() + wire().text("one"))
                .cut()
                .build();
        ChatModel model = open(serve(script));
        ChatException failure = streamFails(model, request());
        assertInstanceOf(TruncatedException.class, failure);
        assertPartial("one", failure, model);
    }

    @Test
    void resetAfterSomeTextIsAnErrorThatKeepsTheText() {
        ScriptedServer server = serve(begin("one").stall().reset().build());
        ChatModel model = open(server);
        ChatException failure =
                Canaries.absentFrom(Reading.of(() -> new ReleasingStream(model.stream(request()), server))
                        .failed());
        boolean fits = failure instanceof TransportException || failure instanceof TruncatedException;
        assertTrue(fits, () -> "reset gave " + failure);
        assertPartial("one", failure, model);
    }

    @Test
    void errorInsideTheStreamIsThatError() {
        ChatModel model = open(
                serve(event(begin("one"), wire().error(TROUBLE)).lastChunk().build()));
        ChatException failure = streamFails(model, request());
        assertNamed(failure);
        assertPartial("one", failure, model);
    }

    @Test
    void errorInsteadOfAStreamIsThatError() {
        Script script = event(
                        Script.builder()
                                .readRequest()
                                .head(200, "Content-Type", wire().streamType(), "Transfer-Encoding", "chunked"),
                        wire().error(TROUBLE))
                .lastChunk()
                .build();
        ChatException failure = streamFails(open(serve(script)), request());
        assertNamed(failure);
        assertEquals(Delivery.MAYBE_PROCESSED, failure.delivery());
    }

    private static void assertNamed(ChatException failure) {
        boolean other = failure instanceof TruncatedException || failure instanceof CancelledException;
        assertFalse(other, () -> "an error that the backend told gave " + failure);
        assertTold(TROUBLE, failure);
    }

    @Test
    void garbledEventIsAnErrorAndIsNotSkipped() {
        Script script = end(event(begin("one"), wire().garbage()));
        ChatModel model = open(serve(script));
        ChatException failure = streamFails(model, request());
        assertInstanceOf(ProtocolException.class, failure);
        assertPartial("one", failure, model);
    }

    @Test
    void pageInsteadOfAnAnswerIsAProtocolError() {
        Script page = Script.answer(200, "<html><body>Sign in</body></html>", "Content-Type", "text/html");
        ChatModel model = open(serve(page));
        assertNoMarkup(chatFails(ProtocolException.class, model, request()));
        assertNoMarkup(assertInstanceOf(ProtocolException.class, streamFails(model, request())));
    }

    private static void assertNoMarkup(ChatException failure) {
        assertFalse(message(failure).contains("<html>"), () -> "a page in a message: " + failure);
    }

    @Test
    void emptyBodyIsAProtocolError() {
        ChatModel model = open(serve(Script.json("")));
        chatFails(ProtocolException.class, model, request());
        assertInstanceOf(ProtocolException.class, streamFails(model, request()));
    }

    @Test
    void answerThatIsCutIsTruncated() {
        String body = wire().answer(WORDS, INPUT, OUTPUT);
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        Script script = Script.builder()
                .readRequest()
                .head(200, "Content-Type", "application/json", "Content-Length", Integer.toString(length))
                .write(body.substring(0, body.length() / 2))
                .cut()
                .build();
        ChatException failure = chatFails(TruncatedException.class, open(serve(script)), request());
        assertEquals(Delivery.MAYBE_PROCESSED, failure.delivery());
    }

    @Test
    void unframedAnswerThatIsCutIsNoAnswer() {
        String body = wire().answer(WORDS, INPUT, OUTPUT);
        Script script = Script.builder()
                .readRequest()
                .head(200, "Content-Type", "application/json", "Connection", "close")
                .write(body.substring(0, body.length() / 2))
                .cut()
                .build();
        chatFails(ProtocolException.class, open(serve(script)), request());
    }

    @Test
    void garbledAnswerIsAProtocolErrorThatDoesNotQuoteIt() {
        ChatModel model = open(serve(Script.json("{\"id\": \"" + Canaries.PROMPT + "\", \"list\": [1, tru")));
        chatFails(ProtocolException.class, model, request());
    }

    @Test
    void answerOfAnotherKindIsAProtocolErrorThatDoesNotQuoteIt() {
        ChatModel model = open(serve(Script.json("[\"" + Canaries.PROMPT + "\"]")));
        chatFails(ProtocolException.class, model, request());
        assertInstanceOf(ProtocolException.class, streamFails(model, request()));
    }

    final void assertPartial(String text, ChatException failure, ChatModel model) {
        assertEquals(Delivery.PARTIAL_OUTPUT, failure.delivery());
        ChatResponse partial = failure.partial().orElseThrow(() -> new AssertionError("no partial answer", failure));
        assertEquals(text, partial.text());
        assertEquals(FinishReason.Kind.OTHER, partial.finishReason().kind());
        assertEquals(model.location(), partial.servedBy());
    }
}
