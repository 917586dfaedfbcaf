package org.chatmodels;

import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.function.Supplier;
import org.chatmodels.provider.ChatModelProvider;
import org.jspecify.annotations.Nullable;

/** A provider class that can be used as far as anyone knows; made once, when it is first needed. */
final class FoundProvider {
    private final Class<?> type;
    private final List<String> names;
    private final String jar;
    private final String root;
    private final FirstUse<ChatModelProvider> instance;
    private volatile @Nullable String failure;
    private volatile @Nullable Parameters parameters;

    FoundProvider(
            FirstUse.Waits waits, Class<?> type, List<String> names, Supplier<? extends ChatModelProvider> maker) {
        this.type = type;
        this.names = List.copyOf(names);
        this.jar = JarName.of(type);
        String place = JarName.root(type);
        this.root = place == null ? "" : place;
        this.instance = new FirstUse<>(waits, () -> make(maker));
    }

    List<String> names() {
        return names;
    }

    String jar() {
        return jar;
    }

    /** Whether that row lies in the jar of this provider. */
    boolean ships(RowFiles.Row row) {
        return row.root().equals(root);
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
        if (known != null) {
            return known;
        }
        try {
            known = Parameters.with(List.copyOf(provider.options()));
        } catch (ChatException e) {
            throw e;
        } catch (LinkageError | RuntimeException e) {
            throw broken("cannot list its parameters", e);
        }
        parameters = known;
        return known;
    }

    /** For what a provider does before a model of it is open. */
    ProviderLoadException broken(String what, Throwable thrown) {
        Throwable cause = LoadFailure.reason(thrown);
        return new ProviderLoadException(
                "Provider " + description() + " " + what + ": " + LoadFailure.describe(cause)
                        + "; mend or remove that jar",
                ChatException.Details.builder().cause(cause).build());
    }

    private ChatModelProvider make(Supplier<? extends ChatModelProvider> maker) {
        try {
            return maker.get();
        } catch (ServiceConfigurationError | LinkageError | RuntimeException | StackOverflowError e) {
            failure = "cannot be made: " + LoadFailure.describe(LoadFailure.reason(e));
            throw broken("cannot be made", e);
        }
    }
}
