package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chatmodels.spi.Wires.ask;
import static org.chatmodels.spi.Wires.call;
import static org.chatmodels.spi.Wires.failure;
import static org.chatmodels.spi.Wires.transport;
import static org.chatmodels.spi.Wires.utf8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.chatmodels.ChatException;
import org.chatmodels.ProtocolException;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.ReceivedRequest;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.chatmodels.testkit.TlsIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nobody ever gets the answer to another's request. */
class TransportPoisonTest {
    @RegisterExtension
    final LeakCheck leaks = LeakCheck.watching(Wires::openExchanges);

    private static final String STRAY = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nstray";

    @Test
    void secondAnswerThatComesWithTheFirstIsNeverSeen() {
        Script poisoned = Script.respond(request -> twice(request.bodyText()));
        try (ScriptedServer server = ScriptedServer.start(poisoned);
                Transport transport = transport()) {
            for (int i = 0; i < 200; i++) {
                assertThat(ask(transport, call(server).body(utf8("mine " + i)))).isEqualTo("mine " + i);
            }
            assertThat(server.requests()).hasSize(200);
        }
    }

    @Test
    void secondAnswerThatComesLaterIsNeverSeen() throws Exception {
        Script poisoned = Script.echo().toBuilder()
                .stall(Duration.ofMillis(30))
                .write(STRAY)
                .build();
        try (ScriptedServer server = ScriptedServer.start(poisoned);
                Transport transport = transport()) {
            for (int i = 0; i < 5; i++) {
                assertThat(ask(transport, call(server).body(utf8("mine " + i)))).isEqualTo("mine " + i);
                pause(60);
            }
            assertThat(server.connections()).hasSize(5);
        }
    }

    @Test
    void secondAnswerOverTlsIsNeverSeen() throws Exception {
        TlsIdentity identity = Identities.TRUSTED;
        Script poisoned = Script.echo().toBuilder()
                .stall(Duration.ofMillis(5))
                .write(STRAY)
                .build();
        try (ScriptedServer server =
                        ScriptedServer.builder().tls(identity).start().always(poisoned);
                Transport transport = Wires.trusting(identity.clientContext())) {
            for (int i = 0; i < 5; i++) {
                assertThat(ask(transport, call(server).body(utf8("mine " + i)))).isEqualTo("mine " + i);
                pause(30);
            }
        }
    }

    @Test
    void answerThatComesWhileTheRequestIsSentIsRefused() {
        Script early = Script.echo().toBuilder().readHead().write(STRAY).hold().build();
        try (ScriptedServer server = ScriptedServer.start(early);
                Transport transport = transport()) {
            ask(transport, call(server));
            ProtocolException failure = failure(
                    ProtocolException.class, () -> transport.send(call(server).body(new byte[20_000_000])));

            assertThat(failure).hasMessageContaining("answered before it was asked");
            assertThat(server.requests()).hasSize(2);
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @Test
    void connectionThatWasIdleForLongIsProbed() throws Exception {
        Script goesAway =
                Script.echo().toBuilder().stall(Duration.ofMillis(100)).cut().build();
        try (ScriptedServer server = ScriptedServer.start().enqueue(goesAway, Script.echo());
                Transport transport = transport()) {
            ask(transport, call(server));
            pause(1100);
            assertThat(ask(transport, call(server).body(utf8("mine")))).isEqualTo("mine");
            assertThat(server.requests())
                    .as("not sent into the closed connection")
                    .hasSize(2);
        }
    }

    @Test
    void underRandomFaultsEverybodyGetsHisOwnAnswerOrAnError() throws Exception {
        long seed = System.nanoTime();
        try (ScriptedServer server = ScriptedServer.start(Script.respond(new Faults(seed)::next));
                Transport transport = transport()) {
            List<Caller> callers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                String name = "caller " + i + " ask ";
                callers.add(Caller.start(() -> askMany(transport, call(server), name)));
            }
            for (Caller caller : callers) {
                caller.join();
                assertThat(caller.outcome()).as("seed %d", seed).isNull();
            }
            assertThat(transport.openExchanges()).isZero();
        }
    }

    /** In one write: nobody can tell a stray answer that arrives while he asks from his own. */
    private static Script twice(String body) {
        return Script.builder()
                .write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body + STRAY)
                .build();
    }

    private static void askMany(Transport transport, HttpCall call, String name) {
        int answered = 0;
        for (int i = 0; i < 500; i++) {
            try {
                assertThat(ask(transport, call.body(utf8(name + i)))).isEqualTo(name + i);
                answered++;
            } catch (ChatException e) {
                assertThat(e.getMessage()).contains("127.0.0.1");
            }
        }
        assertThat(answered).isGreaterThan(200);
    }

    private static void pause(int millis) throws InterruptedException {
        new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
    }

    /** Seven of ten answers are good. */
    private static final class Faults {
        private final Random random;

        Faults(long seed) {
            random = new Random(seed);
        }

        synchronized Script next(ReceivedRequest request) {
            Script.Builder script = Script.builder();
            String body = request.bodyText();
            return switch (random.nextInt(10)) {
                case 0 -> twice(body);
                case 1 ->
                    random.nextBoolean()
                            ? script.answer(200, body).close().build()
                            : script.reset().build();
                case 2 ->
                    script.head(200, "Content-Length", "999").write(body).cut().build();
                default -> script.answer(200, body).build();
            };
        }
    }
}
