package org.chatmodels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.Service;
import org.jspecify.annotations.Nullable;

/** Everything that can be opened, found once per registry: providers, rows, and which serves which. */
final class Services {
    private static final int MOST_NAMES = 12;
    private static final Set<String> WELL_KNOWN = Set.of(
            ("anthropic azure bedrock cerebras cohere deepinfra deepseek fireworks gemini google groq huggingface"
                            + " litellm llamacpp lmstudio localai mistral moonshot nvidia ollama openai openai-compatible"
                            + " openrouter perplexity together vllm xai")
                    .split(" "));

    /** Those of services that have a provider of their own. */
    private static final List<String> OWN_ARTIFACTS = List.of("demo", "ollama", "openrouter");

    private static final String MERGED = "if jars were merged into one, join ";
    private static final String PROVIDERS =
            "the lines of all their " + ServiceFile.PATH + " files (maven-shade-plugin: ServicesResourceTransformer)";
    private static final String ROWS =
            "all their " + ServiceTable.PATH + " files (maven-shade-plugin: AppendingTransformer)";

    final ServiceTable table = new ServiceTable();
    final ProviderCatalogue providers;
    private final Configuration configuration;

    /** Reads class path and configuration; {@code loaders} empty: only what the application gave. */
    Services(
            List<ClassLoader> loaders,
            Map<String, ChatModelProvider> given,
            Configuration configuration,
            FirstUse.Waits waits) {
        this.configuration = configuration;
        Map<String, FoundProvider> named = new LinkedHashMap<>();
        for (Map.Entry<String, ChatModelProvider> entry : given.entrySet()) {
            String name = entry.getKey();
            Class<?> type = entry.getValue().getClass();
            named.put(Names.normal(name), new FoundProvider(waits, type, List.of(name), entry::getValue));
        }
        providers = new ProviderCatalogue(named, waits);
        for (ClassLoader loader : loaders) {
            providers.search(loader);
            table.search(loader);
        }
        providers.settle(table.read);
        table.complete(providers, configuration);
        providers.protect(table.rows());
    }

    /** A service's row, or a bare one for a provider without; ConfigurationException says why there is none. */
    ServiceRow find(NamedTarget target) {
        String name = target.location.provider();
        ServiceRow row = find(name);
        if (row == null) {
            throw unknown(name, target.location.model().isEmpty() ? "" : ":…", target.column);
        }
        return row;
    }

    /** A bare name that is no alias: perhaps a service that lacks its model. */
    ConfigurationException noAlias(Target target) {
        String name = target.name();
        ServiceRow row = find(name);
        if (row == null) {
            return unknown(name, "", target.column());
        }
        String model = row.service().row().getOrDefault("example_model", "MODEL");
        return new ConfigurationException(
                "no_model", "'" + name + "' names no model: add a model, e.g. " + name + ":" + model);
    }

    private @Nullable ServiceRow find(String name) {
        ServiceRow row = table.find(name);
        if (row != null) {
            return row;
        }
        String disabled = providers.given(name) == null ? table.whyDisabled(name) : null;
        if (disabled != null) {
            throw new ConfigurationException("disabled_service", disabled);
        }
        FoundProvider provider = providers.named(name);
        if (provider == null) {
            return null;
        }
        ServiceRow bare = new ServiceRow(name, "", "");
        bare.bareFor = provider;
        bare.keys.put("provider", new Configuration.Value(provider.names.get(0), "configuration"));
        bare.patch(Map.of(), false);
        return bare;
    }

    /** The provider that serves a row which was found under that name. */
    FoundProvider serving(ServiceRow row, String name) {
        FoundProvider provider = row.bareFor == null ? providers.given(name) : row.bareFor;
        if (provider == null) {
            provider = providers.preferred(row);
        }
        if (provider == null) {
            provider = providers.named(row.service().provider());
        }
        if (provider == null) {
            String missing = row.service().provider();
            String near = Names.suggestion(missing, providers.names());
            throw new ConfigurationException(
                    "provider_missing",
                    "Service '" + row.name + "' (" + row.origin("") + ") needs the provider '"
                            + missing + "', which no jar on the class path has"
                            + (near.isEmpty()
                                    ? ": add chatmodels-provider-" + missing + "; " + MERGED + PROVIDERS
                                    : "." + near)
                            + notLoaded());
        }
        return provider;
    }

    /** No service, provider or alias has this name; {@code rest} is what stands behind it. */
    private ConfigurationException unknown(String name, String rest, int column) {
        StringBuilder text = new StringBuilder("No provider or alias '" + name + "' in \"" + name + rest + "\"")
                .append(column > 0 ? " (column " + column + ")." : ".")
                .append(Names.suggestion(name, known()))
                .append(artifact(name));
        appendAvailable(text);
        return new ConfigurationException("unknown_name", text + notLoaded());
    }

    private Set<String> known() {
        Set<String> known = new LinkedHashSet<>();
        for (ServiceRow row : table.rows()) {
            known.addAll(row.names());
        }
        known.addAll(providers.names());
        known.addAll(configuration.aliases().keySet());
        return known;
    }

    private String artifact(String name) {
        String missing = "";
        for (String wellKnown : WELL_KNOWN) {
            if (Names.same(wellKnown, name) && table.whyDisabled(name) == null) {
                missing = "openai-compatible";
            }
        }
        for (String own : OWN_ARTIFACTS) {
            missing = Names.same(own, name) ? own : missing;
        }
        if (!missing.isEmpty() && providers.has(missing)) {
            return " The provider '" + missing + "' is there and has no row of that name; " + MERGED + ROWS + ".";
        }
        return missing.isEmpty()
                ? ""
                : " Add the artifact org.chatmodels:chatmodels-provider-" + missing + " to the class path.";
    }

    private void appendAvailable(StringBuilder text) {
        Set<String> jars = new LinkedHashSet<>();
        boolean merged = false;
        for (FoundProvider provider : providers.usable()) {
            jars.add(artifactAndVersion(provider.jar));
            merged |= provider.root.equals(FoundProvider.root(ChatModels.class));
        }
        if (jars.isEmpty()) {
            text.append("\nNo provider was found: put a provider's jar on the class path; " + MERGED + PROVIDERS);
        } else {
            text.append("\nAvailable: " + available() + " (" + String.join(", ", jars) + ")");
        }
        if (merged) {
            text.append("\nThis jar was merged from several: join " + PROVIDERS + " and " + ROWS);
        }
    }

    /** All names, or of many those of the providers themselves and the well-known ones. */
    private String available() {
        Set<String> all = new TreeSet<>(providers.names());
        for (ServiceRow row : table.rows()) {
            if (row.service().status() != Service.Status.RETIRED) {
                all.add(row.name);
            }
        }
        List<String> listed = new ArrayList<>(all);
        if (all.size() > MOST_NAMES) {
            Set<String> shown = new TreeSet<>(providers.names());
            shown.addAll(WELL_KNOWN);
            listed.retainAll(shown);
        }
        if (listed.isEmpty()) {
            listed.addAll(new ArrayList<>(all).subList(0, MOST_NAMES));
        }
        return String.join(", ", listed) + (listed.size() < all.size() ? ", …" : "");
    }

    private String notLoaded() {
        StringBuilder text = new StringBuilder();
        String lead = "\nNot loaded: ";
        for (ProviderStatus status : providers.statuses()) {
            if (status.problem().isPresent()) {
                List<String> names = status.names();
                String title = names.isEmpty() ? status.className() : names.get(0);
                text.append(lead + title + " (" + status.jar() + "): ")
                        .append(status.problem().get());
                lead = "; ";
            }
        }
        return text.toString();
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
