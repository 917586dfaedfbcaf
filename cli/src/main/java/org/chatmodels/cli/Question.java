package org.chatmodels.cli;

import java.util.List;
import org.chatmodels.Media;
import org.chatmodels.Message;

/** What is asked, with the text files that are attached, and all else that is. */
record Question(String text, List<Media> files) {
    Media[] media() {
        return files.toArray(Media[]::new);
    }

    Message message() {
        return Message.user(text, media());
    }
}
