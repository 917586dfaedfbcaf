package org.chatmodels;

import java.util.List;
import java.util.Optional;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.Service;

/**
 * The front door: every method calls the one of the same name on {@link #registry()}.
 */
public final class ChatModels {
    private ChatModels() {}

    /** Opens a location, an alias or a route. Cheap: no network, no key. */
    public static ChatModel open(String location) {
        return registry().open(location);
    }

    /** {@code options} are stronger than those in the location and weaker than those of a request. */
    public static ChatModel open(String location, ChatOptions options) {
        return registry().open(location, options);
    }

    /** For texts that the application did not write: see {@link OpenPolicy#untrusted}. */
    public static ChatModel open(String location, OpenPolicy policy) {
        return registry().open(location, policy);
    }

    /** Every provider that was found, the broken ones too. Runs no provider's code. */
    public static List<ProviderStatus> providers() {
        return registry().providers();
    }

    /** Every service row, in order of name. */
    public static List<Service> services() {
        return registry().services();
    }

    /** Every parameter that a location of this provider or service takes; instantiates that provider alone. */
    public static List<OptionInfo> options(String name) {
        return registry().options(name);
    }

    /** Asks the service over the network which models it has. */
    public static List<ModelInfo> models(String service) {
        return registry().models(service);
    }

    /** What a service offers beside chatting, such as a {@link ModelStore} or a {@link ServiceCheck}; cheap, no network. */
    public static <T> Optional<T> service(String name, Class<T> type) {
        return registry().service(name, type);
    }

    /** What {@code open} would do and why; no network, secrets redacted. */
    public static Resolution explain(String location) {
        return registry().explain(location);
    }

    /** Checks the whole configuration without network; empty when all is well. Never throws. */
    public static List<Problem> validate() {
        try {
            return registry().validate();
        } catch (ConfigurationException e) {
            return List.of(new Problem(Problem.Severity.ERROR, "configuration", String.valueOf(e.getMessage())));
        }
    }

    /** The default registry of the context class loader if that one sees this class, else of this class's own loader. */
    public static ChatModelRegistry registry() {
        return DefaultRegistries.current();
    }
}
