package org.chatmodels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.provider.JsonBinding;
import org.chatmodels.provider.Origin;
import org.chatmodels.provider.Service;

/** What one target comes to: service, provider, options, address and key, from everything that was said about it. */
final class TargetPlan {
    private final NamedTarget target;
    private final Services.Found found;
    private final Merged merged = new Merged();
    private final Service service;
    private final KeyBinding key;

    /** ConfigurationException says what is wrong with it and where. */
    TargetPlan(NamedTarget target, Services.Found found, Request request, Registered registered) {
        this.target = target;
        this.found = found;
        ServiceRow row = found.row();
        Surroundings surroundings = registered.surroundings();
        Parameters parameters = found.provider().parameters();
        merged.add(request.options());
        for (String name : target.layers().get(0).parameters().keySet()) {
            request.policy().checkParameter(name, parameters.find(name));
        }
        target.layers()
                .forEach(layer -> merged.add(layer.origin(), read(parameters, layer.parameters(), layer.origin())));
        Optional<String> baseUrl = merged.text("base_url")
                .map(text -> BaseUrl.checked(text, merged.origin("base_url").orElse("location")));
        Optional<String> credential = merged.text("credential");
        Optional<String> api = merged.text("api");
        addRow(row, parameters, surroundings);
        merged.addDefaults();
        FilledService filled = FilledService.of(row, baseUrl.isEmpty(), surroundings::variable);
        service = filled.with(baseUrl, api);
        key = surroundings
                .credentials()
                .bind(row, filled, credential, registered.services().table());
    }

    private static ParameterValues read(Parameters parameters, Map<String, List<String>> raw, String origin) {
        try {
            return parameters.read(raw);
        } catch (ConfigurationException e) {
            throw origin.equals("location") ? e : new ConfigurationException(origin + ": " + e.getMessage());
        }
    }

    private void addRow(ServiceRow row, Parameters parameters, Surroundings surroundings) {
        List<String> placeholders =
                row.service().baseUrl().map(BaseUrl::placeholders).orElse(List.of());
        row.settings().forEach((name, value) -> {
            boolean placeholder = placeholders.stream().anyMatch(known -> Names.same(known, name));
            if (!placeholder) {
                merged.add(value.origin(), read(parameters, Map.of(name, List.of(value.text())), value.origin()));
            }
        });
        ChatOptions.Builder options = ChatOptions.builder();
        row.keys().forEach((name, value) -> {
            if (name.startsWith("header.")) {
                options.header(name.substring("header.".length()), value.text().strip());
                merged.show(name, "set", value.origin());
            } else if (name.startsWith("extra.")) {
                options.extra(name.substring("extra.".length()), json(name, value, surroundings));
                merged.show(name, "set", value.origin());
            } else if (name.equals("base_url") || name.equals("credential") || name.equals("api")) {
                merged.show(name, value.text(), value.origin());
            }
        });
        merged.add(options.build());
    }

    @SuppressWarnings("NullAway")
    private static Object json(String name, Configuration.Value value, Surroundings surroundings) {
        JsonBinding json = surroundings
                .binding()
                .orElseThrow(() -> new ConfigurationException("'" + name + "' (" + value.origin()
                        + ") needs a JSON binding: add chatmodels-spi to the class path"));
        try {
            return json.read(value.text(), Object.class);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("'" + name + "' (" + value.origin()
                    + ") is no JSON: write, for example, {\"a\": 1}, true or \"text\"");
        }
    }

    ModelLocation location() {
        return target.location();
    }

    ServiceRow row() {
        return found.row();
    }

    FoundProvider provider() {
        return found.provider();
    }

    /** Placeholders filled, address and wire format of the location applied. */
    Service service() {
        return service;
    }

    Merged merged() {
        return merged;
    }

    KeyBinding key() {
        return key;
    }

    /** Where requests go, unless the provider goes nowhere. */
    Optional<Origin> origin() {
        return service.baseUrl().map(Origin::parse);
    }

    /** A parameter that the provider declared, else a key of the row or below the service's name. */
    Optional<String> property(String name) {
        Optional<String> own = merged.own(name);
        if (own.isPresent()) {
            return own;
        }
        Map<String, Configuration.Value> keys = new LinkedHashMap<>(found.row().settings());
        keys.putAll(found.row().keys());
        for (Map.Entry<String, Configuration.Value> key : keys.entrySet()) {
            if (Names.same(key.getKey(), name)) {
                return Optional.of(key.getValue().text());
            }
        }
        return Optional.empty();
    }

    /** ConfigurationException for a service that was shut down and for what is not supported yet. */
    void checkOpenable() {
        if (service.status() == Service.Status.RETIRED) {
            throw new ConfigurationException(retirement(service));
        }
        Later.checkParameters(merged.notYetSupported());
        Later.checkOptions(merged.options());
    }

    /** When it ended and what to use instead. */
    static String retirement(Service service) {
        return "Service '" + service.name() + "' was shut down"
                + service.retired().map(date -> " on " + date).orElse("")
                + service.successor().map(next -> ": use " + next + " instead").orElse(": use another one")
                + " (chatmodels.service." + service.name() + ".status = active opens it all the same)";
    }

    /** The row's word on a model that is gone; empty if it has none. */
    Optional<String> retiredModel() {
        for (Map.Entry<String, String> entry : service.row().entrySet()) {
            if (!entry.getKey().startsWith("retired_model.")) {
                continue;
            }
            List<String> parts = new ArrayList<>(List.of(entry.getValue().split(";", -1)));
            if (parts.get(0).strip().equals(location().model())) {
                String date = parts.size() > 1 ? " on " + parts.get(1).strip() : "";
                String next = parts.size() > 2 ? ": use " + parts.get(2).strip() + " instead" : ": use another one";
                return Optional.of("Model '" + location().model() + "' was retired" + date + next);
            }
        }
        return Optional.empty();
    }

    /** What a registry found and what it knows. */
    record Registered(Services services, Surroundings surroundings) {}

    /** What the caller of open said. */
    record Request(ChatOptions options, OpenPolicy policy) {}
}
