package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.chatmodels.ChatException;

/** A key and a prompt that may stand nowhere but on the wire. */
final class Canaries {
    static final String KEY = "sk-canary-9f3b27d1c8e64a05";
    static final String PROMPT = "canary-prompt-5d0a71";

    private Canaries() {}

    /** Message, causes, suppressed exceptions and the kept body. */
    static <T extends Throwable> T absentFrom(T failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        absentFrom(text.toString());
        if (failure instanceof ChatException chat) {
            absentFrom(chat.body().orElse(""));
        }
        return failure;
    }

    static void absentFrom(String text) {
        assertFalse(text.contains(KEY), "the key stands in an exception or a text for people");
        assertFalse(text.contains(PROMPT), "the prompt stands in an exception or a text for people");
    }
}
