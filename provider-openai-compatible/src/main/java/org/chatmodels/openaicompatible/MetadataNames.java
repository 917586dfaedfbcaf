package org.chatmodels.openaicompatible;

/** Names of what is attached to messages so that it can go back unchanged. */
final class MetadataNames {
    static final String EXTRA_CONTENT = "extra_content";
    static final String REASONING_DETAILS = "reasoning_details";
    static final String AUDIO = "audio";

    private MetadataNames() {}
}
