package org.chatmodels.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.AuthenticationException;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ConfigurationException;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.canary.Canary;
import org.chatmodels.reliability.Fault.Settings;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;

/** J: keys and prompts where they do not belong. That nothing of them is told or logged is checked after every row. */
final class SecretFaults {
    private static final String BEARER = "Bearer ";

    private SecretFaults() {}

    static List<Fault> cases() {
        return Catalogue.all(echoes(), elsewhere(), forms(), several());
    }

    private static List<Fault> echoes() {
        String echo = Answers.error("invalid_api_key", "Incorrect API key provided: " + Canary.KEY + ". Get one.");
        return List.of(
                Fault.of("J1", "the key goes to its server and nowhere else")
                        .also(bench -> assertThat(keyOf(bench.server, 0)).contains(BEARER + Canary.KEY))
                        .kept(),
                Fault.of("J2", "a prompt that is refused")
                        .script(Script.json(400, Answers.error("bad", "I do not like that")))
                        .fails(InvalidRequestException.class, 400)
                        .kept(),
                Fault.of("J3", "the server repeats the key")
                        .script(Script.json(401, echo))
                        .fails(AuthenticationException.class, 401)
                        .says("Incorrect API key provided: ")
                        .also(bench -> assertThat(
                                        Canary.ofKeyIn(bench.failure().body().orElse("")))
                                .isEmpty())
                        .kept(),
                Fault.of("J3", "the server repeats the key in a header and in its id")
                        .script(Script.answer(401, "", "x-request-id", Canary.KEY, "X-Echo", Canary.KEY))
                        .fails(AuthenticationException.class, 401)
                        .also(bench -> assertThat(Canary.ofKeyIn(
                                        bench.failure().requestId().orElse("")))
                                .isEmpty())
                        .kept());
    }

    private static Optional<String> keyOf(ScriptedServer server, int request) {
        return server.requests().get(request).header("Authorization");
    }

    /** The request goes without. */
    private static Fault withheld(String id, String name, Settings settings) {
        return Fault.of(id, name)
                .settings(settings)
                .also(bench -> assertThat(keyOf(bench.server, 0)).isEmpty())
                .kept();
    }

    private static List<Fault> elsewhere() {
        return List.of(
                withheld("J4", "a key of another port", (builder, server) -> bound(builder, "http://127.0.0.1:1")),
                withheld(
                        "J4",
                        "a key of another address",
                        (builder, server) -> bound(builder, "http://127.0.0.2:" + server.port())),
                withheld(
                        "J4",
                        "a key of the same host over TLS",
                        (builder, server) -> bound(builder, "https://127.0.0.1:" + server.port())),
                withheld("J4", "a key over plain http to another name of this host", (builder, server) -> builder)
                        .base(port -> named("other.test", port)),
                Fault.of("J4", "a key over plain http through a proxy")
                        .settings((builder, server) -> builder.proxy(
                                ProxySelector.of(InetSocketAddress.createUnresolved("127.0.0.1", server.port()))))
                        .counting(Fault.Counting.CONNECTIONS)
                        .attempts(0)
                        .fails(ConfigurationException.class)
                        .notSent(),
                withheld("I6", "a host that only begins like the key's", SecretFaults::toLocalhost)
                        .base(port -> named("localhost.evil.test", port)),
                withheld("I6", "a host that only ends like the key's", SecretFaults::toLocalhost)
                        .base(port -> named("evillocalhost", port)));
    }

    private static ChatModelRegistry.Builder toLocalhost(ChatModelRegistry.Builder builder, ScriptedServer server) {
        return bound(builder, "http://localhost:" + server.port());
    }

    private static String named(String name, int port) {
        Hosts.set(name, "127.0.0.1");
        return "http://" + name + ":" + port + "/v1";
    }

    private static ChatModelRegistry.Builder bound(ChatModelRegistry.Builder builder, String origin) {
        return builder.property("chatmodels.credential.corp.origins", origin);
    }

    private static Fault key(String name, String key) {
        return Fault.of("J5", name).settings((builder, server) -> builder.environment(Map.of("CORP_KEY", key)));
    }

    private static List<Fault> forms() {
        return List.of(
                trimmed("a key with a line end", Canary.KEY + "\r\n"),
                trimmed("a key with blanks around it", "  " + Canary.KEY + " "),
                unusable("a key with a line end inside", Canary.KEY + "\n" + Canary.KEY),
                unusable("a key with a letter that no header takes", Canary.KEY + "\u00e4"),
                key("a key of blanks, which is none", "  ")
                        .also(bench -> assertThat(keyOf(bench.server, 0)).isEmpty())
                        .kept());
    }

    private static Fault trimmed(String name, String key) {
        return key(name, key)
                .also(bench -> assertThat(keyOf(bench.server, 0)).contains(BEARER + Canary.KEY))
                .kept();
    }

    private static Fault unusable(String name, String key) {
        return key(name, key)
                .counting(Fault.Counting.CONNECTIONS)
                .attempts(0)
                .fails(ConfigurationException.class)
                .notSent();
    }

    private static List<Fault> several() {
        return List.of(Fault.of("J6", "two keys at one server, in turn on one connection")
                .settings((builder, server) -> builder.environment(
                                Map.of("CORP_KEY", Canary.KEY, "OTHER_KEY", "sk-canary-other"))
                        .property("chatmodels.credential.other", "env:OTHER_KEY")
                        .property(
                                "chatmodels.credential.other.origins",
                                server.uri().toString()))
                .drill(SecretFaults::inTurn)
                .attempts(6)
                .kept());
    }

    private static Outcome inTurn(Bench bench) {
        Outcome last = Outcome.answer("");
        String other = bench.location("").replace("credential=corp", "credential=other");
        for (int i = 0; i < 3; i++) {
            assertThat(bench.ask()).isEqualTo(Outcome.answer(Answers.TEXT));
            last = bench.outcome(() -> bench.registry.open(other), Canary.PROMPT);
            assertThat(keyOf(bench.server, 2 * i)).contains(BEARER + Canary.KEY);
            assertThat(keyOf(bench.server, 2 * i + 1)).contains(BEARER + "sk-canary-other");
        }
        return last;
    }

    static List<Remark> remarks() {
        return List.of(
                Remark.elsewhere(
                        "J2",
                        "nothing of a prompt is shown, whatever is printed or logged",
                        "provider-openai-compatible/openaicompatible/NothingShownTest"),
                Remark.elsewhere(
                        "J4",
                        "the keys of all services at foreign addresses",
                        "provider-openai-compatible/openaicompatible/KeyOriginsTest"));
    }
}
