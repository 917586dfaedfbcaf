package org.chatmodels.demo;

import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.testkit.InProcessContract;
import org.junit.jupiter.api.AfterEach;

final class DemoContractTest extends InProcessContract {
    private final ChatModelRegistry registry = ChatModelRegistry.builder().build();

    @AfterEach
    void close() {
        registry.close();
    }

    @Override
    protected ChatModel open() {
        return registry.open("demo:small");
    }
}
