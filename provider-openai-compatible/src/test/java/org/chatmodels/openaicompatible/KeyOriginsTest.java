package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ProtocolException;
import org.chatmodels.canary.Canary;
import org.chatmodels.provider.Service;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.ReceivedRequest;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.chatmodels.testkit.ServedConnection;
import org.chatmodels.testkit.TlsIdentity;
import org.chatmodels.testkit.Tunnel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every service of the table against every trick that could lead its key elsewhere, over real sockets. Names lead to
 * servers on loopback through a proxy: https through a tunnel to one whose certificate is good for all of them.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class KeyOriginsTest {
    private static final Map<String, String> ENVIRONMENT = new HashMap<>();
    private static final List<Service> SERVICES = services();
    private static final TlsIdentity IDENTITY = TlsIdentity.trustedFor(hosts());
    private static final Script ANSWER = Script.json(SocketTest.ANSWER);

    @RegisterExtension
    final LeakCheck leaks = LeakCheck.watching(() -> 0);

    private final ScriptedServer secure =
            ScriptedServer.builder().tls(IDENTITY).start().always(ANSWER);
    private final Tunnel tunnel = new Tunnel(secure.port());
    private final ScriptedServer near = ScriptedServer.start(ANSWER);
    private final ScriptedServer beside =
            ScriptedServer.builder().address("127.0.0.2").start().always(ANSWER);
    private final ScriptedServer six =
            ScriptedServer.builder().address("::1").start().always(ANSWER);

    @AfterEach
    void close() {
        tunnel.close();
        secure.close();
        near.close();
        beside.close();
        six.close();
    }

    /** How another address may be passed off as the service's own, and what must come of it. */
    enum Trick {
        OWN("https://{host}/{name}", Outcome.KEY),
        UPPER_CASE("HTTPS://{HOST}/{name}", Outcome.KEY),
        STANDARD_PORT("https://{host}:443/{name}", Outcome.KEY),
        OTHER_HOST("https://evil.test/{name}", Outcome.NO_KEY),
        OTHER_MACHINE("http://127.0.0.1:{near}/{name}", Outcome.NO_KEY),
        OTHER_ADDRESS("http://127.0.0.2:{beside}/{name}", Outcome.NO_KEY),
        LOCALHOST("http://localhost:{near}/{name}", Outcome.NO_KEY),
        OTHER_PORT("https://{host}:8443/{name}", Outcome.NO_KEY),
        PLAIN_HTTP("http://{host}:80/{name}", Outcome.NO_KEY),
        PLAIN_HTTP_AT_THE_SECURE_PORT("http://{host}:443/{name}", Outcome.NO_KEY),
        SUFFIX("https://{host}.evil.test/{name}", Outcome.NO_KEY),
        PATH("https://evil.test/{host}/{name}", Outcome.NO_KEY),
        TRAILING_DOT("https://{host}./{name}", Outcome.NO_KEY),
        USER("https://{host}@127.0.0.1:{near}/{name}", Outcome.REFUSED),
        USER_OVER_HTTP("http://{host}@127.0.0.1:{near}/{name}", Outcome.REFUSED),
        USER_WITH_PASSWORD("http://{host}:443@127.0.0.1:{near}/{name}", Outcome.REFUSED),
        IPV6("http://[::1]:{six}/{name}", Outcome.NO_KEY),
        IPV6_IN_FULL("http://[0:0:0:0:0:0:0:1]:{six}/{name}", Outcome.NO_KEY),
        IPV6_OF_IPV4("http://[::ffff:127.0.0.1]:{near}/{name}", Outcome.NO_KEY),
        IPV6_OF_IPV4_IN_HEXADECIMAL("http://[::ffff:7f00:1]:{near}/{name}", Outcome.NO_KEY),
        IPV6_WITH_A_ZONE("http://[::1%25lo]:{six}/{name}", Outcome.REFUSED),
        IPV6_WITH_A_BARE_ZONE("http://[::1%lo]:{six}/{name}", Outcome.REFUSED),
        OCTAL("http://0177.0.0.1:{near}/{name}", Outcome.REFUSED),
        DECIMAL("http://2130706433:{near}/{name}", Outcome.REFUSED),
        HEXADECIMAL("http://0x7f.1:{near}/{name}", Outcome.REFUSED),
        HEXADECIMAL_WITH_A_DOT("http://0x7f000001.:{near}/{name}", Outcome.REFUSED),
        SHORT("http://127.1:{near}/{name}", Outcome.REFUSED),
        BACKSLASH("https://{host}\\@evil.test/{name}", Outcome.REFUSED),
        BACKSLASH_THE_OTHER_WAY("https://evil.test\\@{host}/{name}", Outcome.REFUSED),
        BACKSLASH_FOR_SLASH("https:\\\\{host}/{name}", Outcome.REFUSED),
        FRAGMENT("https://evil.test#@{host}/{name}", Outcome.REFUSED),
        QUERY("https://evil.test?@{host}/{name}", Outcome.REFUSED),
        ENCODED_HOST("https://evil%2etest/{name}", Outcome.REFUSED),
        ENCODED_END("https://{host}%2f@evil.test/{name}", Outcome.REFUSED),
        TAB("https://evil.test\t.{host}/{name}", Outcome.REFUSED),
        ABOVE("https://evil.test/../{host}/{name}", Outcome.REFUSED);

        private final String pattern;
        private final Outcome outcome;

        Trick(String pattern, Outcome outcome) {
            this.pattern = pattern;
            this.outcome = outcome;
        }
    }

    /** The key arrives; the request arrives without; nothing is sent at all. */
    enum Outcome {
        KEY,
        NO_KEY,
        REFUSED
    }

    private static List<Service> services() {
        try (ChatModelRegistry registry =
                ChatModelRegistry.builder().environment(Map.of()).build()) {
            List<Service> all = registry.services().stream()
                    .filter(service -> service.baseUrl().isPresent())
                    .toList();
            for (Service service : all) {
                service.keyVariables().forEach(variable -> ENVIRONMENT.put(variable, Canary.KEY));
                ENVIRONMENT.putAll(placeholders(service));
            }
            assertThat(registry.services()).hasSize(all.size() + 1).hasSizeGreaterThan(60);
            return all;
        }
    }

    private static Map<String, String> placeholders(Service service) {
        Map<String, String> values = new HashMap<>();
        String[] parts = service.baseUrl().orElseThrow().split("[{}]");
        for (int i = 1; i < parts.length; i += 2) {
            values.put(parts[i], "acme.test");
        }
        return values;
    }

    private static String host(Service service) {
        String base = service.baseUrl().orElseThrow().replaceAll("\\{[A-Z_]+}", "acme.test");
        return URI.create(base).getHost();
    }

    private static boolean isLocal(Service service) {
        return service.baseUrl().orElseThrow().startsWith("http:");
    }

    private static Set<String> hosts() {
        Set<String> hosts = new LinkedHashSet<>(Set.of("evil.test"));
        for (Service service : SERVICES) {
            hosts.add(host(service));
            hosts.add(host(service) + ".evil.test");
        }
        hosts.removeIf(host -> host.equals("127.0.0.1"));
        return hosts;
    }

    private String address(Trick trick, Service service) {
        return trick.pattern
                .replace("{host}", host(service))
                .replace("{HOST}", host(service).toUpperCase(Locale.ROOT))
                .replace("{name}", service.name())
                .replace("{near}", "" + near.port())
                .replace("{beside}", "" + beside.port())
                .replace("{six}", "" + six.port());
    }

    /** All services can be called: those that are closed, or speak another protocol, too. */
    private ChatModelRegistry.Builder registry() {
        ChatModelRegistry.Builder builder = ChatModelRegistry.builder()
                .environment(ENVIRONMENT)
                .sslContext(IDENTITY.clientContext())
                .proxy(new Everywhere());
        for (Service service : SERVICES) {
            patch(builder, service, "status", "active");
            patch(builder, service, "api", "chat");
            patch(builder, service, "chat_path", "/chat/completions");
        }
        return builder;
    }

    private static void patch(ChatModelRegistry.Builder builder, Service service, String key, String value) {
        builder.property("chatmodels.service." + service.name().replace('.', '-') + "." + key, value);
    }

    private static boolean isKeyed(Service service) {
        return !service.keyVariables().isEmpty() && !service.auth().equals("none");
    }

    @ParameterizedTest
    @EnumSource(Trick.class)
    void aLocationLeadsNoKeyElsewhere(Trick trick) {
        try (ChatModelRegistry registry = registry().build()) {
            for (Service service : SERVICES) {
                if (trick.outcome != Outcome.KEY || !isLocal(service)) {
                    String location = service.name() + ":m?base_url=" + encoded(address(trick, service));
                    check(trick, service, registry, location);
                }
            }
        }
        checkReceived(trick);
    }

    @ParameterizedTest
    @EnumSource(Trick.class)
    void aPatchedRowLeadsNoKeyElsewhere(Trick trick) {
        ChatModelRegistry.Builder builder = registry();
        for (Service service : SERVICES) {
            String address = address(trick, service);
            patch(builder, service, "base_url", address);
            if (trick.outcome == Outcome.NO_KEY) {
                patch(builder, service, "origins", address.substring(0, address.indexOf('/', 8)));
            }
        }
        try (ChatModelRegistry registry = builder.build()) {
            for (Service service : SERVICES) {
                if (trick.outcome != Outcome.KEY || !isLocal(service)) {
                    check(trick, service, registry, service.name() + ":m");
                }
            }
        }
        checkReceived(trick);
    }

    private void check(Trick trick, Service service, ChatModelRegistry registry, String location) {
        boolean number = trick == Trick.TRAILING_DOT && host(service).equals("127.0.0.1");
        if (trick.outcome == Outcome.REFUSED || number) {
            assertThat(catchThrowableOfType(ConfigurationException.class, () -> registry.open(location)))
                    .as(location)
                    .isNotNull();
            return;
        }
        int before = received().size();
        String answer = registry.open(location).ask("Hello");
        assertThat(answer).isEqualTo("Good morning");
        List<ReceivedRequest> received = received();
        assertThat(received).as(location).hasSize(before + 1);
        if (trick.outcome == Outcome.KEY && isKeyed(service)) {
            assertThat(received).as(location).anyMatch(request -> isOf(service, request) && hasKey(service, request));
        }
    }

    private static boolean isOf(Service service, ReceivedRequest request) {
        return request.path().endsWith("/" + service.name() + "/chat/completions");
    }

    private static boolean hasKey(Service service, ReceivedRequest request) {
        boolean bearer = service.auth().equals("bearer");
        String header = bearer ? "Authorization" : service.auth().substring("header:".length());
        return request.header(header).orElse("").equals((bearer ? "Bearer " : "") + Canary.KEY);
    }

    private List<ReceivedRequest> received() {
        List<ReceivedRequest> all = new ArrayList<>();
        for (ScriptedServer server : List.of(secure, near, beside, six)) {
            all.addAll(server.requests());
        }
        return all;
    }

    /** Whatever was sent is looked at byte by byte, also what came before a request was whole. */
    private void checkReceived(Trick trick) {
        for (ScriptedServer server : List.of(secure, near, beside, six)) {
            for (ServedConnection connection : server.connections()) {
                boolean own = trick.outcome == Outcome.KEY && server == secure;
                assertThat(own || Canary.ofKeyIn(connection.receivedText()).isEmpty())
                        .as("%s: %s", trick, connection.requests())
                        .isTrue();
            }
            if (trick.outcome == Outcome.REFUSED) {
                assertThat(server.connections()).isEmpty();
            }
        }
        assertThat(Canary.ofKeyIn(tunnel.heads().toString())).isEmpty();
        if (trick.outcome == Outcome.KEY) {
            assertThat(Canary.ofKeyIn(secure.connections().get(0).receivedText()))
                    .as("what is looked for is found where it is")
                    .isPresent();
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        int[] statuses = {301, 302, 303, 307, 308};
        int next = 0;
        try (ChatModelRegistry registry = registry().build()) {
            for (Service service : SERVICES) {
                if (isLocal(service)) {
                    continue;
                }
                int status = statuses[next++ % statuses.length];
                String place = next % 2 == 0 ? near.uri("/steal").toString() : "https://evil.test/steal";
                secure.enqueue(Script.builder()
                        .readRequest()
                        .answer(status, "", "Location", place)
                        .close()
                        .build());
                Throwable refused = catchThrowable(
                        () -> registry.open(service.name() + ":m").ask("Hello"));
                assertThat(refused).as(service.name()).isInstanceOf(ProtocolException.class);
                assertThat(secure.requests()).as(service.name()).hasSize(next);
                assertThat(!isKeyed(service)
                                || hasKey(service, secure.requests().get(next - 1)))
                        .as(service.name())
                        .isTrue();
            }
        }
        assertThat(near.connections()).isEmpty();
        assertThat(tunnel.heads()).hasSize(next).noneMatch(head -> head.contains("evil"));
    }

    @Test
    void aProxySeesNoKey() {
        ChatModelRegistry.Builder configured = ChatModelRegistry.builder()
                .environment(ENVIRONMENT)
                .sslContext(IDENTITY.clientContext())
                .property("chatmodels.proxy", "http://127.0.0.1:" + tunnel.port());
        try (ChatModelRegistry registry = configured.build()) {
            assertThat(registry.open("openai:m?api=chat").ask("Hello")).isEqualTo("Good morning");
        }
        assertThat(secure.requests().get(0).header("Authorization")).contains("Bearer " + Canary.KEY);
        assertThat(tunnel.heads()).hasSize(1).allMatch(head -> head.startsWith("CONNECT api.openai.com:443 "));
        assertThat(Canary.ofKeyIn(tunnel.heads().toString())).isEmpty();
    }

    @Test
    void aServiceOnThisMachineSendsItsKeyThroughNoProxy() {
        int local = 0;
        try (ChatModelRegistry registry = ChatModelRegistry.builder()
                .environment(ENVIRONMENT)
                .proxy(ProxySelector.of(InetSocketAddress.createUnresolved("127.0.0.1", near.port())))
                .build()) {
            for (Service service : SERVICES) {
                if (isLocal(service) && isKeyed(service)) {
                    local++;
                    ConfigurationException refused = catchThrowableOfType(
                            ConfigurationException.class,
                            () -> registry.open(service.name() + ":m").ask("Hello"));
                    assertThat(refused).as(service.name()).isNotNull();
                    assertThat(refused.code()).contains("key_over_plain_http");
                    assertThat(refused.delivery()).isEqualTo(ChatException.Delivery.NOT_SENT);
                }
            }
        }
        assertThat(local).isGreaterThan(5);
        assertThat(near.connections()).isEmpty();
    }

    private static String encoded(String address) {
        StringBuilder text = new StringBuilder();
        for (byte octet : address.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = Character.isLetterOrDigit(octet) || "/:.@[]".indexOf(octet) >= 0;
            text.append(plain ? String.valueOf((char) octet) : String.format("%%%02X", octet));
        }
        return text.toString();
    }

    /** Leads to the servers of this test, whatever the name. */
    private final class Everywhere extends ProxySelector {
        @Override
        public List<Proxy> select(URI uri) {
            boolean own = uri.getScheme().equalsIgnoreCase("http") && uri.getPort() > 1024;
            int port = uri.getScheme().equalsIgnoreCase("http") ? near.port() : tunnel.port();
            return List.of(own ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, new InetSocketAddress("127.0.0.1", port)));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException cause) {}
    }
}
