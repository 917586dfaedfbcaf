package org.chatmodels.openaicompatible;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Ids of tool calls in the form that a service demands: the same id becomes the same one, in calls and in results. */
final class ToolCallIds {
    private static final String LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private final int length;

    /** As in the row: "any", or a number of a-z A-Z 0-9. */
    ToolCallIds(String form) {
        length = form.equals("any") ? 0 : Integer.parseInt(form);
    }

    /** The id itself where it fits. */
    String fitting(String id) {
        return length == 0 || fits(id) ? id : mapped(id);
    }

    private boolean fits(String id) {
        boolean fits = id.length() == length;
        for (int i = 0; fits && i < length; i++) {
            fits = LETTERS.indexOf(id.charAt(i)) >= 0;
        }
        return fits;
    }

    private String mapped(String id) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            StringBuilder mapped = new StringBuilder(length);
            for (int i = 0; i < length; i++) {
                mapped.append(LETTERS.charAt(Math.floorMod(hash[i], LETTERS.length())));
            }
            return mapped.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
