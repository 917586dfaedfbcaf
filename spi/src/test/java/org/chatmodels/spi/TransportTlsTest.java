package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chatmodels.spi.Wires.PATIENT;
import static org.chatmodels.spi.Wires.ask;
import static org.chatmodels.spi.Wires.call;
import static org.chatmodels.spi.Wires.failure;
import static org.chatmodels.spi.Wires.stream;
import static org.chatmodels.spi.Wires.transport;
import static org.chatmodels.spi.Wires.trusting;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Phase;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.ChatTimeoutException.Kind;
import org.chatmodels.TransportException;
import org.chatmodels.TruncatedException;
import org.chatmodels.provider.Secret;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.chatmodels.testkit.TlsIdentity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransportTlsTest {
    @RegisterExtension
    final LeakCheck leaks = LeakCheck.watching(Wires::openExchanges);

    private static final TlsIdentity GOOD = Identities.TRUSTED;

    private static Stream<Arguments> untrusted() {
        return Stream.of(
                Arguments.of(TlsIdentity.selfSigned(), "self-signed"),
                Arguments.of(TlsIdentity.expired(), "expired"),
                Arguments.of(TlsIdentity.wrongHost(), "of another host"));
    }

    @Test
    void trustedServerIsTalkedToAndItsConnectionKept() {
        try (ScriptedServer server = secure(Script.echo());
                Transport transport = trusting(GOOD.clientContext())) {
            for (int i = 0; i < 5; i++) {
                HttpCall call = call(server).secret("Authorization", "Bearer ", Secret.of("sk-canary-1"));
                assertThat(ask(transport, call)).isEqualTo(Wires.BODY);
            }
            assertThat(server.connections()).hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("untrusted")
    void untrustedServerGetsNoByteOfTheRequest(TlsIdentity identity, String reason) {
        try (ScriptedServer server =
                        ScriptedServer.builder().tls(identity).start().always(Script.echo());
                Transport transport = trusting(identity.clientContext())) {
            TransportException failure = failure(TransportException.class, () -> transport.send(call(server)));

            assertRefused(failure, server, reason);
            assertThat(failure).hasCauseInstanceOf(SSLHandshakeException.class);
            assertThat(chain(failure)).hasAtLeastOneElementOfType(CertificateException.class);
            assertThat(server.connection(0).received()).isEmpty();
            assertThat(transport.openExchanges()).isZero();
        }
    }

    @Test
    void unknownAuthorityIsRefusedByTheJvmsTrust() {
        try (ScriptedServer server = secure(Script.echo());
                Transport transport = transport()) {
            TransportException failure = failure(TransportException.class, () -> transport.send(call(server)));

            assertRefused(failure, server, "unknown authority");
            assertThat(chain(failure)).hasAtLeastOneElementOfType(CertificateException.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void plainServerIsNamedAsSuch() {
        try (ScriptedServer server = ScriptedServer.start(Script.builder()
                        .readBytes(1)
                        .write("HTTP/1.1 400 Bad Request\r\n\r\n")
                        .hold()
                        .build());
                Transport transport = transport()) {
            URI target = URI.create("https://127.0.0.1:" + server.port() + "/v1");
            TransportException failure = failure(TransportException.class, () -> transport.send(call(target)));

            assertRefused(failure, server, "not a TLS server");
            assertThat(failure).hasMessageContaining("write http://").hasCauseInstanceOf(SSLException.class);
            assertThat(chain(failure))
                    .as("a wrong scheme is no wrong certificate")
                    .noneMatch(CertificateException.class::isInstance);
        }
    }

    /** What servers without a common version (70) or cipher (40) say. */
    @ParameterizedTest
    @ValueSource(bytes = {70, 40})
    void serverWithoutACommonProtocolIsRefused(byte alert) {
        byte[] fatal = {0x15, 3, 1, 0, 2, 2, alert};
        try (ScriptedServer server = secure(
                        Script.builder().readClientHello().write(fatal).hold().build());
                Transport transport = trusting(GOOD.clientContext())) {
            TransportException failure = failure(TransportException.class, () -> transport.send(call(server)));

            assertRefused(failure, server, "no TLS 1.2 or 1.3");
            assertThat(failure).hasCauseInstanceOf(SSLHandshakeException.class);
            assertThat(chain(failure)).noneMatch(CertificateException.class::isInstance);
        }
    }

    /** Behind the handshake of TLS 1.3, in which the client has done when the server refuses, that depends on luck. */
    @Test
    void serverThatAsksForACertificateIsNotAskedAgain() throws Exception {
        try (ServerSocket listener = new ServerSocket(0);
                Transport transport = trusting(GOOD.clientContext())) {
            Caller server = Caller.start(() -> demandCertificate(listener));
            TransportException failure =
                    failure(TransportException.class, () -> transport.send(call(secure(listener))));

            assertThat(failure.isRetryable()).isFalse();
            assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
            assertThat(failure).hasMessageContaining("a certificate of the client");
            assertThat(server.failure()).isInstanceOf(SSLException.class);
        }
    }

    /** Says why it refuses, and does not close before it was heard. */
    private static void demandCertificate(ServerSocket listener) throws IOException {
        try (Socket plain = listener.accept();
                SSLSocket secure = secured(plain)) {
            secure.setNeedClientAuth(true);
            secure.setEnabledProtocols(new String[] {"TLSv1.2"});
            try {
                secure.startHandshake();
            } finally {
                plain.getInputStream().transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    @Test
    void forgedRecordIsNotAskedAgain() throws Exception {
        try (ServerSocket listener = new ServerSocket(0);
                Transport transport = trusting(GOOD.clientContext())) {
            Caller server = Caller.start(() -> forge(listener));
            TransportException failure =
                    failure(TransportException.class, () -> transport.send(call(secure(listener))));

            assertThat(failure.isRetryable()).isFalse();
            assertThat(failure.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
            assertThat(failure.phase()).isEqualTo(Phase.HEADERS);
            assertThat(failure).hasMessageContaining("broke off TLS");
            assertThat(server.outcome()).isNull();
        }
    }

    /** Answers a whole request with a record that nobody encrypted. */
    private static void forge(ServerSocket listener) throws IOException {
        try (Socket plain = listener.accept();
                SSLSocket secure = secured(plain)) {
            StringBuilder request = new StringBuilder();
            while (request.indexOf(Wires.BODY) < 0) {
                request.append((char) secure.getInputStream().read());
            }
            byte[] record = new byte[5 + 64];
            System.arraycopy(new byte[] {0x17, 3, 3, 0, 64}, 0, record, 0, 5);
            plain.getOutputStream().write(record);
            plain.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    private static SSLSocket secured(Socket plain) throws IOException {
        SSLSocket secure = (SSLSocket) GOOD.serverContext().getSocketFactory().createSocket(plain, null, false);
        secure.setUseClientMode(false);
        return secure;
    }

    private static URI secure(ServerSocket listener) {
        return URI.create("https://localhost:" + listener.getLocalPort() + "/v1");
    }

    @Test
    void endInTheHandshakeMayPass() {
        for (Script end : List.of(
                Script.builder().readClientHello().cut().build(),
                Script.builder().readClientHello().reset().build())) {
            try (ScriptedServer server = secure(end);
                    Transport transport = trusting(GOOD.clientContext())) {
                TransportException failure = failure(TransportException.class, () -> transport.send(call(server)));

                assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
                assertThat(failure.isRetryable()).isTrue();
                assertThat(failure).hasMessageContaining("127.0.0.1:" + server.port());
                assertThat(chain(failure)).noneMatch(CertificateException.class::isInstance);
            }
        }
    }

    @Test
    void resetBehindTheHandshakeMayHaveBeenAsked() {
        try (ScriptedServer server =
                        secure(Script.builder().readRequest().reset().build());
                Transport transport = trusting(GOOD.clientContext())) {
            TransportException failure = failure(TransportException.class, () -> transport.send(call(server)));

            assertThat(failure.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
            assertThat(failure.phase()).isEqualTo(Phase.HEADERS);
            assertThat(failure.isRetryable()).isTrue();
        }
    }

    @Test
    void connectLimitCoversTheHandshake() {
        try (ScriptedServer mute = ScriptedServer.start(
                        Script.builder().readBytes(1).hold().build());
                Transport transport = transport()) {
            URI target = URI.create("https://127.0.0.1:" + mute.port() + "/v1");
            Limits limits = new Limits(Duration.ofMillis(400), PATIENT, PATIENT, PATIENT);
            long began = System.nanoTime();
            ChatTimeoutException failure = failure(
                    ChatTimeoutException.class,
                    () -> transport.send(call(target).limits(limits)));

            Timing.within(began, 400);
            assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
            mute.connection(0).awaitClosed();
        }
    }

    @Test
    void endWithoutFarewellTruncates() {
        try (ScriptedServer server = secure(Script.builder()
                        .readRequest()
                        .head(200, "Content-Length", "9")
                        .write("half")
                        .cut()
                        .build());
                Transport transport = trusting(GOOD.clientContext())) {
            Exchange exchange = transport.send(call(server));
            TruncatedException failure = failure(TruncatedException.class, () -> exchange.readAll(100));

            assertThat(failure.phase()).isEqualTo(Phase.BODY);
            assertThat(failure.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
        }
    }

    @Test
    void endWithoutFarewellBehindAWholeBodyHarmsNothing() {
        try (ScriptedServer server = secure(Script.json("{}").toBuilder().cut().build());
                Transport transport = trusting(GOOD.clientContext())) {
            assertThat(ask(transport, call(server))).isEqualTo("{}");
        }
    }

    @Test
    void closeCutsAStreamUnderItsReader() throws Exception {
        Script one = Script.builder().readRequest().sseHead().event("1").hold().build();
        try (ScriptedServer server = secure(one);
                Transport transport = trusting(GOOD.clientContext())) {
            Exchange exchange = transport.send(stream(server));
            Caller reader = Caller.start(() -> exchange.readAll(1000)).awaitBlocked();
            long began = System.nanoTime();
            exchange.close();

            assertThat(reader.failure()).isInstanceOf(CancelledException.class);
            assertThat(server.connection(0).awaitClosed().after(began)).isLessThan(Duration.ofMillis(700));
        }
    }

    @Test
    void silenceInsideAStreamIsIdle() {
        Script one = Script.builder().readRequest().sseHead().event("1").hold().build();
        try (ScriptedServer server = secure(one);
                Transport transport = trusting(GOOD.clientContext())) {
            Limits limits = new Limits(PATIENT, PATIENT, Duration.ofMillis(200), PATIENT);
            Exchange exchange = transport.send(stream(server).limits(limits));
            exchange.firstToken();

            assertThat(failure(ChatTimeoutException.class, () -> exchange.readAll(100))
                            .kind())
                    .isEqualTo(Kind.IDLE);
        }
    }

    @Test
    void earlyRefusalOfALongRequestIsSeen() {
        Script refuses =
                Script.builder().readHead().answer(413, "too large").readBody().build();
        try (ScriptedServer server = secure(refuses);
                Transport transport = trusting(GOOD.clientContext())) {
            try (Exchange exchange = transport.send(call(server).body(new byte[20_000_000]))) {
                assertThat(exchange.status()).isEqualTo(413);
            }
        }
    }

    private static ScriptedServer secure(Script script) {
        return ScriptedServer.builder().tls(GOOD).start().always(script);
    }

    private static void assertRefused(TransportException failure, ScriptedServer server, String reason) {
        assertThat(failure).hasMessageContaining(reason).hasMessageContaining("127.0.0.1:" + server.port());
        assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
        assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
        assertThat(failure.isRetryable()).isFalse();
    }

    private static List<Throwable> chain(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
    }
}
