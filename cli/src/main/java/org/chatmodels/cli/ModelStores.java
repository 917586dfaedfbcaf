package org.chatmodels.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ModelLocation;
import org.chatmodels.ModelStore;
import org.chatmodels.ProviderStatus;
import org.chatmodels.provider.Service;

/** The services that run models which are fetched first, and the models of theirs that a person names. */
final class ModelStores {
    private final ChatModelRegistry registry;
    private final KnownServices services;

    ModelStores(ChatModelRegistry registry) {
        this.registry = registry;
        this.services = new KnownServices(registry);
    }

    /** A model of a service that has a store, there or not. */
    record Place(String service, String model, ModelStore store) {
        /** As it is opened. */
        String location() {
            return ModelLocation.of(service, model).toString();
        }
    }

    /** From {@code SERVICE:MODEL}; says what to write instead where it is something else. */
    Place place(String text) {
        ModelLocation location = parse(text);
        if (!location.parameters().isEmpty()) {
            throw new Refusal("parameters don't count here: leave out all from the '?' on; where the service is, "
                    + address(location.provider()) + " says");
        }
        return new Place(name(location.provider()), location.model(), of(location.provider()));
    }

    private ModelLocation parse(String text) {
        try {
            return ModelLocation.parse(text);
        } catch (ConfigurationException e) {
            if (e.code().equals(Optional.of("no_model"))) {
                throw new Refusal(
                        "that names no model: write SERVICE:MODEL, e.g. ollama:qwen3:4b (to ask a model: chat prompt …)",
                        e);
            }
            throw e;
        }
    }

    private String address(String service) {
        String key = "chatmodels.service." + name(service) + ".base_url";
        return services.named(service)
                .map(known -> known.row().getOrDefault("host_env", ""))
                .filter(variable -> !variable.isEmpty())
                .map(variable -> key + ", or the variable " + variable + ",")
                .orElse(key);
    }

    /** As its row spells it; one that has no row, as locations do. */
    String name(String service) {
        return services.named(service)
                .map(Service::name)
                .orElse(service.toLowerCase(Locale.ROOT).replace('_', '-'));
    }

    /** Refuses a service that has none, and names those that have. */
    ModelStore of(String service) {
        return registry.service(service, ModelStore.class)
                .orElseThrow(() -> new Refusal("'" + name(service)
                        + "' keeps its models itself: pull, show, ps and rm are for services that run models you fetch: "
                        + listed()));
    }

    private String listed() {
        Set<String> names = new TreeSet<>();
        for (ProviderStatus provider : registry.providers()) {
            if (provider.problem().isEmpty()) {
                names.addAll(provider.names());
            }
        }
        for (Service service : services.all()) {
            names.add(service.name());
            if (service.status() == Service.Status.RETIRED) {
                names.remove(service.name());
            }
        }
        names.removeIf(name -> !has(name));
        return names.isEmpty() ? "none is here, for that needs the jar of another provider" : String.join(", ", names);
    }

    private boolean has(String service) {
        try {
            return registry.service(service, ModelStore.class).isPresent();
        } catch (ChatException unusable) {
            return false;
        }
    }
}
