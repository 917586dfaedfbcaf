package org.chatmodels;

import java.lang.annotation.AnnotationFormatError;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;
import org.chatmodels.provider.ApiLevel;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.jspecify.annotations.Nullable;

/** A provider class that can be used as far as anyone knows; made once, when it is first needed. */
final class FoundProvider {
    private static final String BUILT_IN = "org.chatmodels.";
    private static final String UNKNOWN = "unknown place";
    static final String MEND = "; mend or remove that jar";
    static final String ABSTRACT = "is abstract: name a class that can be made";

    /** As they are printed; the first is the main one. */
    final List<String> names;

    /** File name of its jar. */
    final String jar;

    /** Equal for what lies in one jar or folder. */
    final String root;

    private final Class<?> type;
    private final FirstUse<ChatModelProvider> instance;
    private volatile @Nullable String failure;
    private volatile @Nullable Parameters parameters;

    FoundProvider(
            FirstUse.Waits waits, Class<?> type, List<String> names, Supplier<? extends ChatModelProvider> maker) {
        this.type = type;
        this.names = List.copyOf(names);
        this.jar = jar(type);
        this.root = root(type);
        this.instance = new FirstUse<>(waits, "Provider " + description(), () -> make(maker));
    }

    /** What is wrong with an annotation and what to do; empty text when nothing is. */
    static String problem(@Nullable ChatProvider annotation) {
        if (annotation == null) {
            return "no @ChatProvider: add @ChatProvider(names = \"…\", apiLevel = ApiLevel.CURRENT) to the class";
        }
        if (annotation.apiLevel() > ApiLevel.CURRENT || annotation.apiLevel() < ApiLevel.V1) {
            return "built for level " + annotation.apiLevel() + " of chatmodels-api, this one has level "
                    + ApiLevel.CURRENT + ": take a matching chatmodels-api";
        }
        if (annotation.names().length == 0) {
            return "its @ChatProvider names nothing: write names = \"…\"";
        }
        for (String name : names(annotation)) {
            if (!isName(name)) {
                return "its @ChatProvider has a bad name: write 2 to 64 of a-z, 0-9, '-' and '.'";
            }
        }
        return "";
    }

    static List<String> names(ChatProvider annotation) {
        List<String> names = new ArrayList<>();
        for (String name : annotation.names()) {
            names.add(spelling(name));
        }
        return names;
    }

    /** Those of the annotation that can be read and are names. */
    static List<String> namesOf(Class<?> type) {
        List<String> names = new ArrayList<>();
        try {
            ChatProvider annotation = type.getAnnotation(ChatProvider.class);
            if (annotation != null) {
                names.addAll(names(annotation));
            }
        } catch (LinkageError | RuntimeException | AnnotationFormatError | StackOverflowError e) {
            return List.of();
        }
        names.removeIf(name -> !isName(name));
        return names;
    }

