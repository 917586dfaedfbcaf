package org.chatmodels.testkit;

import java.nio.charset.StandardCharsets;

/** HTTP/1.1 answers as text. */
final class Replies {
    static final String LAST_CHUNK = "0\r\n\r\n";

    private Replies() {}

    /** Headers are names and values in turn. */
    static String head(int status, String... headers) {
        if (headers.length % 2 != 0) {
            throw new IllegalArgumentException("headers are names and values in turn, here are " + headers.length);
        }
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append(status < 300 ? " OK" : " Scripted");
        for (int i = 0; i < headers.length; i += 2) {
            head.append("\r\n").append(headers[i]).append(": ").append(headers[i + 1]);
        }
        return head.append("\r\n\r\n").toString();
    }

    static String whole(int status, String body, String... headers) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        String[] all = new String[headers.length + 2];
        System.arraycopy(headers, 0, all, 0, headers.length);
        all[headers.length] = "Content-Length";
        all[headers.length + 1] = Integer.toString(length);
        return head(status, all) + body;
    }

    static String chunk(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty chunk ends the body: say lastChunk()");
        }
        return Integer.toHexString(text.getBytes(StandardCharsets.UTF_8).length) + "\r\n" + text + "\r\n";
    }
}
