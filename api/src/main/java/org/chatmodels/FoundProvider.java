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
    private final FirstUse<ChatModelProvider> instance;
    private volatile @Nullable String failure;

    FoundProvider(FirstUse.Waits waits, Class<?> type, List<String> names, Supplier<? extends ChatModelProvider> maker) {
        this.type = type;
        this.names = List.copyOf(names);
        this.jar = JarName.of(type);
        this.instance = new FirstUse<>(waits, () -> make(maker));
    }

    Class<?> type() {
        return type;
    }

    List<String> names() {
        return names;
    }

    String jar() {
        return jar;
    }

    /** Class and jar, for messages. */
    String description() {
        return type.getName() + " (" + jar + ")";
    }

    ProviderStatus status() {
        return new ProviderStatus(type.getName(), names, jar, failure);
    }

    /** The one instance; {@link ProviderLoadException} says why there is none. */
    ChatModelProvider provider() {
        return instance.value();
    }

    private ChatModelProvider make(Supplier<? extends ChatModelProvider> maker) {
        try {
            return maker.get();
        } catch (ServiceConfigurationError | LinkageError | RuntimeException | StackOverflowError e) {
            Throwable cause = LoadFailure.reason(e);
            String text = LoadFailure.describe(cause);
            failure = "cannot be made: " + text;
            throw new ProviderLoadException(
                    "Provider " + description() + " cannot be made: " + text + "; mend or remove that jar",
                    ChatException.Details.builder().cause(cause).build());
        }
    }
}
