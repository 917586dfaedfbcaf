package org.chatmodels.ollama;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.chatmodels.ChatModel;
import org.chatmodels.ModelInfo;
import org.chatmodels.ModelLocation;
import org.chatmodels.provider.ApiLevel;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.ProviderContext;

/**
 * Opens models of Ollama servers, of one's own and of ollama.com, in Ollama's native protocol. Offers an
 * {@link OllamaServer}, which is also a {@link org.chatmodels.ModelStore} and a {@link org.chatmodels.ServiceCheck}.
 */
@ChatProvider(names = "ollama", apiLevel = ApiLevel.CURRENT)
public final class OllamaProvider implements ChatModelProvider {
    /** For ServiceLoader. */
    public OllamaProvider() {}

    /** Computes address, constant headers and options; ConfigurationException for a parameter that cannot be sent. */
    @Override
    public ChatModel open(ModelLocation location, ProviderContext context) {
        Objects.requireNonNull(location, "location");
        return new OllamaModel(location, context, new OllamaServer(context));
    }

    /** The models that the server holds, with what they can do; of older servers each model is asked for. */
    @Override
    public List<ModelInfo> models(ProviderContext context) {
        return new OllamaServer(context).models();
    }

    /** The options of a model's run, by their names on the wire, and what else a request may say. */
    @Override
    public List<OptionInfo> options() {
        return RunOptions.all();
    }

    @Override
    public <T> Optional<T> service(Class<T> type, ProviderContext context) {
        return type.isAssignableFrom(OllamaServer.class) && type != Object.class
                ? Optional.of(type.cast(new OllamaServer(context)))
                : Optional.empty();
    }
}
