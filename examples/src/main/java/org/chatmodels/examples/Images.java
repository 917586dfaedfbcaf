package org.chatmodels.examples;

import java.nio.file.Path;
import org.chatmodels.ChatModels;
import org.chatmodels.ChatRequest;
import org.chatmodels.Media;

/** Asks about a picture, sound or document, whose file is named first. */
public final class Images {
    private Images() {}

    public static void main(String[] fileAndWords) {
        Media file = Media.file(Path.of(fileAndWords[0]));
        ChatRequest request = ChatRequest.builder().user(fileAndWords[1], file).build();
        System.out.println(ChatModels.open("favourite").chat(request).text());
    }
}
