package org.chatmodels;

import java.io.IOException;
import java.lang.annotation.AnnotationFormatError;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.security.CodeSource;
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

    private static final String UNKNOWN = "unknown place";

    private final FirstUse.Waits waits;
    private final Set<String> seen = new HashSet<>();

    /** What can be used, in the order of the loaders. */
    final Map<String, FoundProvider> found = new LinkedHashMap<>();

    /** What cannot, and why. */
    final List<ProviderStatus> broken = new ArrayList<>();

    Discovery(FirstUse.Waits waits) {
        this.waits = waits;
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
                    : FoundProvider.problem(annotation);
            if (problem.isEmpty()) {
                List<String> names = FoundProvider.names(annotation);
                found.put(type.getName(), new FoundProvider(waits, type, names, entry::get));
                LOG.debug("Provider {} {} found in {}", type.getName(), names, jar(type));
                return;
            }
        } catch (LinkageError | RuntimeException | AnnotationFormatError e) {
            problem = "its @ChatProvider cannot be read: " + describe(e);
        }
        refuse(new ProviderStatus(type.getName(), List.of(), jar(type), problem));
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
        try {
            String problem = problem(Class.forName(className, false, loader));
            boolean malformed = problem.isEmpty() && !file.malformed().isEmpty();
            return malformed ? "not read, because another line of its services file is malformed" : problem;
        } catch (ClassNotFoundException e) {
            return "class not found: the services file names it, the jar lacks it";
        } catch (UnsupportedClassVersionError e) {
            return "built for a newer Java than " + Runtime.version().feature() + ": " + describe(e);
        } catch (LinkageError | RuntimeException e) {
            return describe(e);
        }
    }

    /** Why a class that a services file names was not offered; empty when it looks right. */
    private static String problem(Class<?> type) {
        Class<?> wanted = ChatModelProvider.class;
        if (!wanted.isAssignableFrom(type)) {
            return isOwnCopy(type, wanted)
                    ? "implements another copy of " + wanted.getSimpleName() + ": take chatmodels-api out of that jar"
                    : "does not implement " + wanted.getName();
        }
        if (type.getModule().isNamed()) {
            return "its module " + type.getModule().getName() + " lacks \"provides " + wanted.getName() + " with "
                    + type.getName() + "\"";
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            return "is abstract";
        }
        for (Constructor<?> constructor : type.getConstructors()) {
            if (constructor.getParameterCount() == 0) {
                return "";
            }
        }
        return "needs a public constructor without parameters";
    }

    private static boolean isOwnCopy(Class<?> type, Class<?> wanted) {
        for (Class<?> next = type; next != null; next = next.getSuperclass()) {
            for (Class<?> offered : next.getInterfaces()) {
                if (offered.getName().equals(wanted.getName())) {
                    return true;
                }
            }
        }
        return false;
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

    /** The first throwable below the wrappers of the class loader; errors of the whole JVM go on. */
    static Throwable reason(Throwable failure) {
        Throwable reason = failure;
        Throwable cause = failure.getCause();
        while (cause != null && isWrapper(reason)) {
            reason = cause;
            cause = reason.getCause();
        }
        if (reason instanceof VirtualMachineError error && !(reason instanceof StackOverflowError)) {
            throw error;
        }
        return reason;
    }

    /** Class and message of a failure; the message of a link error is the name of what is missing. */
    static String describe(Throwable reason) {
        String message = reason.getMessage();
        String name = reason.getClass().getSimpleName();
        if (message == null || message.isEmpty()) {
            return name;
        }
        return name + ": " + (message.length() > 300 ? message.substring(0, 300) + "…" : message);
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof ServiceConfigurationError
                || failure instanceof ExceptionInInitializerError
                || failure instanceof InvocationTargetException;
    }

    /** The file name of the jar or folder of a class, for messages: never a whole path. */
    static String jar(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL place = source == null ? null : source.getLocation();
        if (place != null) {
            return last(place.toString());
        }
        return type.getModule().isNamed() ? "module " + type.getModule().getName() : UNKNOWN;
    }

    /** Of a resource with this path inside its jar or folder. */
    static String jar(URL resource, String path) {
        return last(root(resource, path));
    }

    /** What of two resources is equal when they lie in one jar or folder. */
    static String root(URL resource, String path) {
        String text = resource.toString();
        return text.endsWith(path) ? text.substring(0, text.length() - path.length()) : text;
    }

    /** What is equal to {@link #root} of a resource beside this class. */
    static String root(Class<?> type) {
        String path = type.getName().replace('.', '/') + ".class";
        URL resource =
                type.getClassLoader() == null ? null : type.getClassLoader().getResource(path);
        return resource == null ? UNKNOWN : root(resource, path);
    }

    private static String last(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '/' || text.charAt(end - 1) == '!')) {
            end--;
        }
        int start = text.lastIndexOf('/', end - 1) + 1;
        return start < end ? text.substring(start, end) : UNKNOWN;
    }
}
