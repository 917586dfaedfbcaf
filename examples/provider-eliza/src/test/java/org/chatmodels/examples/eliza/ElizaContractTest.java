package org.chatmodels.examples.eliza;

import java.util.Set;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.testkit.InProcessContract;
import org.junit.jupiter.api.AfterEach;

/** The doctor answers in one piece, as long as the script has it, counts nothing and only talks. */
final class ElizaContractTest extends InProcessContract {
    private final ChatModelRegistry registry = ChatModelRegistry.builder().build();

    @AfterEach
    void close() {
        registry.close();
    }

    @Override
    protected ChatModel open() {
        return registry.open("eliza:doctor");
    }

    @Override
    protected Set<Feature> without() {
        return Set.of(Feature.PIECES, Feature.MAX_TOKENS, Feature.STOP, Feature.USAGE, Feature.TOOLS, Feature.SCHEMA);
    }
}
