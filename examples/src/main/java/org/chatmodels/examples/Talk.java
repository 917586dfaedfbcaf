package org.chatmodels.examples;

import org.chatmodels.ChatModels;
import org.chatmodels.ChatStream;

/** Streams an answer of the model that the configuration calls "favourite". */
public final class Talk {
    private Talk() {}

    public static void main(String[] words) {
        try (ChatStream answer = ChatModels.open("favourite").stream(String.join(" ", words))) {
            answer.forEachText(System.out::print);
            System.out.println();
        }
    }
}
