package org.chatmodels.reliability.soak;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ConfigurationException;

/** Until retries and fallbacks are there, their tests are skipped; afterwards this class goes. */
final class PolicyCore {
    private PolicyCore() {}

    static void isNeeded() {
        assumeTrue(isThere(), "open does not take retries and fallbacks yet");
    }

    private static boolean isThere() {
        String location = "openai-compatible:m?base_url=http://127.0.0.1:1/v1&retries=1";
        try (ChatModelRegistry registry =
                ChatModelRegistry.builder().environment(Map.of()).build()) {
            registry.open(location + " | " + location);
            return true;
        } catch (ConfigurationException notYet) {
            return false;
        }
    }
}
