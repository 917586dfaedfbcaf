package org.chatmodels;

import java.io.IOException;
import java.lang.annotation.AnnotationFormatError;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds provider classes, runs none of their code, and says which answers to which name. Whatever is wrong with one
 * entry costs that entry alone; a malformed services file costs that file, because ServiceLoader gives it up as a whole.
 *
 * <p>What the application registered itself has its names for sure. Of several
 * classes that claim one name, the one whose jar ships rows for it keeps it, one of this project's before others; without
 * one the name is refused when it is opened. This keeps jars from taking each other's names and keys; code that lies
 * about its package could read the environment itself.
 */
final class ProviderCatalogue {
    private static final Logger LOG = LoggerFactory.getLogger(ChatModelRegistry.class);

    /** Equal failures in a row after which a look-up is given up, so that the loop ends for every loader. */
    private static final int PATIENCE = 100;

    private final Map<String, List<FoundProvider>> claims = new LinkedHashMap<>();
    private final Map<String, FoundProvider> given;
    private final Map<FoundProvider, String> refused = new HashMap<>();
    private final FirstUse.Waits waits;
    private final Map<String, FoundProvider> found = new LinkedHashMap<>();
    private final Set<String> unusable = new HashSet<>();
    private final Map<String, ProviderStatus> broken = new LinkedHashMap<>();

    /** {@code given} by {@link Names#normal normal} name. */
    ProviderCatalogue(Map<String, FoundProvider> given, FirstUse.Waits waits) {
        this.given = given;
        this.waits = waits;
    }

    /**
     * Offers all entries that this loader and its parents have until {@code more} says no. Only a failure that comes
     * back word for word, so that it is the loader's own, ends the loop.
     */
    static <S> void offer(Class<S> type, ClassLoader loader, Predicate<ServiceLoader.Provider<S>> more) {
        offer(type, loader, more, skipped -> {});
    }

    /** {@code skipped} is told what costs an entry. */
    static <S> void offer(
            Class<S> type, ClassLoader loader, Predicate<ServiceLoader.Provider<S>> more, Consumer<Throwable> skipped) {
        Spliterator<ServiceLoader.Provider<S>> entries =
                ServiceLoader.load(type, loader).stream().spliterator();
        boolean[] wanted = {true};
        String last = "";
        for (int repeated = 0; wanted[0] && repeated < PATIENCE; ) {
            try {
                wanted[0] = entries.tryAdvance(entry -> wanted[0] = more.test(entry)) && wanted[0];
                repeated = 0;
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                repeated = e.toString().equals(last) ? repeated + 1 : 0;
                last = e.toString();
                LOG.debug("An entry of {} was skipped", type.getName(), e);
                skipped.accept(e);
            }
        }
    }

    /** Adds what this loader and its parents see; a class that was found before counts once. */
    void search(ClassLoader loader) {
        offer(ChatModelProvider.class, loader, entry -> {
            add(entry);
            return true;
        });
        for (ServiceFile file : files(loader)) {
            file.malformed().forEach(this::exclude);
            for (String className : file.classes()) {
                if (!found.containsKey(className) && !unusable.contains(className)) {
                    exclude(FoundProvider.unusable(className, loader, file));
                }
            }
        }
    }

    private void add(ServiceLoader.Provider<ChatModelProvider> entry) {
        Class<? extends ChatModelProvider> type = entry.type();
        String className = type.getName();
        if (found.containsKey(className)) {
            return;
        }
        String problem;
        try {
            ChatProvider annotation = type.getAnnotation(ChatProvider.class);
            problem = Modifier.isAbstract(type.getModifiers())
                            && !type.getModule().isNamed()
                    ? FoundProvider.ABSTRACT
                    : FoundProvider.problem(annotation);
            if (problem.isEmpty()) {
                List<String> names = FoundProvider.names(annotation);
                found.put(className, new FoundProvider(waits, type, names, entry::get));
                LOG.debug("Provider {} {} found in {}", className, names, FoundProvider.jar(type));
                return;
            }
        } catch (LinkageError | RuntimeException | AnnotationFormatError | StackOverflowError e) {
            problem = "its @ChatProvider cannot be read: " + FoundProvider.describe(e) + FoundProvider.MEND;
        }
        unusable.add(className);
        exclude(new ProviderStatus(className, FoundProvider.namesOf(type), FoundProvider.jar(type), problem));
    }

    /** Once, whichever loaders see it. */
    private void exclude(ProviderStatus status) {
        if (broken.putIfAbsent(status.toString(), status) == null) {
            LOG.debug("Provider not loaded: {}", status);
        }
    }

    private static List<ServiceFile> files(ClassLoader loader) {
        List<ServiceFile> files = new ArrayList<>();
        try {
            Enumeration<URL> urls = loader.getResources(ServiceFile.PATH);
            while (urls.hasMoreElements()) {
                files.add(ServiceFile.read(urls.nextElement()));
            }
        } catch (IOException | RuntimeException e) {
            LOG.debug("{} cannot be listed", ServiceFile.PATH, e);
        }
        return files;
    }

    /** Decides who keeps which name, after all loaders were searched. */
    void settle(List<ServiceRow> rows) {
        for (FoundProvider provider : found.values()) {
            for (String name : provider.names) {
                claims.putIfAbsent(Names.normal(name), new ArrayList<>());
                if (!claimants(name).contains(provider)) {
                    claimants(name).add(provider);
                }
            }
        }
        for (String name : claims.keySet()) {
            if (claimants(name).size() > 1) {
                keepOwner(name, rows);
            }
        }
    }

