package org.chatmodels.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatTimeoutException.Kind;
import org.chatmodels.TransportException;
import org.chatmodels.reliability.Fault.Counting;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;

/** A: on the way to the server, and connections that are gone when they are needed. */
final class ConnectFaults {
    private static final Script CLOSES = Script.builder().readRequest().close().build();
    private static final Script HANGS = Script.builder().readRequest().hold().build();

    private ConnectFaults() {}

    static List<Fault> cases() {
        return Catalogue.all(unreachable(), names(), lost(), silent(), proxies());
    }

    private static List<Fault> unreachable() {
        return List.of(
                Fault.of("A1", "the port is closed")
                        .portClosed()
                        .counting(Counting.ATTEMPTS)
                        .fails(TransportException.class)
                        .notSent()
                        .retried()
                        .also(bench -> assertThat(bench.failure().getMessage())
                                .contains(URI.create(bench.base).getAuthority())
                                .doesNotContain("base_url", "credential")),
                Fault.of("A2", "the connecting gets no answer")
                        .server(ConnectFaults::deaf)
                        .options("connect_timeout=150ms")
                        .counting(Counting.ATTEMPTS)
                        .fails(Kind.CONNECT)
                        .notSent()
                        .says("connect_timeout")
                        .retried()
                        .due(150),
                Fault.of("A3", "the registry is closed during the connecting")
                        .server(ConnectFaults::deaf)
                        .drill(Cancels.during(Bench::ask, Way.CLOSE))
                        .counting(Counting.ATTEMPTS)
                        .fails(CancelledException.class)
                        .notSent()
                        .within(Cancels.SOON),
                Fault.of("A4", "the caller is interrupted during the connecting")
                        .server(ConnectFaults::deaf)
                        .drill(Cancels.during(Bench::ask, Way.INTERRUPT))
                        .counting(Counting.ATTEMPTS)
                        .fails(CancelledException.class)
                        .notSent()
                        .within(Cancels.SOON));
    }

    private static ScriptedServer deaf() {
        return ScriptedServer.builder().neverAccepting().start();
    }

    private static List<Fault> names() {
        return List.of(
                Fault.of("A5", "nobody knows the host")
                        .base(port -> at("nobody.test", port))
                        .keyless()
                        .counting(Counting.ATTEMPTS)
                        .fails(TransportException.class)
                        .notSent()
                        .says("nobody.test")
                        .retriedOnce(),
                Fault.of("A6", "the first of two addresses is dead")
                        .base(port -> at("two.test", port, "127.0.0.2", "127.0.0.1"))
                        .keyless()
                        .kept(),
                Fault.of("A8", "the name moves between two calls")
                        .script(mode -> closing(Answers.good(mode)))
                        .base(port -> at("moves.test", port, "127.0.0.1"))
                        .options("retries=0")
                        .keyless()
                        .drill(bench -> {
                            Outcome first = bench.ask();
                            assertThat(first).isEqualTo(Outcome.answer(Answers.TEXT));
                            Hosts.set("moves.test", "127.0.0.2");
                            return bench.ask();
                        })
                        .fails(TransportException.class)
                        .notSent());
    }

    /** Looked up in vain if it has no addresses. */
    private static String at(String name, int port, String... addresses) {
        Hosts.set(name, addresses);
        return "http://" + name + ":" + port + "/v1";
    }

    private static Script closing(Script script) {
        return script.toBuilder().close().build();
    }

    private static List<Fault> lost() {
        return List.of(
                Fault.of("A9", "accepted and closed at once")
                        .script(Script.builder().close())
                        .counting(Counting.CONNECTIONS)
                        .fails(TransportException.class)
                        .retried()
                        .gone(),
                Fault.of("A9", "closed after the request, without an answer")
                        .script(CLOSES)
                        .fails(TransportException.class)
                        .retried()
                        .gone(),
                Fault.of("A10", "a kept connection was closed while nobody used it")
                        .script(mode -> closing(Answers.good(mode)))
                        .drill(ConnectFaults::askTwice)
                        .attempts(2)
                        .gone(),
                Fault.of("A10", "a kept connection is closed when it is used again")
                        .drill(bench -> {
                            bench.server.enqueue(Answers.good(bench.mode).then(CLOSES));
                            return askTwice(bench);
                        })
                        .attempts(3)
                        .kept());
    }

    private static List<Fault> silent() {
        return List.of(
                Fault.of("A11", "the server falls silent on a kept connection")
                        .options("timeout=200ms")
                        .only(Mode.SYNC)
                        .drill(ConnectFaults::askThenSilence)
                        .fails(Kind.HEADERS)
                        .attempts(2)
                        .dueInAll(200)
                        .discarded(),
                Fault.of("A11", "the server falls silent on a kept connection, before a stream")
                        .options("first_token_timeout=200ms&retries=0")
                        .only(Mode.STREAM)
                        .drill(ConnectFaults::askThenSilence)
                        .fails(Kind.FIRST_TOKEN)
                        .attempts(2)
                        .dueInAll(200)
                        .discarded());
    }

    private static Outcome askTwice(Bench bench) {
        assertThat(bench.ask()).isEqualTo(Outcome.answer(Answers.TEXT));
        return bench.ask();
    }

    private static Outcome askThenSilence(Bench bench) {
        assertThat(bench.ask()).isEqualTo(Outcome.answer(Answers.TEXT));
        bench.server.always(HANGS);
        bench.startClock();
        return bench.ask();
    }

    private static List<Fault> proxies() {
        return List.of(
                proxied("answers 407", Script.answer(407, "who?", "Proxy-Authenticate", "Basic realm=x"))
                        .says("407"),
                proxied("answers 502", Script.answer(502, "bad")).says("502").retried(),
                proxied("hangs", HANGS)
                        .options("connect_timeout=150ms")
                        .fails(Kind.CONNECT)
                        .notSent()
                        .retried()
                        .due(150)
                        .cut());
    }

    private static Fault proxied(String does, Script script) {
        return Fault.of("A12", "the proxy " + does + " when asked for a way")
                .script(script)
                .base(port -> "https://model.test/v1")
                .settings((builder, server) -> builder.proxy(new To(server.port())))
                .fails(TransportException.class)
                .notSent()
                .also(bench -> assertThat(bench.server.connection(0).receivedText())
                        .startsWith("CONNECT model.test:443")
                        .doesNotContain("canary")
                        .doesNotContainIgnoringCase("authorization"));
    }

    static List<Remark> remarks() {
        return List.of(
                Remark.elsewhere("A7", "a resolver that fails or finds nothing", "spi/spi/TransportConnectTest"));
    }

    /** The same proxy for every target. */
    private static final class To extends ProxySelector {
        private final int port;

        To(int port) {
            this.port = port;
        }

        @Override
        public List<Proxy> select(URI uri) {
            return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved("127.0.0.1", port)));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException cause) {}
    }
}
