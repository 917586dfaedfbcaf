package org.chatmodels.openaicompatible;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatOptions.Unsupported;
import org.chatmodels.ModelLocation;
import org.chatmodels.UnsupportedFeatureException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What of one request a service does not take, and what becomes of it: an error, or the request goes without it and the
 * answer's warnings say so. With {@code unsupported=warn} each is also logged once.
 */
final class Adjustments {
    private static final Logger LOG = LoggerFactory.getLogger(Adjustments.class);

    private final ModelLocation location;
    private final ChatOptions options;
    private final Dialect dialect;
    private final boolean thinking;
    private final Set<String> logged;
    private final List<String> warnings = new ArrayList<>(0);

    /** {@code logged} remembers, for the opened model, what was logged before. */
    Adjustments(ModelLocation location, ChatOptions options, Dialect dialect, Set<String> logged) {
        this.location = location;
        this.options = options;
        this.dialect = dialect;
        this.thinking = !options.reasoningEffort().orElse("").equals("none");
        this.logged = logged;
    }

    /** Whether that is to be sent, if it was asked for. */
    boolean takes(Feature feature) {
        if (!dialect.drops(feature, thinking)) {
            return true;
        }
        drop(feature, "'" + feature.wireName() + "' is not taken by '" + location.provider() + "'");
        return false;
    }

    /** Says that it is not sent, and why; or, by the options, that it is an error. */
    void drop(Feature feature, String reason) {
        Unsupported action = options.unsupported().orElse(feature.usual());
        if (action == Unsupported.ERROR) {
            throw refused(reason);
        }
        tell(reason + ": left out");
    }

    /** Says that something goes in another form; an error if nothing may differ from what was asked. */
    void map(String reason) {
        if (options.unsupported().orElse(Unsupported.WARN) == Unsupported.ERROR) {
            throw refused(reason);
        }
        tell(reason);
    }

    private void tell(String text) {
        if (warnings.contains(text)) {
            return;
        }
        warnings.add(text);
        if (options.unsupported().orElse(Unsupported.DROP) == Unsupported.WARN && logged.add(text)) {
            LOG.warn("{}:{}: {}", location.provider(), location.model(), text);
        }
    }

    private UnsupportedFeatureException refused(String reason) {
        return new UnsupportedFeatureException(
                reason + ". Leave it out, set unsupported=drop, or open a service that takes it.",
                Details.builder()
                        .code("unsupported")
                        .provider(location.provider())
                        .model(location.model())
                        .build());
    }

    /** For {@code ChatResponse.warnings()}; empty if the request went as it was. */
    List<String> warnings() {
        return warnings;
    }
}
