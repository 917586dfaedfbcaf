package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatStream;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.ConfigurationException;
import org.chatmodels.TransportException;
import org.chatmodels.canary.Canary;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.chatmodels.testkit.TlsIdentity;
import org.chatmodels.testkit.Tunnel;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proxies, as operators set them, under the real provider. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ProxySettingsTest {
    /** The host of the certificate; no name look-up may be needed for it. */
    private static final String ELSEWHERE = "https://elsewhere.example";

    private static TlsIdentity identity;
    private static ScriptedServer target;
    private static Tunnel tunnel;

    private final Map<String, String> before = new TreeMap<>();

    @BeforeAll
    static void start() {
        identity = TlsIdentity.wrongHost();
        target = ScriptedServer.builder().tls(identity).start().always(Script.json(SocketTest.ANSWER));
        tunnel = new Tunnel(target.port());
    }

    @AfterAll
    static void stop() {
        tunnel.close();
        target.close();
    }

    @AfterEach
    void restoreProperties() {
        before.forEach((name, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
    }

    private void system(String name, String value) {
        before.putIfAbsent(name, System.getProperty(name, ""));
        System.setProperty(name, value);
    }

    private static ChatModelRegistry.Builder registry() {
        return ChatModelRegistry.builder()
                .environment(Map.of("CORP_KEY", Canary.KEY))
                .sslContext(identity.clientContext())
                .property("chatmodels.service.corp.provider", "openai-compatible")
                .property("chatmodels.service.corp.base_url", ELSEWHERE + "/v1")
                .property("chatmodels.service.corp.credential", "corp")
                .property("chatmodels.credential.corp", "env:CORP_KEY");
    }

    private static String proxy(int port) {
        return "http://127.0.0.1:" + port;
    }

    private static int closedPort() throws IOException {
        try (ServerSocket port = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return port.getLocalPort();
        }
    }

    private static <T extends ChatException> T fails(Class<T> type, ChatModel model) {
        T failure = catchThrowableOfType(type, () -> model.ask(Canary.PROMPT));
        assertThat(failure).isNotNull();
        assertThat(Canary.in(Canary.everythingOf(failure) + failure.body())).isEmpty();
        return failure;
    }

    @Test
    void theKeyGoesThroughTheTunnelAndTheProxySeesTheHostOnly() {
        int heads = tunnel.heads().size();
        int requests = target.requests().size();
        try (ChatModelRegistry registry =
                registry().property("chatmodels.proxy", proxy(tunnel.port())).build()) {
            ChatModel model = registry.open("corp:m");
            assertThat(model.ask(Canary.PROMPT)).isEqualTo("Good morning");
            try (ChatStream stream = model.stream(Canary.PROMPT)) {
                assertThat(stream.response().text()).isEqualTo("Good morning");
            }
        }
        assertThat(tunnel.heads()).hasSizeGreaterThan(heads);
        for (String head : tunnel.heads()) {
            assertThat(head).startsWith("CONNECT elsewhere.example:443 HTTP/1.1\r\n");
            assertThat(Canary.in(head)).isEmpty();
        }
        assertThat(target.requests()).hasSize(requests + 2);
        assertThat(target.requests().get(requests).header("authorization")).contains("Bearer " + Canary.KEY);
        assertThat(target.requests().get(requests).path()).isEqualTo("/v1/chat/completions");
    }

    @Test
    void systemIsWhatTheJvmIsToldHostsWithoutProxyIncluded() {
        system("https.proxyHost", "127.0.0.1");
        system("https.proxyPort", Integer.toString(tunnel.port()));
        system("http.nonProxyHosts", "localhost|127.*|*.direct.invalid");
        try (ChatModelRegistry registry =
                registry().property("chatmodels.proxy", "system").build()) {
            assertThat(registry.open("corp:m").ask(Canary.PROMPT)).isEqualTo("Good morning");
            String direct = "openai-compatible:m?base_url=https://model.direct.invalid/v1";
            assertThat(fails(TransportException.class, registry.open(direct)))
                    .hasMessageContaining("Unknown host")
                    .hasMessageNotContaining("proxy");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", ""})
    void withoutTheSettingTheJvmsProxiesAreNotUsed(String setting) {
        system("https.proxyHost", "127.0.0.1");
        system("https.proxyPort", Integer.toString(tunnel.port()));
        ChatModelRegistry.Builder builder = registry();
        if (!setting.isEmpty()) {
            builder.property("chatmodels.proxy", setting);
        }
        int heads = tunnel.heads().size();
        try (ChatModelRegistry registry = builder.build()) {
            String direct = "openai-compatible:m?base_url=https://model.invalid/v1";
            assertThat(fails(TransportException.class, registry.open(direct))).hasMessageContaining("Unknown host");
        }
        assertThat(tunnel.heads()).hasSize(heads);
    }

    @Test
    void thisMachineIsReachedWithoutTheConfiguredProxy() throws IOException {
        try (ScriptedServer local = ScriptedServer.start(Script.json(SocketTest.ANSWER));
                ChatModelRegistry registry = registry()
                        .property("chatmodels.proxy", proxy(closedPort()))
                        .build()) {
            for (String host : new String[] {"127.0.0.1", "localhost", "LocalHost"}) {
                String location = "openai-compatible:m?base_url=http://" + host + ":" + local.port() + "/v1";
                assertThat(registry.open(location).ask(Canary.PROMPT)).isEqualTo("Good morning");
            }
        }
    }

    @Test
    void codeMaySendEvenThisMachinesCallsThroughAProxyButNoKey() {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("127.0.0.1", target.port());
        try (ScriptedServer proxy = ScriptedServer.start(Script.json(SocketTest.ANSWER));
                ChatModelRegistry registry = registry()
                        .proxy(ProxySelector.of(InetSocketAddress.createUnresolved("127.0.0.1", proxy.port())))
                        .property("chatmodels.proxy", "none")
                        .property("chatmodels.credential.corp.origins", "http://127.0.0.1:" + nowhere.getPort())
                        .build()) {
            String location = "openai-compatible:m?base_url=http://127.0.0.1:" + nowhere.getPort() + "/v1";
            assertThat(registry.open(location).ask(Canary.PROMPT)).isEqualTo("Good morning");
            assertThat(fails(ConfigurationException.class, registry.open(location + "&credential=corp")))
                    .hasMessageContaining("No key is sent over plain http through a proxy");
            assertThat(proxy.requests()).hasSize(1);
            assertThat(proxy.requests().get(0).path()).startsWith("http://127.0.0.1:");
            assertThat(Canary.ofKeyIn(proxy.connection(0).receivedText())).isEmpty();
        }
    }

    private static TransportException refusedBy(Script script) {
        try (ScriptedServer proxy = ScriptedServer.start(script);
                ChatModelRegistry registry = registry()
                        .property("chatmodels.proxy", proxy(proxy.port()))
                        .build()) {
            TransportException failure = fails(TransportException.class, registry.open("corp:m?retries=0"));
            assertThat(failure).hasMessageContaining("proxy 127.0.0.1:" + proxy.port());
            assertThat(failure.delivery()).isEqualTo(ChatException.Delivery.NOT_SENT);
            assertThat(proxy.connections()).hasSize(1);
            assertThat(Canary.in(proxy.connection(0).receivedText())).isEmpty();
            return failure;
        }
    }

    @Test
    void whatTheProxyRefusesIsSaidToBeTheProxys() {
        assertThat(refusedBy(Script.answer(407, Canary.PROMPT, "Proxy-Authenticate", "Basic realm=\"x\"")))
                .hasMessageContaining("asks for credentials (407)")
                .matches(failure -> !failure.isRetryable());
        assertThat(refusedBy(Script.answer(502, Canary.PROMPT)))
                .hasMessageContaining("answered 502")
                .matches(ChatException::isRetryable);
        assertThat(refusedBy(Script.builder()
                        .readRequest()
                        .write("220 mail ready\r\n\r\n")
                        .build()))
                .hasMessageContaining("can't be read");
        refusedBy(Script.builder().readRequest().close().build());
        refusedBy(Script.builder().readRequest().reset().build());
    }

    @Test
    void aProxyThatAsksForCredentialsOfAPlainRequestIsNamed() {
        try (ScriptedServer proxy = ScriptedServer.start(Script.answer(407, Canary.PROMPT));
                ChatModelRegistry registry = registry()
                        .property("chatmodels.proxy", proxy(proxy.port()))
                        .build()) {
            ChatModel model = registry.open("openai-compatible:m?base_url=http://model.example/v1");
            assertThat(fails(TransportException.class, model)).hasMessageContaining("asks for credentials (407)");
        }
    }

    @Test
    void aProxyThatHangsIsNamedInTheTimeout() {
        try (ScriptedServer proxy = ScriptedServer.start(
                        Script.builder().readRequest().hold().build());
                ChatModelRegistry registry = registry()
                        .property("chatmodels.proxy", proxy(proxy.port()))
                        .build()) {
            ChatTimeoutException failure =
                    fails(ChatTimeoutException.class, registry.open("corp:m?connect_timeout=300ms"));
            assertThat(failure.kind()).isEqualTo(ChatTimeoutException.Kind.CONNECT);
            assertThat(failure).hasMessageContaining("proxy 127.0.0.1:" + proxy.port());
        }
    }

    @Test
    void aProxyThatIsNotThereIsNamed() throws IOException {
        int port = closedPort();
        try (ChatModelRegistry closed =
                        registry().property("chatmodels.proxy", proxy(port)).build();
                ChatModelRegistry unknown = registry()
                        .property("chatmodels.proxy", "http://proxy.invalid:3128")
                        .build()) {
            assertThat(fails(TransportException.class, closed.open("corp:m")))
                    .hasMessageContaining("Can't connect to the proxy 127.0.0.1:" + port);
            assertThat(fails(TransportException.class, unknown.open("corp:m")))
                    .hasMessageContaining("Unknown host in the proxy proxy.invalid:3128");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://127.0.0.1:1080",
                "https://127.0.0.1:3128",
                "127.0.0.1:3128",
                "System",
                "yes",
                "http://",
                "http://:3128",
                "http://127.0.0.1:99999",
                "http://me:sk-canary@127.0.0.1:3128",
                "http://sk-canary@127.0.0.1:3128",
                "http://127.0.0.1:3128?key=sk-canary"
            })
    void aSettingThatIsNoProxyIsRefusedWithoutRepeatingIt(String value) {
        try (ChatModelRegistry registry =
                registry().property("chatmodels.proxy", value).build()) {
            ConfigurationException failure = catchThrowableOfType(
                    ConfigurationException.class, () -> registry.open("corp:m").ask(Canary.PROMPT));
            assertThat(failure).hasMessageContaining("write system, none or http://host:port");
            assertThat(Canary.in(Canary.everythingOf(failure))).isEmpty();
            assertThat(registry.validate().toString()).containsIgnoringCase("write system, none or http://host:port");
            assertThat(Canary.in(registry.validate().toString())).isEmpty();
        }
    }
}
