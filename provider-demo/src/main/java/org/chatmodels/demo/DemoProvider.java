package org.chatmodels.demo;

import java.util.List;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ModelInfo;
import org.chatmodels.ModelLocation;
import org.chatmodels.UnsupportedFeatureException;
import org.chatmodels.provider.ApiLevel;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.chatmodels.provider.JsonBinding;
import org.chatmodels.provider.ProviderContext;
import org.jspecify.annotations.Nullable;

/** Opens {@code demo:small}, a Markov chain that needs no key and no network. It is trained when first asked. */
@ChatProvider(names = "demo", apiLevel = ApiLevel.CURRENT)
public final class DemoProvider implements ChatModelProvider {
    private @Nullable MarkovChain chain;

    /** Called by the registry. */
    public DemoProvider() {}

    @Override
    public ChatModel open(ModelLocation location, ProviderContext context) {
        if (!location.model().equals("small")) {
            throw new ConfigurationException(
                    "The demo has one model; write demo:small",
                    ChatException.Details.builder().code("unknown_model").build());
        }
        return new DemoModel(
                location, this::chain, () -> context.lookup(JsonBinding.class).orElseThrow(DemoProvider::unbound));
    }

    @Override
    public List<ModelInfo> models(ProviderContext context) {
        return List.of(ModelInfo.builder("small").name("A Markov chain").build());
    }

    private static UnsupportedFeatureException unbound() {
        return new UnsupportedFeatureException(
                "demo:small reads schemas with a JSON binding only: add chatmodels-spi to the class path",
                ChatException.Details.NONE);
    }

    private synchronized MarkovChain chain() {
        if (chain == null) {
            chain = MarkovChain.train();
        }
        return chain;
    }
}
