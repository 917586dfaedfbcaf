package org.chatmodels.examples;

import org.chatmodels.ChatModels;
import org.chatmodels.Conversation;

/** Asks twice; the second question is understood because the first is remembered. */
public final class Remember {
    private Remember() {}

    public static void main(String[] words) {
        Conversation talk = Conversation.of(ChatModels.open("favourite")).system("Be brief.");
        talk.ask("My name is Alice.");
        System.out.println(talk.ask("What's my name?"));

        Conversation later = Conversation.fromJson(ChatModels.open("favourite"), talk.toJson());
        System.out.println(later.ask("And how many letters has it?"));
    }
}
