package org.chatmodels;

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

    /** As they are printed; the first is the main one. */
    final List<String> names;

    /** File name of its jar. */
    final String jar;

    private final Class<?> type;
    private final String root;
    private final FirstUse<ChatModelProvider> instance;
    private volatile @Nullable String failure;
    private volatile @Nullable Parameters parameters;

    FoundProvider(
            FirstUse.Waits waits, Class<?> type, List<String> names, Supplier<? extends ChatModelProvider> maker) {
        this.type = type;
        this.names = List.copyOf(names);
        this.jar = Discovery.jar(type);
        this.root = Discovery.root(type);
        this.instance = new FirstUse<>(waits, () -> make(maker));
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
            } catch (LinkageError | RuntimeException e) {
                throw broken("cannot list its parameters", e);
            }
            parameters = known;
        }
        return known;
    }

    /** For what a provider does before a model of it is open. */
    ProviderLoadException broken(String what, Throwable thrown) {
        Throwable cause = Discovery.reason(thrown);
        return new ProviderLoadException(
                "Provider " + description() + " " + what + ": " + Discovery.describe(cause)
                        + "; mend or remove that jar",
                ChatException.Details.builder().cause(cause).build());
    }

    private ChatModelProvider make(Supplier<? extends ChatModelProvider> maker) {
        try {
            return maker.get();
        } catch (ServiceConfigurationError | LinkageError | RuntimeException | StackOverflowError e) {
            failure = "cannot be made: " + Discovery.describe(Discovery.reason(e));
            throw broken("cannot be made", e);
        }
    }
}
