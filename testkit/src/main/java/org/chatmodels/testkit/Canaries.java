package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.chatmodels.ChatException;
import org.chatmodels.ChatResponse;

/** A key and a prompt that may stand nowhere but on the wire. */
final class Canaries {
    static final String KEY = "sk-canary-9f3b27+d1c8/Zq7Vw3Kx9Rj5";
    static final String PROMPT = "canary-prompt-5d0a71";

    /** The key in whole or in part, as a server or a careless provider may write it: its beginning, its end, base 64. */
    private static final List<String> SPELLINGS =
            List.of(KEY.substring(0, 6), KEY.substring(KEY.length() - 6), base64());

    private Canaries() {}

    private static String base64() {
        return Base64.getEncoder()
                .withoutPadding()
                .encodeToString(KEY.substring(0, 9).getBytes(StandardCharsets.UTF_8));
    }

    /** Message, causes, suppressed exceptions, the kept body, what prints of the partial answer, the serialised form. */
    static <T extends Throwable> T absentFrom(T failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        absentFrom(text.toString());
        absentFrom(serialised(failure));
        if (failure instanceof ChatException chat) {
            absentFrom(chat.body().orElse(""));
            absentFrom(chat.partial().map(ChatResponse::toString).orElse(""));
        }
        return failure;
    }

    /** Byte for byte as ISO 8859-1, where ASCII is itself. */
    private static String serialised(Throwable failure) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(failure);
        } catch (IOException e) {
            throw new AssertionError("an exception that cannot be serialised", e);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    static void absentFrom(String text) {
        for (String spelling : SPELLINGS) {
            assertFalse(text.contains(spelling), "the key stands in an exception or a text for people");
        }
        assertFalse(text.contains(PROMPT), "the prompt stands in an exception or a text for people");
    }
}
