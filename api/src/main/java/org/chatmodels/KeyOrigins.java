package org.chatmodels;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.chatmodels.Configuration.Value;
import org.chatmodels.provider.Origin;

/** Binds the key of a target to the origins where it may go, so that no jar and no row moves another's key. */
final class KeyOrigins {
    private final ServiceRow row;
    private final ChatModelRegistry registry;
    private final ServiceTable table;

    KeyOrigins(ServiceRow row, ChatModelRegistry registry) {
        this.row = row;
        this.registry = registry;
        this.table = registry.found().table;
    }

    /**
     * They go to the origins of the row as it was shipped; of those that configuration names and another service was
     * shipped with only to the origins that both have.
     */
    KeyBinding ofVariables() {
        List<String> references = new ArrayList<>();
        Set<String> origins = shipped(row);
        for (String variable : row.service().keyVariables()) {
            references.add("env:" + variable);
            if (!row.isFromJar() || !row.shipped().keyVariables().contains(variable)) {
                keepOwners(variable, origins);
            }
        }
        KeyBinding binding = new KeyBinding(registry, row.service(), references, "the key of " + row.name);
        binding.origins.addAll(origins);
        return binding;
    }

    /**
     * It goes to its own origins and to those of the services that name it, as far as the operator says so. Of one of which
     * the operator says nothing files of the class path and rows of jars do; then they get no variable of another service.
     */
    KeyBinding ofCredential(String name) {
        KeyBinding binding = KeyBinding.declared(name, row.service(), registry);
        Configuration configuration = registry.configuration;
        Set<String> others = new LinkedHashSet<>();
        Optional<Value> own = configuration.origins(name);
        boolean said = own.filter(Value::isOperators).isPresent();
        own.ifPresent(value -> addListed(value.text(), value.isOperators() ? binding.origins : others));
        for (ServiceRow other : table.rows()) {
            Value naming = other.keys.get("credential");
            if (naming != null && Names.same(naming.text().strip(), name)) {
                said |= naming.isOperators();
                add(other, configured(other), naming.isOperators() ? binding.origins : others);
            }
        }
        if (!said) {
            Value credential = configuration.credential(name).orElse(null);
            if (credential != null
                    && !credential.isOperators()
                    && credential.text().startsWith("env:")) {
                keepOwners(credential.text().substring("env:".length()).strip(), others);
            }
            binding.origins.addAll(others);
        }
        return binding;
    }

    /** Leaves those of the services that were shipped with that variable, if any was. */
    private void keepOwners(String variable, Set<String> origins) {
        Set<String> theirs = new HashSet<>();
        for (ServiceRow owner : table.owners(variable)) {
            theirs.addAll(shipped(owner));
        }
        if (!table.owners(variable).isEmpty()) {
            origins.retainAll(theirs);
        }
    }

    private Set<String> shipped(ServiceRow of) {
        Set<String> origins = new LinkedHashSet<>();
        if (!of.isSteered(registry)) {
            add(of, of.shippedOrigins(), origins);
        }
        return origins;
    }

    /** A file of the class path moves no key of a service that a jar ships. */
    private static Set<String> configured(ServiceRow of) {
        boolean moved = false;
        for (String key : List.of("base_url", "origins")) {
            Value value = of.keys.get(key);
            moved |= value != null && value.source() == Value.CLASS_PATH;
        }
        return moved ? of.shippedOrigins() : of.service().origins();
    }

    private void add(ServiceRow of, Set<String> written, Set<String> origins) {
        for (String origin : written) {
            try {
                origins.add(Origin.parse(of.filled(origin, registry)).toString());
            } catch (ConfigurationException unfilled) {
                continue; // nowhere, as is the address, which says so
            }
        }
    }

    private static void addListed(String written, Set<String> origins) {
        for (String origin : written.split(",")) {
            if (ConfigurationReader.isOrigin(origin.strip())) {
                origins.add(Origin.parse(origin.strip()).toString());
            }
        }
    }
}
