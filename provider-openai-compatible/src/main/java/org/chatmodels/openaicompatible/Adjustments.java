package org.chatmodels.openaicompatible;

import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatOptions.Unsupported;
import org.chatmodels.ModelLocation;
import org.chatmodels.UnsupportedFeatureException;

/**
 * What of one request a service does not take, and what becomes of it: an error, or the request goes without it and the
 * answer's warnings say so.
 */
final class Adjustments {
    private final ModelLocation location;
    private final ChatOptions options;
    private final Dialect dialect;
    private final Api api;
    private final boolean thinking;
    private final List<String> warnings = new ArrayList<>(0);

    Adjustments(ModelLocation location, ChatOptions options, Dialect dialect, Api api) {
        this.api = api;
        this.location = location;
        this.options = options;
        this.dialect = dialect;
        this.thinking = thinks(options);
    }

    /** Whether the model may think. */
    static boolean thinks(ChatOptions options) {
        return !options.reasoningEffort().orElse("").equals("none");
    }

    /** Whether the service is to keep the answer. */
    boolean keeps() {
        return options.store().orElse(false) && !dialect.drops(Feature.STORE, thinking);
    }

    /** Whether that is to be sent, if it was asked for. */
    boolean takes(Feature feature) {
        if (!api.carries(feature)) {
            drop(feature, "'" + feature.wireName() + "' is no part of " + api.title());
            return false;
        }
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
        if (!warnings.contains(text)) {
            warnings.add(text);
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
