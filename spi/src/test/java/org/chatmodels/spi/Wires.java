package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.chatmodels.ChatException;
import org.chatmodels.canary.Canary;
import org.chatmodels.spi.http.Names;
import org.chatmodels.spi.http.Settings;
import org.chatmodels.testkit.ScriptedServer;

/** What the transport's tests have in common. */
final class Wires {
    /** What may be seen nowhere but on the wire. */
    static final String BODY = "{\"prompt\":\"" + Canary.PROMPT + "\"}";

    static final Duration PATIENT = Duration.ofSeconds(20);
    static final Limits LIMITS = new Limits(PATIENT, PATIENT, PATIENT, PATIENT);
    static final Settings SETTINGS = Settings.of(Optional.empty(), Optional.empty());

    private static final List<Transport> MADE = new CopyOnWriteArrayList<>();

    private Wires() {}

    /** How many exchanges the transports made here hold. */
    static int openExchanges() {
        return MADE.stream().mapToInt(Transport::openExchanges).sum();
    }

    private static Transport made(Settings settings) {
        Transport transport = new Transport(settings);
        MADE.add(transport);
        return transport;
    }

    static Transport transport() {
        return made(SETTINGS);
    }

    static Transport trusting(SSLContext trust) {
        return made(Settings.of(Optional.empty(), Optional.of(trust)));
    }

    static Transport through(ProxySelector proxies, Optional<SSLContext> trust) {
        return made(Settings.of(Optional.of(proxies), trust));
    }

    static Transport resolving(Names names) {
        return made(new Settings(Optional.empty(), Optional.empty(), names, SETTINGS.lease(), SETTINGS.perRoute()));
    }

    static Transport leasing(Duration lease, int perRoute) {
        return made(new Settings(Optional.empty(), Optional.empty(), InetAddress::getAllByName, lease, perRoute));
    }

    static HttpCall call(ScriptedServer server) {
        return call(server.uri("/v1/chat"));
    }

    static HttpCall call(URI target) {
        return HttpCall.post(target).body(utf8(BODY)).limits(LIMITS);
    }

    static HttpCall stream(ScriptedServer server) {
        return call(server).streaming(true);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static String text(Exchange exchange) {
        return new String(exchange.readAll(1 << 20), StandardCharsets.UTF_8);
    }

    /** The body of a call that goes well. */
    static String ask(Transport transport, HttpCall call) {
        try (Exchange exchange = transport.send(call)) {
            assertThat(exchange.status()).isEqualTo(200);
            return text(exchange);
        }
    }

    static <T extends ChatException> T failure(Class<T> type, ThrowingCallable code) {
        T failure = catchThrowableOfType(type, code);
        assertThat(failure).as("nothing was thrown").isNotNull();
        assertThat(failure).isExactlyInstanceOf(type);
        return failure;
    }
}
