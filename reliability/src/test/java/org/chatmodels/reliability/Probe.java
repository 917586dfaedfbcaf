package org.chatmodels.reliability;

import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatResponse;
import org.chatmodels.ModelLocation;
import org.chatmodels.provider.ApiLevel;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.chatmodels.provider.ProviderContext;
import org.chatmodels.spi.Transport;

/** A provider that looks at what the providers of a registry share. */
@ChatProvider(names = "probe", apiLevel = ApiLevel.CURRENT)
public final class Probe implements ChatModelProvider {
    private volatile ProviderContext seen;

    @Override
    public ChatModel open(ModelLocation location, ProviderContext context) {
        seen = context;
        return ChatModel.of(location, request -> ChatResponse.of("probe"));
    }

    /** The transport of the registry that this provider was given to. */
    Transport transport(ChatModelRegistry registry) {
        registry.open("probe:any");
        return Transport.of(seen);
    }
}
