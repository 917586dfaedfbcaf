package org.chatmodels.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.chatmodels.ChatTimeoutException.Kind;
import org.chatmodels.LimitException;
import org.chatmodels.ProtocolException;
import org.chatmodels.canary.Canary;
import org.chatmodels.testkit.ReceivedRequest;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;

/** C: heads of answers that are none, are too long, or lead elsewhere. */
final class HeadFaults {
    private static final String HINTS = "HTTP/1.1 103 Early Hints\r\n\r\n";
    private static final String STRAY = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nstray";

    private HeadFaults() {}

    static List<Fault> cases() {
        return Catalogue.all(
                unreadable(), contradictory(), tooLong(), endless(), noAnswers(), odd(), redirects(), strangers());
    }

    private static Fault head(String id, String name, String head) {
        return Fault.of(id, name)
                .script(Script.builder().readRequest().write(head).hold())
                .fails(ProtocolException.class)
                .discarded();
    }

    private static List<Fault> unreadable() {
        return List.of(
                head("C1", "garbage instead of a status line", "\u0016\u0003\u0001 sk-canary garbage\r\n\r\n")
                        .retried(),
                head("C1", "another protocol answers", "SSH-2.0-OpenSSH_9.2\r\n")
                        .retried(),
                head("C1", "HTTP/9", "HTTP/9.9 200 OK\r\n\r\n").retried(),
                head("C1", "a status that is no number", "HTTP/1.1 fine OK\r\n\r\n")
                        .retried());
    }