    /** As names are printed: lower case, '-' for '_'. */
    static String spelling(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if ((letter < 'a' || letter > 'z') && (letter < '0' || letter > '9') && letter != '-' && letter != '.') {
                return false;
            }
        }
        return name.length() >= 2 && name.length() <= 64;
    }

    /** Whether that row lies in the jar of this provider. */
    boolean ships(ServiceRow row) {
        return row.root.equals(root);
    }

    /** Whether it is one of this project's, as far as its package says. */
    boolean isBuiltIn() {
        return type.getName().startsWith(BUILT_IN);
    }

    /** Whether both are this project's or lie in one package: as much as can be told of who wrote them. */
    boolean isOfOneHouseWith(FoundProvider other) {
        return isBuiltIn() && other.isBuiltIn() || type.getPackageName().equals(other.type.getPackageName());
    }

    /** Class and jar, for messages. */
    String description() {
        return type.getName() + " (" + jar + ")";
    }

    /** With what is known against it: {@code claims} says which names it may not have. */
    ProviderStatus status(@Nullable String claims) {
        return new ProviderStatus(type.getName(), names, jar, failure == null ? claims : failure);
    }

    /** The one instance; {@link ProviderLoadException} says why there is none. */
    ChatModelProvider provider() {
        return instance.value();
    }

    /** What its locations take; {@link ProviderLoadException} when it cannot say. */
    Parameters parameters() {
        ChatModelProvider provider = provider();
        Parameters known = parameters;
        if (known == null) {
            try {
                known = Parameters.with(List.copyOf(provider.options()));
            } catch (ChatException e) {
                throw e;
            } catch (ServiceConfigurationError | LinkageError | StackOverflowError | RuntimeException e) {
                throw broken("cannot list its parameters", e);
            }
            parameters = known;
        }
        return known;
    }

    /** For what a provider does before a model of it is open. */
    ProviderLoadException broken(String what, Throwable thrown) {
        Throwable cause = reason(thrown);
        return new ProviderLoadException(
                "Provider " + description() + " " + what + ": " + remedied(cause),
                ChatException.Details.builder()
                        .code("broken_provider")
                        .cause(cause)
                        .build());
    }

    private ChatModelProvider make(Supplier<? extends ChatModelProvider> maker) {
        try {
            return maker.get();
        } catch (ServiceConfigurationError | LinkageError | RuntimeException | StackOverflowError e) {
            failure = "cannot be made: " + remedied(reason(e));
            throw broken("cannot be made", e);
        }
    }

    /** A class that a services file names and ServiceLoader did not offer, with the reason and what to do. */
    static ProviderStatus unusable(String className, ClassLoader loader, ServiceFile file) {
        List<String> names = List.of();
        String jar = file.jar();
        String problem;
        try {
            String path = path(className);
            URL place = loader.getResource(path);
            jar = place == null ? jar : jar(place, path);
            Class<?> type = Class.forName(className, false, loader);
            jar = file.jar();
            names = namesOf(type);
            problem = problem(type, file);
        } catch (ClassNotFoundException e) {
            problem = "class not found: the services file names it, the jar lacks it" + MEND;
        } catch (UnsupportedClassVersionError e) {
            problem = "built for a newer Java than " + Runtime.version().feature() + ": " + describe(e)
                    + ": run on that Java or take an older version of that jar";
        } catch (LinkageError | RuntimeException e) {
            problem = remedied(e);
        }
        return new ProviderStatus(shown(className, 100), names, jar, problem);
    }

    private static String problem(Class<?> type, ServiceFile file) {
        Class<?> wanted = ChatModelProvider.class;
        if (!wanted.isAssignableFrom(type)) {
            return isOwnCopy(type, wanted)
                    ? "implements another copy of " + wanted.getSimpleName() + ": take chatmodels-api out of that jar"
                    : "does not implement " + wanted.getName() + MEND;
        }
        if (Modifier.isAbstract(type.getModifiers())) {
            return ABSTRACT;
        }
        if (type.getModule().isNamed()) {
            return "its module " + type.getModule().getName() + " lacks \"provides " + wanted.getName() + " with "
                    + type.getName() + "\": add it";
        }
        for (Constructor<?> constructor : type.getConstructors()) {
            if (constructor.getParameterCount() == 0) {
                return file.malformed().isEmpty()
                        ? "was not offered by its class loader" + MEND
                        : "not read, because another line of its services file is malformed: mend that line";
            }
        }
        return "needs a public constructor without parameters: add one";
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

    /** With what to do; that which names one class alone lacks it. */
    private static String remedied(Throwable reason) {
        String message = reason instanceof NoClassDefFoundError ? reason.getMessage() : null;
        boolean missing = message != null && message.indexOf(' ') < 0;
        return describe(reason) + (missing ? ": add the jar that has this class" : MEND);
    }

    /** Class and message of a failure; the message of a link error is the name of what is missing. */
    static String describe(Throwable reason) {
        String message = reason.getMessage();
        String name = reason.getClass().getSimpleName();
        return message == null || message.isEmpty() ? name : name + ": " + shown(message, 300);
    }

    /** What a jar says, fit for a message: on one line, and no longer than that. */
    static String shown(String text, int most) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < Math.min(text.length(), most); i++) {
            char letter = text.charAt(i);
            shown.append(Character.isISOControl(letter) ? ' ' : letter);
        }
        return text.length() > most ? shown.append('…').toString() : shown.toString();
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
        String path = path(type.getName());
        URL resource =
                type.getClassLoader() == null ? null : type.getClassLoader().getResource(path);
        return resource == null ? UNKNOWN : root(resource, path);
    }

    private static String path(String className) {
        return className.replace('.', '/') + ".class";
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
