package org.chatmodels.openaicompatible;

import org.chatmodels.Message;
import org.chatmodels.Part;
import org.chatmodels.spi.JsonWriter;

/** What differs among wire formats in a list of messages. */
interface MessageShape {
    /** The word for a part that is a text of the user. */
    String textType();

    /** What the assistant said. */
    void assistant(Message message, JsonWriter json, Adjustments adjustments);

    /** What a tool answered. */
    void result(Part.ToolResult result, JsonWriter json);
}
