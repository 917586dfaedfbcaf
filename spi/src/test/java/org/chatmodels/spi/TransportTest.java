package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chatmodels.spi.Wires.ask;
import static org.chatmodels.spi.Wires.call;
import static org.chatmodels.spi.Wires.failure;
import static org.chatmodels.spi.Wires.stream;
import static org.chatmodels.spi.Wires.text;
import static org.chatmodels.spi.Wires.transport;
import static org.chatmodels.spi.Wires.utf8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chatmodels.CancelledException;
import org.chatmodels.LimitException;
import org.chatmodels.provider.Secret;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.ReceivedRequest;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TransportTest {
    @RegisterExtension
    final LeakCheck leaks = LeakCheck.watching(Wires::openExchanges);

    @Test
    void requestHasWhatWasSetAndTheTransportsOwnHeaders() {
        try (ScriptedServer server = ScriptedServer.start(Script.json("{\"ok\":1}"));
                Transport transport = transport()) {
            HttpCall call = HttpCall.post(server.uri("/v1/chat?a=%20b"))
                    .header("X-Team", "search")
                    .secret("Authorization", "Bearer ", Secret.of("sk-canary-1"))
                    .body(utf8("{\"m\":1}"));

            assertThat(ask(transport, call)).isEqualTo("{\"ok\":1}");

            ReceivedRequest request = server.requests().get(0);
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.path()).isEqualTo("/v1/chat?a=%20b");
            assertThat(request.bodyText()).isEqualTo("{\"m\":1}");
            assertThat(request.header("Authorization")).contains("Bearer sk-canary-1");
            assertThat(request.header("Host")).contains("127.0.0.1:" + server.port());
            assertThat(request.header("User-Agent").orElseThrow())
                    .startsWith("ChatModels")
                    .doesNotContain("Apache");
            assertThat(request.headers())
                    .extracting(Map.Entry::getKey)
                    .containsExactlyInAnyOrder(
                            "Host",
                            "User-Agent",
                            "Accept",
                            "Content-Type",
                            "Content-Length",
                            "X-Team",
                            "Authorization");
        }
    }

    @Test
    void getHasNoBody() {
        try (ScriptedServer server = ScriptedServer.start(Script.json("{}"));
                Transport transport = transport()) {
            ask(transport, HttpCall.get(server.uri("/v1/models")));

            assertThat(server.requests().get(0).method()).isEqualTo("GET");
            assertThat(server.requests().get(0).header("Content-Length")).isEmpty();
        }
    }

    @Test
    void preparedCallServesManyBodies() {
        try (ScriptedServer server = ScriptedServer.start(Script.echo());
                Transport transport = transport()) {
            HttpCall prepared = call(server);
            for (int i = 0; i < 20; i++) {
                assertThat(ask(transport, prepared.body(utf8("body " + i)))).isEqualTo("body " + i);
            }
            assertThat(server.connections()).as("one connection is kept").hasSize(1);
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @Test
    void chunkedAnswerIsReadToItsEndAndItsConnectionIsKept() {
        Script chunked = Script.builder()
                .readRequest()
                .head(200, "Transfer-Encoding", "chunked")
                .chunk("he")
                .chunk("llo")
                .lastChunk()
                .build();
        try (ScriptedServer server = ScriptedServer.start(chunked);
                Transport transport = transport()) {
            assertThat(ask(transport, call(server))).isEqualTo("hello");
            assertThat(ask(transport, call(server))).isEqualTo("hello");
            assertThat(server.connections()).hasSize(1);
        }
    }

    @Test
    void answersWithoutBodyEndAtOnce() {
        Script none = Script.builder().readRequest().head(204).build();
        try (ScriptedServer server = ScriptedServer.start().enqueue(none, Script.answer(200, ""), none);
                Transport transport = transport()) {
            for (int status : List.of(204, 200, 204)) {
                try (Exchange exchange = transport.send(call(server))) {
                    assertThat(exchange.status()).isEqualTo(status);
                    assertThat(transport.openExchanges()).isZero();
                    assertThat(exchange.readAll(10)).isEmpty();
                }
            }
            assertThat(server.connections()).hasSize(1);
        }
    }

    @Test
    void bodyDelimitedByTheEndOfTheConnectionIsComplete() {
        Script open =
                Script.builder().readRequest().head(200).write("all").cut().build();
        try (ScriptedServer server = ScriptedServer.start(open);
                Transport transport = transport()) {
            assertThat(ask(transport, call(server))).isEqualTo("all");
            assertThat(ask(transport, call(server))).isEqualTo("all");
            assertThat(server.connections()).hasSize(2);
        }
    }

    @Test
    void redirectsAreReturnedAndNeverFollowed() {
        try (ScriptedServer other = ScriptedServer.start(Script.json("{}"));
                ScriptedServer server = ScriptedServer.start();
                Transport transport = transport()) {
            for (int status : List.of(301, 302, 303, 307, 308)) {
                server.enqueue(
                        Script.answer(status, "", "Location", other.uri("/x").toString()));
                try (Exchange exchange = transport.send(call(server))) {
                    assertThat(exchange.status()).isEqualTo(status);
                    assertThat(exchange.header("location"))
                            .contains(other.uri("/x").toString());
                }
            }
            assertThat(other.connections()).isEmpty();
        }
    }

    @Test
    void cookiesAndChallengesAreNeverAnswered() {
        try (ScriptedServer server = ScriptedServer.start(
                        Script.answer(401, "no", "Set-Cookie", "id=1; Path=/", "WWW-Authenticate", "Basic realm=x"));
                Transport transport = transport()) {
            for (int i = 0; i < 2; i++) {
                try (Exchange exchange = transport.send(call(server))) {
                    assertThat(exchange.status()).isEqualTo(401);
                    exchange.readSome(10);
                }
            }
            assertThat(server.requests()).hasSize(2);
            assertThat(server.connections().get(0).receivedText())
                    .doesNotContainIgnoringCase("cookie")
                    .doesNotContainIgnoringCase("authorization");
        }
    }

    @Test
    void overloadIsNotRetried() {
        try (ScriptedServer server = ScriptedServer.start(Script.answer(503, "", "Retry-After", "0"));
                Transport transport = transport()) {
            try (Exchange exchange = transport.send(call(server))) {
                assertThat(exchange.status()).isEqualTo(503);
            }
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void tooLongAnswerIsALimitAndItsConnectionIsCut() {
        try (ScriptedServer server = ScriptedServer.start(Script.json("x".repeat(500_000)));
                Transport transport = transport()) {
            Exchange exchange = transport.send(call(server));
            LimitException failure = failure(LimitException.class, () -> exchange.readAll(200_000));

            assertThat(failure).hasMessageContaining("longer than 200000 bytes");
            server.connection(0).awaitClosed();
            try (Exchange exact = transport.send(call(server))) {
                assertThat(exact.readAll(500_000)).hasSize(500_000);
            }
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @Test
    void partOfAnErrorBodyIsEnough() {
        try (ScriptedServer server = ScriptedServer.start(Script.answer(500, "x".repeat(100_000)));
                Transport transport = transport()) {
            try (Exchange exchange = transport.send(call(server))) {
                assertThat(exchange.readSome(1000)).hasSize(1000);
            }
            server.connection(0).awaitClosed();
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @Test
    void manyStreamsRunAtOnce() {
        Script script =
                Script.builder().readRequest().sseHead().event("1").hold().build();
        try (ScriptedServer server = ScriptedServer.start(script);
                Transport transport = transport()) {
            List<Exchange> streams = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                streams.add(transport.send(stream(server)));
            }
            assertThat(transport.openExchanges()).isEqualTo(40);
            streams.forEach(Exchange::close);
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @Test
    void finishedStreamWhoseRestIsThereKeepsItsConnection() {
        try (ScriptedServer server = ScriptedServer.start(Script.builder()
                        .readRequest()
                        .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ndone\r\n0\r\n\r\n")
                        .build());
                Transport transport = transport()) {
            for (int i = 0; i < 3; i++) {
                try (Exchange exchange = transport.send(stream(server))) {
                    assertThat(exchange.body().read(new byte[4], 0, 4)).isEqualTo(4);
                }
                assertThat(transport.openExchanges()).isZero();
            }
            assertThat(server.connections()).hasSize(1);
        }
    }

    @Test
    void closedTransportCancels() {
        try (ScriptedServer server = ScriptedServer.start(Script.json("{}"))) {
            Transport transport = transport();
            transport.close();
            transport.close();
            Set<Thread> before = Thread.getAllStackTraces().keySet();

            CancelledException failure = failure(CancelledException.class, () -> transport.send(call(server)));

            assertThat(failure).hasMessageContaining("closed");
            assertThat(server.connections()).isEmpty();
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().equals("chatmodels-watchdog"))
                    .as("threads of a closed transport")
                    .isSubsetOf(before);
        }
    }

    @Test
    void exchangeIsClosedTwiceAndReadAfterItsEnd() {
        try (ScriptedServer server = ScriptedServer.start(Script.json("{}"));
                Transport transport = transport()) {
            Exchange exchange = transport.send(call(server));
            assertThat(text(exchange)).isEqualTo("{}");
            exchange.close();
            exchange.close();
            assertThat(exchange.body().read(new byte[1], 0, 1)).isEqualTo(-1);
            assertThat(ask(transport, call(server))).isEqualTo("{}");
            assertThat(server.connections()).hasSize(1);
        }
    }
}
