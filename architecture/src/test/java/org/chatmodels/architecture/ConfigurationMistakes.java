package org.chatmodels.architecture;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatResponse;
import org.chatmodels.ModelLocation;
import org.chatmodels.OpenPolicy;
import org.chatmodels.gateway.Gateway;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.ProviderContext;
import org.chatmodels.provider.Service;
import org.chatmodels.spi.HttpCall;

/** For each code of the configuration family one mistake that leads to it. */
final class ConfigurationMistakes {
    /** What {@code made} throws, or the problems, or what the command printed. */
    record Mistake(String code, Callable<?> made) {
        @Override
        public String toString() {
            return code;
        }
    }

    private final List<Mistake> all = new ArrayList<>();

    private ConfigurationMistakes() {}

    static List<Mistake> all() {
        ConfigurationMistakes mistakes = new ConfigurationMistakes();
        mistakes.locations();
        mistakes.characters();
        mistakes.parameters();
        mistakes.values();
        mistakes.aliases();
        mistakes.keysAndFiles();
        mistakes.rows();
        mistakes.services();
        mistakes.credentials();
        mistakes.requests();
        mistakes.providers();
        mistakes.programs();
        return mistakes.all;
    }

    private void add(String code, Callable<?> made) {
        all.add(new Mistake(code, made));
    }

    private void opening(String code, String location, String... properties) {
        add(code, () -> open(location, properties));
    }

    private void locations() {
        opening("empty_location", "");
        opening("no_provider", ":gpt-oss-20b");
        opening("no_model", "groq");
        opening("path_not_location", "C:\\models\\tiny.gguf");
        opening("url_not_location", "https://api.example/v1");
        opening("bad_provider_name", "x:small");
        opening("location_too_long", "demo:" + "x".repeat(2048));
        opening("too_many_targets", "demo:small" + "|demo:small".repeat(8));
        add("one_target_only", () -> ModelLocation.parse("groq:openai/gpt-oss-20b|demo:small"));
        add("name_not_allowed", () -> openUntrusted("openai:gpt-5.4-mini"));
        add("parameter_not_allowed", () -> openUntrusted("groq:openai/gpt-oss-20b?base_url=https://host.example/v1"));
        opening("unknown_name", "qroq:openai/gpt-oss-20b");
        opening("unknown_model", "demo:large");
    }

    private void characters() {
        opening("bad_character", "groq:gpt oss");
        opening("bad_escape", "groq:gpt%2");
        opening("unresolved_placeholder", "groq:x?user=${USER}");
        opening("wrong_separator", "groq:x?temperature=0;seed=1");
        opening("key_in_location", "groq:x?api_key=abc");
        opening("bad_address", "openai-compatible:m?base_url=ftp://host.example");
        opening("key_in_address", "openai-compatible:m?base_url=https://user:word@host.example/v1");
        opening("no_address", "openai-compatible:m");
    }

    private void parameters() {
        opening("too_many_parameters", "demo:small?stop=a" + "&stop=a".repeat(64));
        opening("parameter_without_value", "groq:x?temperature");
        opening("bad_parameter_name", "groq:x?=1");
        opening("repeated_parameter", "groq:x?max_tokens=1&maxTokens=2");
        opening("unknown_parameter", "groq:x?temprature=1");
    }

    private void values() {
        opening("bad_value", "groq:x?temperature=warm");
        opening("value_not_allowed", "groq:x?unsupported=maybe");
        opening("value_out_of_range", "groq:x?top_p=2");
        opening("time_without_unit", "groq:x?timeout=30");
    }

    private void aliases() {
        opening("alias_circle", "a", "chatmodels.alias.a", "b", "chatmodels.alias.b", "a");
        String[] chain = new String[20];
        for (int i = 0; i < 10; i++) {
            chain[2 * i] = "chatmodels.alias.a" + i;
            chain[2 * i + 1] = i == 9 ? "demo:small" : "a" + (i + 1);
        }
        opening("aliases_too_deep", "a0", chain);
        opening("bad_name", "4o");
    }

    private void keysAndFiles() {
        add("unknown_key", () -> problems("chatmodels.aliass.fast", "demo:small"));
        add("bad_figure", () -> problems("chatmodels.price.own", "corp:m; input=cheap; output=0.50"));
        add("incomplete_key", () -> problems("chatmodels.service.corp", "https://llm.corp.example/v1"));
        opening("unreadable_file", "demo:small", "chatmodels.config", "/no/such/file.properties");
        add("bad_proxy", () -> ask("groq:x", builder -> builder.property("chatmodels.proxy", "ftp://proxy.example")));
    }

    private void rows() {
        add("unknown_row_key", () -> Service.of("corp", Map.of("baseurl", "https://llm.corp.example")));
        add("bad_row_value", () -> Service.of("corp", Map.of("provider", "openai-compatible", "auth", "basic")));
        opening("disabled_service", "corp:m", "chatmodels.service.corp.auth", "basic");
        opening("provider_missing", "corp:m", "chatmodels.service.corp.provider", "acme");
        String extra = "chatmodels.service.demo.extra.x";
        opening("bad_json", "demo:small", "chatmodels.service.demo.provider", "demo", extra, "{");
        add(
                "no_json_binding",
                () -> registry(builder -> builder.discovery(false)
                                .classLoader(ClassLoader.getPlatformClassLoader())
                                .provider("own", ConfigurationMistakes::answer)
                                .property("chatmodels.service.own.provider", "own")
                                .property("chatmodels.service.own.extra.x", "1"))
                        .open("own:m"));
    }

