package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chatmodels.spi.Wires.call;
import static org.chatmodels.spi.Wires.failure;
import static org.chatmodels.spi.Wires.transport;

import org.chatmodels.ModelLocation;
import org.chatmodels.TruncatedException;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReplyTest {
    private static final ModelLocation HERE = ModelLocation.of("here", "m");

    @RegisterExtension
    final LeakCheck leaks = LeakCheck.watching(Wires::openExchanges);

    @Test
    void aStreamThatDoesNotBeginClosesExchangeAndReader() {
        Script broken = Script.builder()
                .readRequest()
                .head(200, "Content-Type", "application/json", "Content-Length", "100")
                .cut()
                .build();
        Closed reader = new Closed();
        try (ScriptedServer server = ScriptedServer.start();
                Transport transport = transport()) {
            server.enqueue(broken);
            Exchange exchange = transport.send(call(server).streaming(true));
            Reply reply = new Reply(exchange, new ErrorReader(HERE), reader, new AnswerAssembler(HERE));
            failure(TruncatedException.class, reply::stream);
            assertThat(reader.closed).isTrue();
            assertThat(transport.openExchanges()).isZero();
        }
    }

    /** Reads nothing, and tells whether it was closed. */
    private static final class Closed implements AnswerReader {
        private boolean closed;

        @Override
        public boolean read(byte[] bytes, int offset, int length, AnswerAssembler answer) {
            return false;
        }

        @Override
        public boolean readEvent(Frames event, AnswerAssembler answer) {
            return false;
        }

        @Override
        public boolean isAnswer() {
            return false;
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
