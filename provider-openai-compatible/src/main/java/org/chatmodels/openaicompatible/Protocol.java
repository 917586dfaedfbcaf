package org.chatmodels.openaicompatible;

import org.chatmodels.ChatRequest;

/** A wire format at one service, for one model. */
interface Protocol {
    Api api();

    Endpoint endpoint();

    WrittenRequest write(ChatRequest request, boolean stream);

    /** For one answer. */
    AnswerReader reader();
}