    private void services() {
        opening("service_retired", "github:gpt-4o");
        opening("placeholder_without_value", "azure:my-deployment");
        opening(
                "bad_placeholder_value",
                "azure:my-deployment",
                "chatmodels.service.azure.AZURE_OPENAI_RESOURCE",
                "evil.test/");
    }

    private void credentials() {
        opening("unknown_credential", "groq:x?credential=corp");
        opening("bad_credential", "groq:x?credential=corp", "chatmodels.credential.corp", "not-a-reference");
        add(
                "key_file",
                () -> ask(
                        "groq:x?credential=corp",
                        builder -> builder.property("chatmodels.credential.corp", "file:/")
                                .property("chatmodels.credential.corp.origins", "https://api.groq.com")));
        add("missing_key", () -> ask("groq:x", builder -> {}));
        add("bad_key", () -> ask("groq:x", builder -> builder.environment(Map.of("GROQ_API_KEY", "sk-canary two"))));
        add(
                "resolver_failed",
                () -> ask(
                        "groq:x?credential=vault",
                        builder -> builder.credential("vault", () -> {
                                    throw new IllegalStateException("sealed");
                                })
                                .property("chatmodels.credential.vault", "resolver:vault")
                                .property("chatmodels.credential.vault.origins", "https://api.groq.com")));
    }

    private void requests() {
        add(
                "key_over_plain_http",
                () -> ask(
                        "openai-compatible:m?base_url=http://127.0.0.1:9/v1&credential=local",
                        builder -> builder.environment(Map.of("LOCAL_KEY", "sk-canary-local"))
                                .proxy(ProxySelector.of(new InetSocketAddress("127.0.0.1", 9)))
                                .property("chatmodels.credential.local", "env:LOCAL_KEY")
                                .property("chatmodels.credential.local.origins", "http://127.0.0.1:9")));
        add(
                "refused_header",
                () -> HttpCall.get(URI.create("https://host.example/v1")).header("Host", "other.example"));
    }

    private void providers() {
        add("bad_annotation", () -> registry(builder -> builder.provider(new Unnamed())));
        add(
                "name_claimed_twice",
                () -> registry(builder ->
                        builder.provider("acme", ConfigurationMistakes::answer).provider("acme", new Unnamed())));
        add(
                "parameter_declared_twice",
                () -> registry(builder -> builder.provider("acme", new Unnamed()))
                        .open("acme:m"));
        add(
                "provider_needs_itself",
                () -> registry(builder -> builder.provider("acme", (location, context) -> {
                            context.shared(Thing.class, () -> context.shared(Thing.class, Thing::new));
                            return answer(location, context);
                        }))
                        .open("acme:m"));
        add(
                "broken_provider",
                () -> registry(builder -> builder.provider("acme", new Broken()))
                        .open("acme:m"));
    }

    private void programs() {
        add("port_taken", ConfigurationMistakes::serveOnATakenPort);
        add("bad_option", () -> command("--json", "-m", "demo:small", "-o", "temperature", "hi"));
    }

    private static Object serveOnATakenPort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ChatModelRegistry registry = registry(builder -> {});
                Gateway unexpected = Gateway.serve(registry.open("demo:small"), taken.getLocalPort())) {
            return unexpected;
        }
    }

    private static ChatModelRegistry registry(Consumer<ChatModelRegistry.Builder> more) {
        ChatModelRegistry.Builder builder = ChatModelRegistry.builder().environment(Map.of());
        more.accept(builder);
        return builder.build();
    }

    private static Consumer<ChatModelRegistry.Builder> configured(String... properties) {
        return builder -> {
            for (int i = 0; i < properties.length; i += 2) {
                builder.property(properties[i], properties[i + 1]);
            }
        };
    }

    private static Object open(String location, String... properties) {
        try (ChatModelRegistry registry = registry(configured(properties))) {
            return registry.open(location);
        }
    }

    private static Object openUntrusted(String location) {
        try (ChatModelRegistry registry = registry(builder -> {})) {
            return registry.open(location, OpenPolicy.untrusted("groq"));
        }
    }

    private static Object ask(String location, Consumer<ChatModelRegistry.Builder> more) {
        try (ChatModelRegistry registry = registry(more)) {
            return registry.open(location).ask("hi");
        }
    }

    private static Object problems(String... properties) {
        try (ChatModelRegistry registry = registry(configured(properties))) {
            return registry.validate();
        }
    }

    /** What the command prints, in a JVM of its own. */
    private static Object command(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "org.chatmodels.cli.Main"));
        command.addAll(List.of(words));
        Path output = Files.createTempFile("chat", ".out");
        try {
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start()
                    .waitFor();
            return Files.readString(output);
        } finally {
            Files.delete(output);
        }
    }

    private static ChatModel answer(ModelLocation location, ProviderContext context) {
        return ChatModel.of(location, request -> ChatResponse.of("hi"));
    }

    /** A provider without a name, that declares a parameter which all have. */
    private static class Unnamed implements ChatModelProvider {
        @Override
        public ChatModel open(ModelLocation location, ProviderContext context) {
            return answer(location, context);
        }

        @Override
        public List<OptionInfo> options() {
            return List.of(OptionInfo.builder("temperature", OptionInfo.Type.NUMBER, "how warm it is")
                    .build());
        }
    }

    /** A provider that lacks a library. */
    private static final class Broken extends Unnamed {
        @Override
        public ChatModel open(ModelLocation location, ProviderContext context) {
            throw new NoClassDefFoundError("org/acme/Base");
        }

        @Override
        public List<OptionInfo> options() {
            return List.of();
        }
    }

    /** What a provider shares. */
    private static final class Thing implements AutoCloseable {
        @Override
        public void close() {}
    }
}
