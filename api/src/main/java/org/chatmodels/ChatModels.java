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

    public static ChatModel open(String location) {
        throw new AssertionError();
    }

    public static ChatModel open(String location, ChatOptions options) {
        throw new AssertionError();
    }

    public static ChatModel open(String location, OpenPolicy policy) {
        throw new AssertionError();
    }

    public static List<ProviderStatus> providers() {
        throw new AssertionError();
    }

    public static List<Service> services() {
        throw new AssertionError();
    }

    public static List<OptionInfo> options(String name) {
        throw new AssertionError();
    }

    /** What a service offers beside chatting, such as a store of models; cheap, no network. */
    public static <T> Optional<T> service(String name, Class<T> type) {
        throw new AssertionError();
    }

    public static Resolution explain(String location) {
        throw new AssertionError();
    }

    public static List<Problem> validate() {
        throw new AssertionError();
    }

    /** The default registry of the context class loader if that one sees this class, else of this class's own loader. */
    public static ChatModelRegistry registry() {
        throw new AssertionError();
    }
}
