package org.chatmodels.openaicompatible;

import java.util.List;
import org.chatmodels.ChatOptions;
import org.chatmodels.ModelLocation;
import org.chatmodels.spi.Omissions;

/** What of one request a service does not take, by its dialect and what is known of the model. */
final class Adjustments {
    private final ModelLocation location;
    private final ChatOptions options;
    private final Dialect dialect;
    private final Api api;
    private final boolean thinking;
    private final Omissions omissions;

    Adjustments(ModelLocation location, ChatOptions options, Dialect dialect, Api api) {
        this.api = api;
        this.omissions = new Omissions(location, options);
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
        omissions.drop(feature.usual(), reason);
    }

    /** Says that something goes in another form; an error if nothing may differ from what was asked. */
    void map(String reason) {
        omissions.map(reason);
    }

    /** ConfigurationException for an extra field that would change how the answer comes. */
    void checkExtra(String field, String why) {
        omissions.checkExtra(field, why);
    }

    /** For {@code ChatResponse.warnings()}; empty if the request went as it was. */
    List<String> warnings() {
        return omissions.warnings();
    }
}
