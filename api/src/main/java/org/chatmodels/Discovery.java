package org.chatmodels;

import java.io.IOException;
import java.lang.annotation.AnnotationFormatError;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.Spliterator;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds provider classes and reads their annotations; runs none of their code. Whatever is wrong with one entry costs
 * that entry alone; a malformed services file costs that file, because ServiceLoader gives it up as a whole.
 */
final class Discovery {
    private static final Logger LOG = LoggerFactory.getLogger(ChatModelRegistry.class);

    /** Failures in a row after which a broken look-up is given up, so that the loop ends for every loader. */
    private static final int PATIENCE = 1_000;

    private final FirstUse.Waits waits;
    private final Map<String, FoundProvider> found = new LinkedHashMap<>();
    private final List<ProviderStatus> broken = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    Discovery(FirstUse.Waits waits) {
        this.waits = waits;
    }

    /** What can be used, in the order of the loaders. */
    List<FoundProvider> found() {
        return List.copyOf(found.values());
    }

    /** What cannot, and why. */
    List<ProviderStatus> broken() {
        return List.copyOf(broken);
    }

    /** Adds what this loader and its parents see; a class that was found before counts once. */
    void search(ClassLoader loader) {
        Spliterator<ServiceLoader.Provider<ChatModelProvider>> entries =
                ServiceLoader.load(ChatModelProvider.class, loader).stream().spliterator();
        int failures = 0;
        boolean more = true;
        while (more && failures < PATIENCE) {
            try {
                more = entries.tryAdvance(this::add);
                failures = 0;
            } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
                failures++;
                LOG.debug("A provider entry was skipped", e);
            }
        }
        explainMissing(loader);
    }

    private void add(ServiceLoader.Provider<ChatModelProvider> entry) {
        Class<? extends ChatModelProvider> type = entry.type();
        if (!seen.add(type.getName())) {
            return;
        }
        String problem;
        try {
            ChatProvider annotation = type.getAnnotation(ChatProvider.class);
            problem = Modifier.isAbstract(type.getModifiers())
                            && !type.getModule().isNamed()
                    ? "is abstract: name a class that can be made"
                    : ProviderNames.problem(annotation);
            if (problem.isEmpty()) {
                List<String> names = ProviderNames.of(annotation);
                found.put(type.getName(), new FoundProvider(waits, type, names, entry::get));
                LOG.debug("Provider {} {} found in {}", type.getName(), names, JarName.of(type));
                return;
            }
        } catch (LinkageError | RuntimeException | AnnotationFormatError e) {
            problem = "its @ChatProvider cannot be read: " + LoadFailure.describe(e);
        }
        refuse(new ProviderStatus(type.getName(), List.of(), JarName.of(type), problem));
    }

    private void explainMissing(ClassLoader loader) {
        for (ServiceFile file : files(loader)) {
            for (ProviderStatus line : file.malformed()) {
                if (seen.add(line.toString())) {
                    refuse(line);
                }
            }
            for (String className : file.classes()) {
                if (seen.add(className)) {
                    refuse(new ProviderStatus(className, List.of(), file.jar(), problem(className, loader, file)));
                }
            }
        }
    }

    private static String problem(String className, ClassLoader loader, ServiceFile file) {
        String problem = LoadFailure.of(className, loader, ChatModelProvider.class);
        if (problem != null) {
            return problem;
        }
        return file.malformed().isEmpty()
                ? "was not offered by ServiceLoader"
                : "not read, because another line of its services file is malformed";
    }

    private void refuse(ProviderStatus status) {
        LOG.debug("Provider not loaded: {}", status);
        broken.add(status);
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
}
