package org.chatmodels.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
final class ScriptedServerTest {
    @Test
    void answersWithLengthAndRecordsTheRequest() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Script.json("{\"a\":\"ü\"}"));
                Client client = new Client(server.uri())) {
            client.post("/v1/chat?x=1", "{\"q\":\"ö\"}");

            assertThat(client.head())
                    .isEqualTo("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n");
            assertThat(client.text(10)).isEqualTo("{\"a\":\"ü\"}");
            ReceivedRequest request = server.awaitRequests(1).get(0);
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/v1/chat?x=1");
            assertThat(request.header("HOST")).contains("here");
            assertThat(request.bodyText()).isEqualTo("{\"q\":\"ö\"}");
            assertThat(server.connection(0).receivedText())
                    .startsWith("POST /v1/chat")
                    .endsWith("}");
        }
    }

    @Test
    void keptConnectionTakesTheNextScriptWithEachRequest() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Script.json("standing"))
                        .enqueue(Script.json("first"), Script.json("second"));
                Client client = new Client(server.uri())) {
            List<String> answers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                client.post("/", "").head();
                answers.add(client.text(new int[] {5, 6, 8, 8}[i]));
            }
            assertThat(answers).containsExactly("first", "second", "standing", "standing");
            assertThat(server.connections()).hasSize(1);
            assertThat(server.requests()).hasSize(4);
        }
    }

    @Test
    void sequenceServesOneConnection() throws IOException {
        Script three = Script.json("a")
                .times(2)
                .then(Script.builder().readRequest().cut().build());
        try (ScriptedServer server = ScriptedServer.start(three);
                Client client = new Client(server.uri())) {
            for (int i = 0; i < 2; i++) {
                client.post("/", "").head();
                assertThat(client.text(1)).isEqualTo("a");
            }
            assertThat(client.post("/", "").rest()).isEmpty();
            assertThat(server.awaitRequests(3)).hasSize(3);
        }
    }

    @Test
    void chunkedRequestIsRead() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Script.echo());
                Client client = new Client(server.uri())) {
            client.send(
                    "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5;x=y\r\nhello\r\n1\r\n!\r\n0\r\nT: v\r\n\r\n");
            client.head();
            assertThat(client.text(6)).isEqualTo("hello!");
        }
    }

    @Test
    void serverSentEventsComeInChunks() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Script.sse("one", "two\nlines"));
                Client client = new Client(server.uri())) {
            assertThat(client.post("/", "").head()).contains("text/event-stream", "chunked");
            String body = "b\r\ndata: one\n\n\r\n17\r\ndata: two\ndata: lines\n\n\r\n0\r\n\r\n";
            assertThat(client.text(body.length())).isEqualTo(body);
        }
    }

    @Test
    void emptyChunkIsRefusedBecauseItWouldEndTheBody() {
        assertThatThrownBy(() -> Script.builder().chunk(""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lastChunk()");
    }

    @Test
    void headersThatAreNoPairsAreRefused() {
        assertThatThrownBy(() -> Script.answer(200, "", "Content-Type"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names and values in turn");
    }

    @Test
    void drippedAndScatteredBytesArriveWhole() throws IOException {
        String text = "x".repeat(500) + "ü";
        Script script =
                Script.builder().readRequest().drip(text).scatter(text).close().build();
        try (ScriptedServer server = ScriptedServer.builder().seed(7).start().always(script);
                Client client = new Client(server.uri())) {
            assertThat(client.post("/", "").rest()).isEqualTo(text + text);
            assertThat(server.seed()).isEqualTo(7);
        }
    }

    @Test
    void stallEndsWithTheRelease() throws IOException {
        Script script =
                Script.builder().readRequest().stall().write("late").cut().build();
        try (ScriptedServer server = ScriptedServer.start(script);
                Client client = new Client(server.uri())) {
            client.post("/", "");
            server.awaitStalls(1);
            server.release();
            assertThat(client.rest()).isEqualTo("late");
        }
    }

    @Test
    void releaseBeforeTheStallIsNotLost() throws IOException {
        Script script =
                Script.builder().readRequest().stall().write("late").cut().build();
        try (ScriptedServer server = ScriptedServer.start(script);
                Client client = new Client(server.uri())) {
            server.release();
            assertThat(client.post("/", "").rest()).isEqualTo("late");
        }
    }

    @Test
    void pauseTakesItsTime() throws IOException {
        Script script = Script.builder()
                .readRequest()
                .stall(Duration.ofMillis(60))
                .write("x")
                .cut()
                .build();
        try (ScriptedServer server = ScriptedServer.start(script);
                Client client = new Client(server.uri())) {
            long start = System.nanoTime();
            assertThat(client.post("/", "").rest()).isEqualTo("x");
            assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(60_000_000L);
        }
    }

    @Test
    void cutIsAnEndAndResetIsAnError() throws IOException {
        Script cut = Script.builder().readRequest().write("half").cut().build();
        Script reset =
                Script.builder().readRequest().write("half").stall().reset().build();
        try (ScriptedServer server = ScriptedServer.start().enqueue(cut, reset);
                Client first = new Client(server.uri())) {
            assertThat(first.post("/", "").rest()).isEqualTo("half");
            try (Client second = new Client(server.uri())) {
                assertThat(second.post("/", "").text(4)).isEqualTo("half");
                server.release();
                assertThatThrownBy(second::read).isInstanceOf(SocketException.class);
            }
        }
    }

    @Test
    void serverSeesWhenTheClientEndsInAStall() throws IOException {
        Script script = Script.builder().readRequest().write("x").stall().build();
        try (ScriptedServer server = ScriptedServer.start(script)) {
            Client polite = new Client(server.uri());
            polite.post("/", "").read();
            long start = System.nanoTime();
            polite.close();
            ServedConnection.Ending fin = server.connection(0).awaitClosed();
            assertThat(fin.reset()).isFalse();
            assertThat(fin.after(start)).isBetween(Duration.ZERO, Duration.ofSeconds(2));

            Client rude = new Client(server.uri());
            rude.post("/", "").read();
            rude.reset();
            assertThat(server.connection(1).awaitClosed().reset()).isTrue();
        }
    }

    @Test
    void earlyAnswerLeavesTheBodyUnread() throws IOException {
        Script early =
                Script.builder().readHead().answer(413, "too big").close().build();
        try (ScriptedServer server = ScriptedServer.start(early);
                Client client = new Client(server.uri())) {
            client.send("POST / HTTP/1.1\r\nContent-Length: 7\r\n\r\nabcdefg");
            assertThat(client.head()).startsWith("HTTP/1.1 413 ");
            assertThat(server.connection(0).receivedText()).endsWith("\r\n\r\n");
            assertThat(server.requests().get(0).body()).isEmpty();
        }
    }

    @Test
    void bodyCanBeReadAfterAnEarlyAnswer() throws IOException {
        Script script =
                Script.builder().readHead().write("early").readBody().echo().build();
        try (ScriptedServer server = ScriptedServer.start(script);
                Client client = new Client(server.uri())) {
            assertThat(client.post("/", "late").text(5)).isEqualTo("early");
            client.head();
            assertThat(client.text(4)).isEqualTo("late");
        }
    }

    @Test
    void clientThatIsNotReadStallsInItsUpload() throws IOException {
        try (ScriptedServer server =
                ScriptedServer.start(Script.builder().readNothing().hold().build())) {
            Client client = new Client(server.uri());
            Thread upload = new Thread(() -> {
                try {
                    client.post("/", "x".repeat(50_000_000));
                } catch (IOException e) {
                    // the close below
                }
            });
            upload.start();
            server.awaitConnections(1);
            assertThat(server.connection(0).received()).isEmpty();
            assertThat(upload.isAlive()).isTrue();
            client.close();
            assertThat(joined(upload)).isTrue();
            assertThat(server.connection(0).received()).isEmpty();
        }
    }

    @Test
    void unsolicitedAnswerFollowsTheFirst() throws IOException {
        Script script = Script.json("mine").toBuilder().json(200, "stray").build();
        try (ScriptedServer server = ScriptedServer.start(script);
                Client client = new Client(server.uri())) {
            client.post("/", "").head();
            assertThat(client.text(4)).isEqualTo("mine");
            client.head();
            assertThat(client.text(5)).isEqualTo("stray");
        }
    }

    @Test
    void answerCanDependOnTheRequest() throws IOException {
        Script script = Script.respond(
                request -> Script.builder().answer(200, request.path()).close().build());
        try (ScriptedServer server = ScriptedServer.start(script);
                Client client = new Client(server.uri())) {
            assertThat(client.post("/there", "").rest()).endsWith("\r\n\r\n/there");
        }
    }

    @Test
    void fullBacklogLetsConnectHang() throws IOException {
        try (ScriptedServer server = ScriptedServer.builder().neverAccepting().start();
                Socket socket = new Socket()) {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", server.port());
            assertThatThrownBy(() -> socket.connect(address, 150)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.2", "::1"})
    void listensOnOtherLoopbackAddresses(String address) throws IOException {
        try (ScriptedServer server =
                        ScriptedServer.builder().address(address).start().always(Script.json("x"));
                Client client = new Client(server.uri())) {
            assertThat(client.post("/", "").head()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void refusesToListenToTheWorld() {
        assertThatThrownBy(() -> ScriptedServer.builder().address("0.0.0.0").start())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @RepeatedTest(100)
    void closeEndsEveryThread() throws IOException {
        ScriptedServer server =
                ScriptedServer.start(Script.builder().readRequest().stall().build());
        String name = "scripted-server-" + server.port();
        try (Client client = new Client(server.uri())) {
            client.post("/", "");
            server.awaitStalls(1);
            assertThat(threads(name)).hasSize(3);
            server.close();
            assertThatThrownBy(() -> new Client(server.uri())).isInstanceOf(ConnectException.class);
        }
        assertThat(threads(name)).isEmpty();
    }

    @Test
    void requestWithoutScriptIsReportedOnClose() throws IOException {
        ScriptedServer server = ScriptedServer.start();
        try (Client client = new Client(server.uri())) {
            assertThat(client.post("/lost", "").rest()).isEmpty();
        }
        assertThatThrownBy(server::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no script for POST /lost");
    }

    @Test
    void garbageInsteadOfARequestIsReportedOnClose() throws IOException {
        ScriptedServer server = ScriptedServer.start(Script.json("x"));
        try (Client client = new Client(server.uri())) {
            assertThat(client.send("\r\n").rest()).isEmpty();
        }
        assertThatThrownBy(server::close).hasMessageContaining("not an HTTP/1.1 request line");
    }

    @Test
    void clientThatLeavesInsideARequestIsNoFailure() throws IOException {
        try (ScriptedServer server = ScriptedServer.start(Script.json("x"))) {
            new Client(server.uri()).send("POST / HTTP/1.1\r\nContent-Le").close();
            assertThat(server.connection(0).awaitClosed().reset()).isFalse();
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void connectionThatComesWhileTheServerClosesIsClosedToo() throws IOException {
        for (int i = 0; i < 300; i++) {
            ScriptedServer server = ScriptedServer.start();
            try (Socket socket = new Socket(server.uri().getHost(), server.port())) {
                socket.setSoTimeout(5000);
                server.close();
                assertThat(ended(socket)).as("attempt %d", i).isTrue();
            }
        }
    }

    private static boolean ended(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        } catch (SocketTimeoutException open) {
            return false;
        }
    }

    @Test
    void waitingHasADeadline() {
        try (ScriptedServer server = ScriptedServer.start()) {
            assertThatThrownBy(() -> server.awaitRequests(1, Duration.ofMillis(30)))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("0 of 1 requests");
        }
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .toList();
    }

    private static boolean joined(Thread thread) {
        try {
            thread.join(5_000);
            return !thread.isAlive();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
