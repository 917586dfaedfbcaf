package org.chatmodels.provider;

import java.util.List;
import java.util.Optional;
import org.chatmodels.ChatModel;
import org.chatmodels.ModelInfo;
import org.chatmodels.ModelLocation;

/**
 * Opens models of one kind of backend. Needs {@link ChatProvider}, a public constructor without parameters that does
 * nothing, and a line in {@code META-INF/services/org.chatmodels.provider.ChatModelProvider}. One instance per registry, thread-safe.
 */
public interface ChatModelProvider {
    /** Cheap: no network, no key. */
    ChatModel open(ModelLocation location, ProviderContext context);

    /** What the service lists, over the network; empty when it has no list. Fails as calls do, and is not asked again. */
    default List<ModelInfo> models(ProviderContext context) {
        return List.of();
    }

    /** The parameters this provider adds to those that all know. */
    default List<OptionInfo> options() {
        return List.of();
    }

    /** What the service offers beside chatting, such as a {@link org.chatmodels.ModelStore}; cheap, no network. */
    default <T> Optional<T> service(Class<T> type, ProviderContext context) {
        return Optional.empty();
    }
}
