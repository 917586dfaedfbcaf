package org.chatmodels.openaicompatible;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A wire format, and what a request may ask for that it has no words for. */
enum Api {
    CHAT("chat", "Chat Completions", EnumSet.of(Feature.PREVIOUS_RESPONSE)),
    RESPONSES(
            "responses",
            "the Responses API",
            EnumSet.of(
                    Feature.TOP_K,
                    Feature.STOP,
                    Feature.SEED,
                    Feature.PRESENCE_PENALTY,
                    Feature.FREQUENCY_PENALTY,
                    Feature.LOGIT_BIAS,
                    Feature.N,
                    Feature.VIDEO));

    private final String word;
    private final String title;
    private final Set<Feature> unknown;

    Api(String word, String title, Set<Feature> unknown) {
        this.word = word;
        this.title = title;
        this.unknown = unknown;
    }

    /** By its word in rows and locations. */
    static Optional<Api> find(String word) {
        return Arrays.stream(values()).filter(api -> api.word.equals(word)).findFirst();
    }

    /** For people, in a sentence. */
    String title() {
        return title;
    }

    /** Whether a request can say that. */
    boolean carries(Feature feature) {
        return !unknown.contains(feature);
    }

    /** Whether that may be left to it where there is a choice: of sound it has the words, and few models behind it. */
    boolean suits(Feature feature) {
        return carries(feature) && !(this == RESPONSES && feature == Feature.AUDIO);
    }
}
