package org.chatmodels.ollama;

import java.net.URI;
import java.util.Set;
import org.chatmodels.testkit.ProviderContract;
import org.chatmodels.testkit.Wire;

/** The rules that hold for every provider, in Ollama's own protocol. */
class OllamaContractTest extends ProviderContract {
    @Override
    protected Wire wire() {
        return new OllamaWire();
    }

    @Override
    protected String location(URI server) {
        return "ollama:m?base_url=" + server + "&credential=contract";
    }

    /** There are no comments; calls come whole, and one that is cut is an error. */
    @Override
    protected Set<Feature> without() {
        return Set.of(Feature.COMMENTS, Feature.PIECES_OF_CALLS, Feature.CUT_CALLS);
    }
}
