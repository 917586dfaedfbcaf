package org.chatmodels;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.chatmodels.provider.Service;

/** What to say of a name that means nothing here. */
final class UnknownName {
    private static final int MOST_NAMES = 12;
    private static final Set<String> WELL_KNOWN = Set.of(
            "anthropic",
            "azure",
            "bedrock",
            "cerebras",
            "cohere",
            "deepinfra",
            "deepseek",
            "fireworks",
            "gemini",
            "google",
            "groq",
            "huggingface",
            "litellm",
            "llamacpp",
            "lmstudio",
            "localai",
            "mistral",
            "moonshot",
            "nvidia",
            "ollama",
            "openai",
            "openai-compatible",
            "openrouter",
            "perplexity",
            "together",
            "vllm",
            "xai");
    private static final Map<String, String> ARTIFACTS = Map.of("demo", "chatmodels-provider-demo");

    private final ProviderCatalogue providers;
    private final ServiceTable services;
    private final Configuration configuration;

    UnknownName(ProviderCatalogue providers, ServiceTable services, Configuration configuration) {
        this.providers = providers;
        this.services = services;
        this.configuration = configuration;
    }

    /** No service, provider or alias has this name; {@code rest} is what stands behind it. */
    ConfigurationException of(String name, String rest, int column) {
        StringBuilder text = new StringBuilder("No provider or alias '" + name + "' in \"" + name + rest + "\"")
                .append(column > 0 ? " (column " + column + ")." : ".")
                .append(Names.suggestion(name, known()));
        Optional<String> artifact = artifact(name);
        artifact.ifPresent(
                missing -> text.append(" Add the artifact org.chatmodels:" + missing + " to the class path."));
        appendAvailable(text);
        appendBroken(text);
        return new ConfigurationException(
                text.toString(),
                ChatException.Details.builder().code("unknown_name").build());
    }

    /** A provider or service without a model. */
    static ConfigurationException modelMissing(String name, Service service) {
        String model = service.row().getOrDefault("example_model", "MODEL");
        return new ConfigurationException("'" + name + "' names no model: add a model, e.g. " + name + ":" + model);
    }

    private Collection<String> known() {
        Set<String> known = new LinkedHashSet<>();
        services.rows().forEach(row -> known.addAll(row.names()));
        providers.usable().forEach(provider -> known.addAll(provider.names()));
        known.addAll(configuration.aliases().keySet());
        return known;
    }

    private Optional<String> artifact(String name) {
        for (String wellKnown : WELL_KNOWN) {
            if (Names.same(wellKnown, name) && services.whyDisabled(name).isEmpty()) {
                return Optional.of("chatmodels-provider-openai-compatible");
            }
        }
        return Optional.ofNullable(ARTIFACTS.get(Names.normal(name)));
    }

    private void appendAvailable(StringBuilder text) {
        List<FoundProvider> usable = providers.usable();
        if (usable.isEmpty()) {
            text.append(
                            "\nNo provider was found: put a provider's jar on the class path; if jars were merged into one,")
                    .append(" their META-INF/services files must be merged too");
            return;
        }
        Set<String> jars = new LinkedHashSet<>();
        usable.forEach(provider -> jars.add(artifactAndVersion(provider.jar())));
        text.append("\nAvailable: ")
                .append(available())
                .append(" (")
                .append(String.join(", ", jars))
                .append(')');
    }

    /** All names, or the well-known ones of many. */
    private String available() {
        Set<String> all = new TreeSet<>();
        providers.usable().forEach(provider -> all.addAll(provider.names()));
        services.rows().stream()
                .map(ServiceRow::service)
                .filter(service -> service.status() != Service.Status.RETIRED)
                .forEach(service -> all.add(service.name()));
        List<String> listed = new ArrayList<>();
        for (String name : all) {
            if (all.size() <= MOST_NAMES || WELL_KNOWN.contains(name)) {
                listed.add(name);
            }
        }
        if (listed.isEmpty()) {
            listed.addAll(new ArrayList<>(all).subList(0, MOST_NAMES));
        }
        return String.join(", ", listed) + (listed.size() < all.size() ? ", …" : "");
    }

    private void appendBroken(StringBuilder text) {
        List<String> broken = new ArrayList<>();
        for (ProviderStatus status : providers.statuses()) {
            status.problem().ifPresent(problem -> broken.add(title(status) + " (" + status.jar() + "): " + problem));
        }
        if (!broken.isEmpty()) {
            text.append("\nNot loaded: ").append(String.join("; ", broken));
        }
    }

    private static String title(ProviderStatus status) {
        return status.names().isEmpty() ? status.className() : status.names().get(0);
    }

    /** "acme-chat 0.3" from acme-chat-0.3.jar. */
    private static String artifactAndVersion(String jar) {
        String name = jar.endsWith(".jar") ? jar.substring(0, jar.length() - 4) : jar;
        for (int i = 1; i < name.length() - 1; i++) {
            if (name.charAt(i) == '-' && Character.isDigit(name.charAt(i + 1))) {
                return name.substring(0, i) + " " + name.substring(i + 1);
            }
        }
        return name;
    }
}
