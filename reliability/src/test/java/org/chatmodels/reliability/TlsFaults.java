package org.chatmodels.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.chatmodels.ChatTimeoutException.Kind;
import org.chatmodels.ConfigurationException;
import org.chatmodels.TransportException;
import org.chatmodels.TruncatedException;
import org.chatmodels.reliability.Fault.Counting;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.chatmodels.testkit.TlsIdentity;

/** B: TLS that cannot be, is not to be trusted, or breaks. */
final class TlsFaults {
    /** A fatal alert: no version of the protocol in common. */
    private static final byte[] NO_COMMON_VERSION = {0x15, 3, 1, 0, 2, 2, 70};

    /** A fatal alert: nothing in common at all. */
    private static final byte[] HANDSHAKE_FAILURE = {0x15, 3, 3, 0, 2, 2, 40};

    private TlsFaults() {}

    static List<Fault> cases() {
        return Catalogue.all(strangers(), untrusted(), broken(), reset(), truncated(), asked());
    }

    private static String secure(int port) {
        return "https://127.0.0.1:" + port + "/v1";
    }

    /** The client trusts the authority that the identity names. */
    private static Fault secured(String id, String name, Supplier<TlsIdentity> identity) {
        return Fault.of(id, name)
                .server(() -> ScriptedServer.builder().tls(identity.get()).start())
                .settings((builder, server) -> builder.sslContext(identity.get().clientContext()));
    }

    private static Fault secured(String id, String name) {
        return secured(id, name, () -> Identities.TRUSTED);
    }

    private static List<Fault> strangers() {
        Script plain = Script.builder()
                .readBytes(1)
                .write("HTTP/1.1 400 Bad Request\r\n\r\n")
                .hold()
                .build();
        return List.of(
                Fault.of("B1", "https to a port that speaks plain http")
                        .script(plain)
                        .base(TlsFaults::secure)
                        .counting(Counting.CONNECTIONS)
                        .fails(TransportException.class)
                        .notSent()
                        .says("not a TLS server")
                        .cut(),
                Fault.of("B2", "the handshake stalls")
                        .script(Script.builder().readBytes(1).hold())
                        .base(TlsFaults::secure)
                        .options("connect_timeout=150ms")
                        .counting(Counting.CONNECTIONS)
                        .fails(Kind.CONNECT)
                        .notSent()
                        .retried()
                        .due(150)
                        .cut());
    }

    private static List<Fault> untrusted() {
        return List.of(
                refused("B3", "a self-signed certificate", () -> Identities.SELF_SIGNED, "self-signed"),
                refused("B4", "an expired certificate", () -> Identities.EXPIRED, "expired"),
                refused("B5", "a certificate of another host", () -> Identities.WRONG_HOST, "of another host"),
                refused("B6", "a certificate of an unknown authority", () -> Identities.TRUSTED, "unknown authority")
                        .settings((builder, server) -> builder),
                refused(
                                "B3",
                                "a self-signed certificate, with another target behind",
                                () -> Identities.SELF_SIGNED,
                                "self")
                        .drill(TlsFaults::withAnotherTarget));
    }

    private static Fault refused(String id, String name, Supplier<TlsIdentity> identity, String why) {
        return secured(id, name, identity)
                .counting(Counting.CONNECTIONS)
                .fails(TransportException.class)
                .notSent()
                .says(why)
                .also(bench -> assertThat(bench.server.connection(0).received()).isEmpty());
    }

    /** Whoever may be attacked is not helped to another answer. */
    private static Outcome withAnotherTarget(Bench bench) {
        ScriptedServer other = bench.other(Answers.good(bench.mode));
        String route = bench.location("") + " | openai-compatible:m?base_url=" + other.uri("/v1");
        Outcome outcome = bench.outcome(() -> bench.registry.open(route), org.chatmodels.canary.Canary.PROMPT);
        assertThat(other.requests()).isEmpty();
        return outcome;
    }

    private static List<Fault> broken() {
        return List.of(
                secured("B7", "a server that knows no common version")
                        .script(Script.builder()
                                .readClientHello()
                                .write(NO_COMMON_VERSION)
                                .cut())
                        .counting(Counting.CONNECTIONS)
                        .fails(TransportException.class)
                        .notSent(),
                secured("B7", "a server that knows no common cipher")
                        .script(Script.builder()
                                .readClientHello()
                                .write(HANDSHAKE_FAILURE)
                                .cut())
                        .counting(Counting.CONNECTIONS)
                        .fails(TransportException.class)
                        .notSent(),
                secured("B8", "the connection ends in the handshake")
                        .script(Script.builder().readClientHello().cut())
                        .counting(Counting.CONNECTIONS)
                        .fails(TransportException.class)
                        .notSent()
                        .retried());
    }

    private static List<Fault> reset() {
        return List.of(
                secured("B9", "the connection is reset in the answer")
                        .script(mode -> Answers.half(mode)
                                .stall(Duration.ofMillis(30))
                                .reset()
                                .build())
                        .only(Mode.SYNC)
                        .fails(TruncatedException.class)
                        .retried()
                        .gone(),
                secured("B9", "the connection is reset in a stream")
                        .script(mode -> Answers.half(mode)
                                .stall(Duration.ofMillis(30))
                                .reset()
                                .build())
                        .only(Mode.STREAM)
                        .fails(TruncatedException.class)
                        .partial("one ")
                        .gone());
    }

    private static List<Fault> truncated() {
        return List.of(
                secured("B10", "an answer is cut without TLS's farewell")
                        .script(mode -> Answers.half(mode).cut().build())
                        .only(Mode.SYNC)
                        .fails(TruncatedException.class)
                        .retried()
                        .discarded(),
                secured("B10", "a stream is cut without TLS's farewell")
                        .script(mode -> Answers.half(mode).cut().build())
                        .only(Mode.STREAM)
                        .fails(TruncatedException.class)
                        .partial("one ")
                        .discarded(),
                secured("B10", "a whole answer, then no farewell")
                        .script(mode -> Answers.good(mode).toBuilder().cut().build())
                        .gone());
    }

    private static List<Fault> asked() {
        return List.of(insecure("tls=off"), insecure("trust_all=true"), insecure("verify=false"));
    }

    private static Fault insecure(String parameter) {
        return Fault.of("B11", "a location asks for " + parameter)
                .options(parameter)
                .attempts(0)
                .fails(ConfigurationException.class)
                .notSent()
                .says(parameter.substring(0, parameter.indexOf('=')));
    }

    static List<Remark> remarks() {
        return List.of();
    }
}
