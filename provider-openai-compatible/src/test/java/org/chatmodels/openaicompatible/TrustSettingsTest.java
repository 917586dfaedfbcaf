package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocket;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Phase;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatStream;
import org.chatmodels.TransportException;
import org.chatmodels.canary.Canary;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.chatmodels.testkit.TlsIdentity;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom a registry trusts, under the real provider: what code says, else the JVM; and nobody else, ever. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class TrustSettingsTest {
    private static final String PASSWORD = "changeit";

    private static TlsIdentity identity;
    private static ScriptedServer server;

    @BeforeAll
    static void start() {
        identity = TlsIdentity.trusted();
        server = serving(identity);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static ScriptedServer serving(TlsIdentity identity) {
        return ScriptedServer.builder().tls(identity).start().always(Script.json(SocketTest.ANSWER));
    }

    private static ChatModelRegistry registry(
            ScriptedServer target, UnaryOperator<ChatModelRegistry.Builder> settings) {
        ChatModelRegistry.Builder builder = ChatModelRegistry.builder()
                .environment(Map.of("CORP_KEY", Canary.KEY))
                .property("chatmodels.service.corp.provider", "openai-compatible")
                .property("chatmodels.service.corp.base_url", target.uri("/v1").toString())
                .property("chatmodels.service.corp.credential", "corp")
                .property("chatmodels.credential.corp", "env:CORP_KEY");
        return settings.apply(builder).build();
    }

    /** Nothing is retried, and nobody falls back to plain http. */
    private static void assertRefused(ScriptedServer target, ChatModelRegistry registry, String why) {
        TransportException failure = catchThrowableOfType(
                TransportException.class, () -> registry.open("corp:m").ask(Canary.PROMPT));
        assertThat(failure).hasMessageContaining(why).hasMessageContaining("127.0.0.1:" + target.port());
        assertThat(failure.isRetryable()).isFalse();
        assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
        assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
        assertThat(Canary.in(Canary.everythingOf(failure))).isEmpty();
        assertThat(target.connections()).hasSize(1);
        assertThat(target.connection(0).received()).isEmpty();
        TransportException streamed =
                catchThrowableOfType(TransportException.class, () -> registry.open("corp:m").stream(Canary.PROMPT));
        assertThat(streamed).hasMessageContaining(why);
        assertThat(target.connections()).hasSize(2);
        assertThat(target.requests()).isEmpty();
    }

    @Test
    void aPrivateAuthorityIsTrustedWhenCodeSaysSo() {
        try (ChatModelRegistry registry = registry(server, builder -> builder.sslContext(identity.clientContext()))) {
            assertThat(registry.open("corp:m").ask(Canary.PROMPT)).isEqualTo("Good morning");
            try (ChatStream stream = registry.open("corp:m").stream(Canary.PROMPT)) {
                assertThat(stream.response().text()).isEqualTo("Good morning");
            }
        }
    }

    @Test
    void aPrivateAuthorityIsTrustedWhenTheJvmsTrustStoreHasIt(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("trust.p12");
        write(store);
        System.setProperty("javax.net.ssl.trustStore", store.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", PASSWORD);
        try (ChatModelRegistry registry = registry(server, builder -> builder)) {
            assertThat(registry.open("corp:m").ask(Canary.PROMPT)).isEqualTo("Good morning");
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    /** The authority that the server shows behind its own certificate. */
    private static void write(Path store) throws IOException, GeneralSecurityException {
        Certificate[] chain;
        try (SSLSocket socket =
                (SSLSocket) identity.clientContext().getSocketFactory().createSocket("127.0.0.1", server.port())) {
            chain = socket.getSession().getPeerCertificates();
        }
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("authority", chain[chain.length - 1]);
        try (OutputStream out = Files.newOutputStream(store)) {
            trust.store(out, PASSWORD.toCharArray());
        }
    }

    static Stream<Arguments> untrusted() {
        return Stream.of(
                Arguments.of(TlsIdentity.wrongHost(), "certificate is of another host"),
                Arguments.of(TlsIdentity.expired(), "certificate is expired"),
                Arguments.of(TlsIdentity.selfSigned(), "self-signed or of an unknown authority"));
    }

    @ParameterizedTest
    @MethodSource("untrusted")
    void aServerThatIsNotWhoItShouldBeGetsNothing(TlsIdentity other, String why) {
        try (ScriptedServer target = serving(other);
                ChatModelRegistry registry = registry(target, builder -> builder.sslContext(other.clientContext()))) {
            assertRefused(target, registry, why);
        }
    }

    @Test
    void anAuthorityThatNobodyNamedIsUnknown() {
        try (ScriptedServer target = serving(identity);
                ChatModelRegistry registry = registry(target, builder -> builder)) {
            assertRefused(target, registry, "unknown authority");
        }
    }
}
