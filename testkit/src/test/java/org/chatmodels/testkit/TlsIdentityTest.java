package org.chatmodels.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.CertificateExpiredException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class TlsIdentityTest {
    private static TlsIdentity trusted;
    private static TlsIdentity selfSigned;

    @BeforeAll
    static void makeIdentities() {
        trusted = TlsIdentity.trusted();
        selfSigned = TlsIdentity.selfSigned();
    }

    @Test
    void trustedIdentityServesRequests() throws IOException {
        try (ScriptedServer server = serving(trusted, Script.echo());
                Client client = client(server, trusted.clientContext())) {
            assertThat(server.uri().getScheme()).isEqualTo("https");
            client.post("/", "secret").head();
            assertThat(client.text(6)).isEqualTo("secret");
            assertThat(server.connection(0).receivedText()).startsWith("POST / HTTP/1.1");
        }
    }

    @Test
    void selfSignedIsNotTrusted() throws IOException {
        assertThatThrownBy(() -> handshake(selfSigned)).isInstanceOf(SSLException.class);
    }

    @Test
    void expiredIsExpired() {
        TlsIdentity identity = TlsIdentity.expired();
        assertThatThrownBy(() -> handshake(identity)).hasRootCauseInstanceOf(CertificateExpiredException.class);
    }

    @Test
    void wrongHostIsNotThisHost() {
        TlsIdentity identity = TlsIdentity.wrongHost();
        assertThatThrownBy(() -> handshake(identity)).hasMessageContaining("127.0.0.1");
    }

    @Test
    void refusedHandshakeIsOnRecordAndNoFailureOfTheServer() throws IOException {
        try (ScriptedServer server = serving(selfSigned, Script.json("x"))) {
            assertThatThrownBy(() -> client(server, selfSigned.clientContext())).isInstanceOf(SSLException.class);
            assertThat(server.connection(0).awaitHandshakeFailure()).isInstanceOf(IOException.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void handshakeCanBeCutAndReset() throws IOException {
        Script cut = Script.builder().readClientHello().cut().build();
        Script reset = Script.builder().readClientHello().reset().build();
        try (ScriptedServer server =
                ScriptedServer.builder().tls(selfSigned).start().enqueue(cut, reset)) {
            assertThatThrownBy(() -> client(server, selfSigned.clientContext())).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> client(server, selfSigned.clientContext())).hasMessageContaining("reset");
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void stalledHandshakeSeesTheClientLeave() throws IOException {
        Script stall = Script.builder().readClientHello().stall().build();
        try (ScriptedServer server = serving(selfSigned, stall)) {
            Client bare = new Client(server.uri());
            bare.send("\u0016\u0003\u0001\u0000\u0002hi");
            server.awaitStalls(1);
            bare.close();
            assertThat(server.connection(0).awaitClosed().reset()).isFalse();
        }
    }

    @Test
    void cutSendsNoFarewellAndCloseDoes() throws IOException {
        Script cut = Script.builder().readRequest().write("half").stall().cut().build();
        Script close =
                Script.builder().readRequest().write("half").stall().close().build();
        try (ScriptedServer server =
                ScriptedServer.builder().tls(trusted).start().enqueue(cut, close)) {
            assertThat(bytesAfterTheText(server)).isZero();
            assertThat(bytesAfterTheText(server)).isPositive();
        }
    }

    private static int bytesAfterTheText(ScriptedServer server) throws IOException {
        CountingSocket raw = new CountingSocket(server.port());
        try (Client client = client(raw, trusted.clientContext())) {
            client.post("/", "").text(4);
            int before = raw.count;
            server.release();
            client.rest();
            return raw.count - before;
        }
    }

    private static void handshake(TlsIdentity identity) throws IOException {
        try (ScriptedServer server = serving(identity, Script.json("x"));
                Client client = client(server, identity.clientContext())) {
            client.post("/", "").head();
        }
    }

    private static ScriptedServer serving(TlsIdentity identity, Script script) {
        return ScriptedServer.builder().tls(identity).start().always(script);
    }

    private static Client client(ScriptedServer server, SSLContext context) throws IOException {
        return client(new CountingSocket(server.port()), context);
    }

    private static Client client(Socket raw, SSLContext context) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(raw, "127.0.0.1", raw.getPort(), true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        try {
            socket.startHandshake();
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new Client(socket);
    }

    /** Counts what comes from the network, encrypted as it is. */
    private static final class CountingSocket extends Socket {
        private int count;

        CountingSocket(int port) throws IOException {
            super(InetAddress.getByName("127.0.0.1"), port);
            setSoTimeout(5_000);
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    int one = super.read();
                    count += one < 0 ? 0 : 1;
                    return one;
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    int read = super.read(bytes, offset, length);
                    count += Math.max(0, read);
                    return read;
                }
            };
        }
    }
}
