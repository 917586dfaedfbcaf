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

    /** The JSON that marks where a part ends what the service may keep for later requests; empty for none. */
    default String mark(Part part) {
        return "";
    }

    /** The last one in a message. */
    default String mark(Message message) {
        String mark = "";
        for (Part part : message.parts()) {
            mark = mark(part).isEmpty() ? mark : mark(part);
        }
        return mark;
    }
}
