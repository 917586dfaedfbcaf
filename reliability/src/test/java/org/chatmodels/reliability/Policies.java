package org.chatmodels.reliability;

import java.util.Map;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ConfigurationException;

/** Whether this build retries and falls back. */
final class Policies {
    /** Until it does, rows that need it wait and the others expect one attempt. */
    static final boolean HERE = here();

    private Policies() {}

    private static boolean here() {
        try (ChatModelRegistry registry =
                ChatModelRegistry.builder().environment(Map.of()).build()) {
            registry.open("openai-compatible:m?base_url=http://127.0.0.1:9/v1&retries=1");
            return true;
        } catch (ConfigurationException notYet) {
            return false;
        }
    }
}