    private static List<Fault> contradictory() {
        String ok = "HTTP/1.1 200 OK\r\n";
        String chunked = ok + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n";
        return List.of(
                head(
                        "C5",
                        "a length and chunks",
                        ok + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                head("C5", "two lengths that differ", ok + "Content-Length: 2\r\nContent-Length: 3\r\n\r\nabc"),
                head("C5", "a negative length", ok + "Content-Length: -1\r\n\r\n"),
                head("C5", "a chunk longer than any number", chunked + "ffffffffffffffffff\r\n{"));
    }

    private static List<Fault> tooLong() {
        String start = "HTTP/1.1 200 OK\r\nX: ";
        return List.of(
                head("C2", "a header line of a megabyte", start + "a".repeat(1 << 20))
                        .fails(LimitException.class),
                head("C3", "thirty thousand headers", start + "y\r\nX: ".repeat(30_000))
                        .fails(LimitException.class));
    }

    private static List<Fault> endless() {
        Script.Builder script = Script.builder().readRequest().write(HINTS.repeat(20_000));
        for (int i = 0; i < 500; i++) {
            script.write(HINTS).stall(Duration.ofMillis(5));
        }
        Script hints = script.hold().build();
        return List.of(
                Fault.of("C4", "interim answers without end")
                        .script(hints)
                        .only(Mode.SYNC)
                        .options("timeout=300ms")
                        .fails(Kind.HEADERS)
                        .dueInAll(300)
                        .discarded(),
                Fault.of("C4", "interim answers without end, before a stream")
                        .script(hints)
                        .only(Mode.STREAM)
                        .options("first_token_timeout=300ms")
                        .fails(Kind.FIRST_TOKEN)
                        .retriedOnce()
                        .due(300)
                        .discarded(),
                Fault.of("C4", "a few interim answers before the answer")
                        .script(mode -> Script.builder()
                                .readRequest()
                                .write(HINTS.repeat(3))
                                .then(Answers.unread(mode))
                                .build())
                        .kept());
    }

    private static List<Fault> noAnswers() {
        String page = "<html><body>Sign in to the hotel's network</body></html>";
        return List.of(
                Fault.of("C6", "a page instead of an answer")
                        .script(Script.answer(200, page, "Content-Type", "text/html"))
                        .fails(ProtocolException.class)
                        .kept()
                        .also(bench -> assertThat(bench.failure().getMessage()).doesNotContain("<html>", "<body>")),
                Fault.of("C7", "plain JSON although a stream was asked for")
                        .only(Mode.STREAM)
                        .script(Answers.good(Mode.SYNC))
                        .kept(),
                Fault.of("C8", "200 with an empty body")
                        .script(Script.json(""))
                        .fails(ProtocolException.class)
                        .says("empty")
                        .retried()
                        .kept(),
                Fault.of("C8", "204")
                        .script(Script.builder().readRequest().head(204))
                        .fails(ProtocolException.class)
                        .says("empty")
                        .retried()
                        .kept());
    }

    private static List<Fault> odd() {
        return List.of(
                odd("a header that goes on in the next line", "X-Folded: a\r\n b\r\n"),
                odd("a header in Latin-1", "X-Name: \u00e4\u00f6\r\n"),
                odd("a header with a tab and a bell", "X-Request-Id: a\tb\u0007c\r\n"),
                Fault.of("C11", "the server sets a cookie")
                        .script(mode -> Script.builder()
                                .readRequest()
                                .then(Answers.unread(mode, "Set-Cookie", "a=b"))
                                .build())
                        .drill(bench -> {
                            bench.ask();
                            return bench.ask();
                        })
                        .attempts(2)
                        .also(bench -> assertThat(bench.server.requests())
                                .flatMap(request -> List.of(request.header("Cookie")))
                                .containsOnly(Optional.empty()))
                        .kept());
    }

    private static Fault odd(String name, String header) {
        String body = Answers.json(Answers.TEXT);
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + header + "Content-Length: ";
        byte[] whole = (head + body.length() + "\r\n\r\n" + body).getBytes(StandardCharsets.ISO_8859_1);
        return Fault.of("C9", name)
                .script(Script.builder().readRequest().write(whole))
                .kept();
    }

    private static List<Fault> redirects() {
        List<Fault> all = new ArrayList<>();
        for (int status : new int[] {301, 302, 303, 307, 308}) {
            all.add(redirected(status, "http://127.0.0.1:9/v1/elsewhere"));
        }
        all.add(redirected(307, "http://127.0.0.2:9/v1"));
        all.add(redirected(307, "https://model.example/v1").says("model.example"));
        all.add(redirected(307, "/v1/chat/completions"));
        all.add(Fault.of("C10", "307 to another server that would take the key")
                .drill(HeadFaults::redirectedToAnother)
                .fails(ProtocolException.class, 307)
                .kept());
        return all;
    }

    private static Fault redirected(int status, String place) {
        return Fault.of("C10", status + " to " + place)
                .script(Script.answer(status, "", "Location", place))
                .fails(ProtocolException.class, status)
                .kept();
    }

    private static Outcome redirectedToAnother(Bench bench) {
        ScriptedServer other = bench.other(Answers.good(bench.mode));
        bench.server.always(Script.answer(
                307, "", "Location", other.uri("/v1/chat/completions").toString()));
        Outcome outcome = bench.ask();
        assertThat(other.connections()).isEmpty();
        return outcome;
    }

    private static List<Fault> strangers() {
        return List.of(
                Fault.of("C12", "a second answer comes with the first")
                        .only(Mode.SYNC)
                        .script(Script.respond(request -> poisoned(request, Duration.ZERO)))
                        .drill(HeadFaults::askThrice)
                        .attempts(3)
                        .gone(),
                Fault.of("C12", "a second answer comes a little later")
                        .only(Mode.SYNC)
                        .script(Script.respond(request -> poisoned(request, Duration.ofMillis(5))))
                        .drill(HeadFaults::askThrice)
                        .attempts(3));
    }

    /** Answers with what was asked; then comes what nobody asked for. */
    private static Script poisoned(ReceivedRequest request, Duration pause) {
        String asked = request.bodyText().contains("number 2") ? "number 2" : "another number";
        String body = Answers.json(asked);
        String whole = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body;
        Script.Builder script = Script.builder();
        return pause.isZero()
                ? script.write(whole + STRAY).build()
                : script.write(whole).stall(pause).write(STRAY).build();
    }

    /** Each gets his own answer. */
    private static Outcome askThrice(Bench bench) throws InterruptedException {
        for (int number = 1; number <= 2; number++) {
            String own = number == 2 ? "number 2" : "another number";
            assertThat(bench.ask(Canary.PROMPT + " number " + number)).isEqualTo(Outcome.answer(own));
            new CountDownLatch(1).await(30, TimeUnit.MILLISECONDS);
        }
        Outcome last = bench.ask(Canary.PROMPT + " number 3");
        return last.equals(Outcome.answer("another number")) ? Outcome.answer(Answers.TEXT) : last;
    }

    static List<Remark> remarks() {
        return List.of(Remark.elsewhere("C12", "a second answer under load", "spi/spi/TransportPoisonTest"));
    }
}
