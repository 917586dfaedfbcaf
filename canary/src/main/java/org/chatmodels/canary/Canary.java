package org.chatmodels.canary;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.Serializable;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Keys and a prompt that may stand nowhere but on the wire, and the look-out for them. Every key of a test begins with
 * {@code sk-canary}, so that a part of it is known again; "gsk-canary" and the like will do.
 */
public final class Canary {
    /** A key; its first six and last six characters stand for it too. */
    public static final String KEY = "sk-canary-9f3b27+d1c8/Zq7Vw3Kx9Rj5";

    /** Content of a request. */
    public static final String PROMPT = "canary-prompt-5d0a71";

    private static final String HEAD = "sk-canary";
    private static final int ENDS = 6;
    private static final List<String> OF_KEYS = ofKeys();

    private Canary() {}

    /** What of a key begins every key, what ends {@link #KEY}, and base 64 wherever in its input a key begins. */
    private static List<String> ofKeys() {
        List<String> marks = new ArrayList<>();
        marks.add(HEAD.substring(0, ENDS));
        marks.add(lower(KEY.substring(KEY.length() - ENDS)));
        for (int before = 0; before < 3; before++) {
            byte[] bytes = ("x".repeat(before) + HEAD).getBytes(StandardCharsets.UTF_8);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(bytes);
            int whole = bytes.length / 3 * 4;
            marks.add(lower(encoded.substring(before == 0 ? 0 : 4, whole)));
        }
        return List.copyOf(marks);
    }

    /** What of a key stands in the text, in whatever case; empty if nothing does. */
    public static Optional<String> ofKeyIn(String text) {
        String lower = lower(text);
        return OF_KEYS.stream().filter(lower::contains).findFirst();
    }

    /** What of a key or of the prompt stands in the text, in whatever case; empty if nothing does. */
    public static Optional<String> in(String text) {
        return lower(text).contains(PROMPT) ? Optional.of(PROMPT) : ofKeyIn(text);
    }

    /** What a handler of errors could print or send of it: message, causes, suppressed ones, serialised form. */
    public static String everythingOf(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text, true));
        return text + "\n" + thrown.getLocalizedMessage() + "\n" + serialised(thrown);
    }

    /** Byte for byte as ISO 8859-1, where ASCII is itself. */
    private static String serialised(Serializable object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (java.io.NotSerializableException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
