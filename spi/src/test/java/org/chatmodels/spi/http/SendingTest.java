package org.chatmodels.spi.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the watchdog may do between two steps of the thread that sends; both were seen by the soak. */
@ExtendWith(LeakCheck.class)
class SendingTest {
    private static final Duration PATIENT = Duration.ofSeconds(20);
    private static final int TICKS_UNTIL_UNBLOCKED = 3;

    @Test
    @Timeout(20)
    void answerToARequestThatWasSentWholeCountsHoweverSlowItsThreadIs() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Script.answer(200, "mine"));
                Connections connections = connections();
                LingeringSocket socket = new LingeringSocket(server.port())) {
            Call call =
                    call(Outgoing.of("POST", Target.of(server.uri()), times()).body(body()));
            Wire wire = new Wire();
            wire.bind(socket);
            call.wire(wire);
            socket.afterLast = () -> {
                while (!wire.hasInput()) {
                    Thread.onSpinWait();
                }
                for (int i = 0; i < TICKS_UNTIL_UNBLOCKED; i++) {
                    call.unblock();
                }
            };
            Answer answer = new Sending(connections, call, wire).answer();
            assertThat(answer.status()).isEqualTo(200);
            answer.close();
        }
    }

    @Test
    void keyedCallThatIsEndedBeforeItSendsIsNoMistakeOfTheConfiguration() throws Exception {
        try (ScriptedServer server = ScriptedServer.start(Script.answer(200, "mine"));
                Connections connections = connections();
                Socket socket = new Socket("127.0.0.1", server.port())) {
            Call call = call(Outgoing.of("POST", Target.of(server.uri()), times())
                    .body(body())
                    .secret("Authorization", "Bearer sk-canary-sending"));
            Wire wire = new Wire();
            wire.bind(socket);
            call.wire(wire);
            assertThat(call.claim(Ending.INTERRUPTED)).isTrue();
            call.cut();

            assertThatThrownBy(() -> new Sending(connections, call, wire).answer())
                    .as("what the pool makes a CancelledException of")
                    .isInstanceOf(IOException.class);
        }
    }

    private static Connections connections() {
        return new Connections(Settings.of(Optional.empty(), Optional.empty()));
    }

    private static Call call(Outgoing request) {
        return new Call(request, request.target().route(null), new Watchdog((call, why) -> {}, 0));
    }

    private static Times times() {
        return Times.of(PATIENT, PATIENT, PATIENT, PATIENT);
    }

    private static byte[] body() {
        return "{}".getBytes(StandardCharsets.UTF_8);
    }

    /** Comes back late from its last write, as a thread that gets no processor. */
    private static final class LingeringSocket extends Socket {
        private Runnable afterLast = () -> {};

        LingeringSocket(int port) throws IOException {
            super("127.0.0.1", port);
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    out.write(bytes, offset, length);
                    if (bytes[offset + length - 1] == '}') {
                        afterLast.run();
                    }
                }
            };
        }
    }
}