    /** Lets the one claimant that stands highest keep its name. */
    private void keepOwner(String name, List<ServiceRow> rows) {
        List<FoundProvider> owners = new ArrayList<>();
        int highest = 1;
        for (FoundProvider claimant : claimants(name)) {
            int rank = claimant.isBuiltIn() ? 2 : 0;
            for (ServiceRow row : rows) {
                if (rank == 0 && claimant.ships(row) && Names.same(row.text("provider"), name)) {
                    rank = 1;
                }
            }
            if (rank > highest) {
                owners.clear();
                highest = rank;
            }
            if (rank == highest) {
                owners.add(claimant);
            }
        }
        if (owners.size() == 1) {
            FoundProvider owner = owners.get(0);
            for (FoundProvider claimant : List.copyOf(claimants(name))) {
                if (claimant != owner) {
                    refuse(claimant, name, "a provider of " + owner.jar);
                }
            }
        }
    }

    /** 2 for a row that was shipped with the provider it names and is this project's, 1 for another such, else 0. */
    int rank(ServiceRow row) {
        int rank = 0;
        for (FoundProvider claimant : claimants(row.text("provider"))) {
            if (claimant.ships(row)) {
                rank = claimant.isBuiltIn() ? 2 : Math.max(rank, 1);
            }
        }
        return rank;
    }

    /** Takes names of services away from providers that do not serve them: nobody gets a key by its name. */
    void protect(Iterable<ServiceRow> services) {
        for (ServiceRow service : services) {
            for (String name : service.names()) {
                for (FoundProvider claimant : List.copyOf(claimants(name))) {
                    boolean serves = claimants(service.text("provider")).contains(claimant)
                            || claimants(service.text("preferred")).contains(claimant)
                                    && mayTakeOver(claimant, service);
                    if (service.isFromJar() && !serves) {
                        refuse(claimant, name, "a service of " + service.origin(""));
                    }
                }
            }
        }
    }

    /**
     * The preferred provider of a row if it is there: given in code, named by configuration, in the row's own jar, or of
     * the house that made the row's provider. Another jar's provider takes no row over, and no key, by taking that name.
     */
    @Nullable
    FoundProvider preferred(ServiceRow row) {
        String name = row.text("preferred");
        FoundProvider own = given(name);
        if (own != null || !has(name)) {
            return own;
        }
        FoundProvider preferred = named(name);
        return preferred == null || mayTakeOver(preferred, row) ? preferred : null;
    }

    private boolean mayTakeOver(FoundProvider preferred, ServiceRow row) {
        String shipped = row.shipped().row().getOrDefault("preferred", "");
        if (!row.isFromJar() || preferred.ships(row) || !Names.same(shipped, row.text("preferred"))) {
            return true;
        }
        for (FoundProvider owner : claimants(row.shipped().provider())) {
            if (owner.ships(row) && owner.isOfOneHouseWith(preferred)) {
                return true;
            }
        }
        return false;
    }

    /** The provider of that name, by any spelling; ConfigurationException when two classes claim it. */
    @Nullable
    FoundProvider named(String name) {
        FoundProvider own = given(name);
        List<FoundProvider> claimants = claimants(name);
        if (own != null || claimants.isEmpty()) {
            return own;
        }
        if (claimants.size() > 1) {
            throw new ConfigurationException(
                    "name_claimed_twice",
                    "Two providers claim '" + name + "': " + claimants.get(0).description() + " and "
                            + claimants.get(1).description() + "; remove one jar");
        }
        return claimants.get(0);
    }

    /** The one that the application registered under this name. */
    @Nullable
    FoundProvider given(String name) {
        return given.get(Names.normal(name));
    }

    boolean has(String name) {
        return given(name) != null || !claimants(name).isEmpty();
    }

    private List<FoundProvider> claimants(String name) {
        return claims.getOrDefault(Names.normal(name), List.of());
    }

    /** All that can be used, those of the application first. */
    Set<FoundProvider> usable() {
        Set<FoundProvider> all = new LinkedHashSet<>(given.values());
        all.addAll(found.values());
        return all;
    }

    /** Of all that can be used. */
    List<String> names() {
        List<String> names = new ArrayList<>();
        for (FoundProvider provider : usable()) {
            names.addAll(provider.names);
        }
        return names;
    }

    /** All of them, the broken ones last. */
    List<ProviderStatus> statuses() {
        List<ProviderStatus> statuses = new ArrayList<>();
        for (FoundProvider provider : usable()) {
            statuses.add(provider.status(problem(provider)));
        }
        statuses.addAll(broken.values());
        return List.copyOf(statuses);
    }

    private @Nullable String problem(FoundProvider provider) {
        String problem = refused.get(provider);
        for (List<FoundProvider> claimants : claims.values()) {
            if (problem == null && claimants.size() > 1 && claimants.contains(provider)) {
                FoundProvider other = claimants.get(claimants.get(0) == provider ? 1 : 0);
                problem = "claims a name of " + other.description() + " too: remove one jar";
            }
        }
        return problem;
    }

    private void refuse(FoundProvider claimant, String name, String owner) {
        claimants(name).remove(claimant);
        refused.put(
                claimant,
                "may not take the name '" + name + "' of " + owner
                        + ": give it another name, or register it in code with Builder.provider(\"" + name
                        + "\", provider)");
    }
}
