package org.chatmodels;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.provider.OptionInfo;

/** The parameters that a location takes: those of every provider and a provider's own. Immutable. */
final class Parameters {
    private Parameters() {}

    /** Those of every provider, then {@code own}; ConfigurationException when {@code own} declares one of the former or one twice. */
    static Parameters with(List<OptionInfo> own) {
        throw new AssertionError();
    }

    List<OptionInfo> all() {
        throw new AssertionError();
    }

    /** By any spelling; a made-up one for {@code extra.NAME}. */
    Optional<OptionInfo> find(String name) {
        throw new AssertionError();
    }

    /** Checks and converts; ConfigurationException names the parameter and what to write. */
    ParameterValues read(Map<String, List<String>> raw) {
        throw new AssertionError();
    }
}
