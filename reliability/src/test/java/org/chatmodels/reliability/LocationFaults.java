package org.chatmodels.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatOptions;
import org.chatmodels.ConfigurationException;
import org.chatmodels.canary.Canary;
import org.chatmodels.testkit.ReceivedRequest;

/** I: locations and options that are mistaken or malicious. */
final class LocationFaults {
    private static final String ANY = "openai-compatible:m?base_url=http://127.0.0.1:9/v1";

    private LocationFaults() {}

    static List<Fault> cases() {
        return Catalogue.all(texts(), foreign(), addresses(), others());
    }

    /** None of these texts may be opened; nothing is sent. */
    private static Fault refused(String id, String name, String... texts) {
        return Fault.of(id, name)
                .only(Mode.SYNC)
                .drill(bench -> openAll(bench, Arrays.asList(texts)))
                .attempts(0)
                .fails(ConfigurationException.class)
                .notSent();
    }

    private static Outcome openAll(Bench bench, List<String> texts) {
        Outcome last = Outcome.answer("");
        for (String text : texts) {
            last = bench.outcome(() -> bench.registry.open(text), Canary.PROMPT);
            Outcome seen = last;
            assertThat(seen.what()).as(shown(text)).isEqualTo("ConfigurationException");
            assertThat(bench.failure().getMessage()).as(shown(text)).hasSizeLessThan(1_500);
        }
        return last;
    }

    private static String shown(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    private static List<Fault> texts() {
        return List.of(
                refused("I1", "five hundred random texts", random(500)),
                refused(
                        "I2",
                        "control characters and other alphabets",
                        "openai-compatible:m\r\nX: y?base_url=http://127.0.0.1:9",
                        "openai-compatible:m%0d%0aX:y?base_url=http://127.0.0.1:9",
                        "openai-compatible:m\u0000?base_url=http://127.0.0.1:9",
                        "openai-compatible:\u6a21\u578b?base_url=http://127.0.0.1:9",
                        "openai-compatible:m?base_url=http://127.0.0.1:9/%0d%0aHost:%20evil",
                        ANY + "&credential=a%0d%0ab"),
                refused(
                        "I3",
                        "parameters that come twice, are unknown, empty, too long, too many",
                        ANY + "&timeout=1s&timeout=2s",
                        ANY + "&max_tokens=1&maxTokens=2",
                        ANY + "&temprature=1",
                        ANY + "&timeout=",
                        ANY + "&timeout=30",
                        ANY + "&user=" + "a".repeat(1 << 20),
                        ANY + "&stop=a".repeat(10_000)),
                refused("I3", "a parameter that is nearly right", ANY + "&temprature=1")
                        .says("temperature"));
    }

    private static List<Fault> foreign() {
        return List.of(
                refused(
                        "I4",
                        "classes, files, scripts, look-ups",
                        ANY + "&socketFactory=java.lang.Runtime",
                        ANY + "&interceptor=org.example.Evil",
                        ANY + "&init=script.sql",
                        "file:/etc/passwd",
                        "jdbc:h2:mem:a;INIT=RUNSCRIPT",
                        "jndi:ldap://127.0.0.1/a",
                        "openai-compatible:m?base_url=file:///etc/passwd",
                        "openai-compatible:m?base_url=${env:CORP_KEY}",
                        "openai-compatible:${CORP_KEY}?base_url=http://127.0.0.1:9",
                        ANY + "&credential=env:CORP_KEY"),
                refused(
                        "I4",
                        "keys in a location",
                        ANY + "&api_key=" + Canary.KEY,
                        ANY + "&authorization=" + Canary.KEY,
                        ANY + "&token=" + Canary.KEY));
    }

    /** Of letters that mean something in locations. */
    private static String[] random(int count) {
        String letters = "ab1:/?&=%|#@ .-_$\\\u00e4\u0000\n[]{}openai";
        Random random = new Random(42);
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            StringBuilder text = new StringBuilder("x!");
            for (int length = random.nextInt(40); length > 0; length--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            texts[i] = text.toString();
        }
        return texts;
    }

    private static List<Fault> addresses() {
        List<String> texts = new ArrayList<>();
        for (String address : List.of(
                "http://user:secret@127.0.0.1:9/v1",
                "http://127.0.0.1:9/v1#fragment",
                "http://127.0.0.1:9\\@evil.test/v1",
                "http:/\\evil.test/v1",
                "http://[fe80::1%25lo]:9/v1",
                "http://0177.0.0.1:9/v1",
                "http://2130706433:9/v1",
                "http://127.1:9/v1",
                "http://\u0440aypal.test/v1",
                "http://evil%252etest/v1",
                "ftp://127.0.0.1/v1",
                "127.0.0.1:9",
                "http://127.0.0.1:99999/v1",
                "http://")) {
            texts.add("openai-compatible:m?base_url=" + address);
        }
        return List.of(refused("I5", "addresses that others may read otherwise", texts.toArray(new String[0])));
    }

    private static List<Fault> others() {
        return List.of(
                Fault.of("I7", "models with colons, slashes, at signs arrive as they are")
                        .drill(LocationFaults::askModels)
                        .attempts(7)
                        .kept(),
                Fault.of("I8", "headers that belong to the transport or carry keys")
                        .only(Mode.SYNC)
                        .drill(LocationFaults::forbiddenHeaders)
                        .attempts(0)
                        .throwsPlain(IllegalArgumentException.class));
    }

    private static Outcome askModels(Bench bench) {
        List<String> models = List.of(
                "llama3.1:8b",
                "meta-llama/llama-3-70b:free",
                "ft:gpt-4o-mini-2024-07-18:acme::BxYz",
                "@cf/zai-org/glm-4.7-flash",
                "command-r+",
                "a~b_c.d",
                "UPPER");
        Outcome last = Outcome.answer("");
        for (String model : models) {
            String text = bench.location("").replaceFirst(":m\\?", ":" + model + "?");
            last = bench.outcome(() -> bench.registry.open(text), Canary.PROMPT);
        }
        List<ReceivedRequest> requests = bench.server.requests();
        for (int i = 0; i < models.size(); i++) {
            assertThat(requests.get(i).bodyText()).contains("\"model\":\"" + models.get(i) + "\"");
        }
        return last;
    }

    private static Outcome forbiddenHeaders(Bench bench) {
        Outcome last = Outcome.answer("");
        for (String name : List.of(
                "Host",
                "Content-Length",
                "Transfer-Encoding",
                "Connection",
                "Upgrade",
                "Proxy-Authorization",
                "Cookie",
                "Authorization",
                "x-api-key",
                "api-key",
                "bad name")) {
            last = bench.outcome(() -> withHeader(bench, name, "value"), Canary.PROMPT);
            assertThat(last).as(name).extracting(Outcome::what).isEqualTo("IllegalArgumentException");
        }
        return bench.outcome(() -> withHeader(bench, "X-Team", "a\r\nHost: evil"), Canary.PROMPT);
    }

    private static ChatModel withHeader(Bench bench, String name, String value) {
        ChatOptions options = ChatOptions.builder().header(name, value).build();
        return bench.registry.open(bench.location(""), options);
    }

    static List<Remark> remarks() {
        return List.of(
                Remark.elsewhere("I1", "every location of the grammar, and what is no location", "api/RouteTest"),
                Remark.elsewhere("I5", "every way to write an address", "api/provider/OriginTest"));
    }
}
