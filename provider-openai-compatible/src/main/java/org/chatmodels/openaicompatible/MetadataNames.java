package org.chatmodels.openaicompatible;

/** The names under which what must go back to a service is attached to the parts of its answer. */
final class MetadataNames {
    /** Of a text or the answer of a tool, by the caller: an object, the member of that name of its part. */
    static final String CACHE_CONTROL = "cache_control";

    /** Of a tool call: its member of that name, JSON as it came: signatures of thoughts. */
    static final String EXTRA_CONTENT = "extra_content";

    /** Of a tool call: an object of all other members that are objects and have no home, as they came. */
    static final String MEMBERS = "members";

    /** Of a thought: a JSON text, the place it came in, a word of {@link ReadRules#PLACES}. */
    static final String REASONING_FIELD = "reasoning_field";

    /** Of a thought, which may be empty: the array of that name, all its elements in their order, even if there are none. */
    static final String REASONING_DETAILS = "reasoning_details";

    /** Of a thought, which may be empty: a JSON text. */
    static final String REASONING_SIGNATURE = "reasoning_signature";

    /** Of a sound: a JSON text, the id by which the service knows it. */
    static final String AUDIO_ID = "audio_id";

    private MetadataNames() {}

    /**
     * Of a part that came as an item of the Responses API, at the service of that name: an object with what of the item
     * the part does not say; of a thought, all of it.
     */
    static String item(String provider) {
        return provider + "_item";
    }
}
