package org.chatmodels.openrouter;

import java.net.URI;
import org.chatmodels.testkit.ProviderContract;
import org.chatmodels.testkit.Wire;

/** The rules that hold for every provider. */
class OpenRouterContractTest extends ProviderContract {
    @Override
    protected Wire wire() {
        return new OpenRouterWire();
    }

    @Override
    protected String location(URI server) {
        return "openrouter:m?base_url=" + server + "/api/v1&credential=contract";
    }
}
