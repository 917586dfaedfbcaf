package org.chatmodels.reliability.soak;

import org.chatmodels.ChatModel;
import org.chatmodels.ChatResponse;
import org.chatmodels.ModelLocation;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ProviderContext;
import org.chatmodels.spi.Transport;

/** A provider that does nothing but tell how many connections of its registry are in use: as the text of its answer. */
final class TransportProbe implements ChatModelProvider {
    static final String NAME = "probe";

    @Override
    public ChatModel open(ModelLocation location, ProviderContext context) {
        Transport transport = Transport.of(context);
        return ChatModel.of(location, request -> ChatResponse.of(Integer.toString(transport.openExchanges())));
    }
}
