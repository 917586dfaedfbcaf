package org.chatmodels.openrouter;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.chatmodels.ChatModel;
import org.chatmodels.ModelInfo;
import org.chatmodels.ModelLocation;
import org.chatmodels.ServiceCheck;
import org.chatmodels.openaicompatible.OpenAiCompatibleProvider;
import org.chatmodels.provider.ApiLevel;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.ProviderContext;

/**
 * Opens models of OpenRouter: what all services have in common is left to the provider of Chat Completions, what
 * OpenRouter has besides are parameters of locations. Names of models are kept exactly, suffixes such as {@code :free}
 * and {@code :nitro} too.
 */
@ChatProvider(names = "openrouter", apiLevel = ApiLevel.CURRENT)
public final class OpenRouterProvider implements ChatModelProvider {
    private final OpenAiCompatibleProvider plain = new OpenAiCompatibleProvider();

    /** For ServiceLoader. */
    public OpenRouterProvider() {}

    /** ConfigurationException for a parameter that OpenRouter would not take, and for a row that cannot be called. */
    @Override
    public ChatModel open(ModelLocation location, ProviderContext context) {
        Objects.requireNonNull(location, "location");
        TypedOptions typed = TypedOptions.read(context);
        return new OpenRouterModel(plain.open(location, context), typed);
    }

    /** All that OpenRouter lists, with prices and capabilities; no key is sent. */
    @Override
    public List<ModelInfo> models(ProviderContext context) {
        return plain.models(context);
    }

    /** Routing, fallbacks, plugins, thoughts, caching and attribution. */
    @Override
    public List<OptionInfo> options() {
        return OptionTable.ALL.stream().map(Option::info).toList();
    }

    /** A {@link ServiceCheck} of the key: whether it is taken and what is left of its limit. */
    @Override
    public <T> Optional<T> service(Class<T> type, ProviderContext context) {
        return type == ServiceCheck.class ? Optional.of(type.cast(new KeyCheck(context))) : Optional.empty();
    }
}
