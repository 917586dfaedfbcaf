package org.chatmodels.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a gateway answered on a connection that it closed; reads either framing of bodies. */
record Reply(int statusCode, List<String> head, String body) {
    static Reply of(String text) {
        int end = text.indexOf("\r\n\r\n");
        List<String> head = List.of(text.substring(0, end).split("\r\n"));
        int status = Integer.parseInt(head.get(0).split(" ")[1]);
        Reply reply = new Reply(status, head, text.substring(end + 4));
        return reply.header("Transfer-Encoding").isEmpty() ? reply : new Reply(status, head, joined(reply.body));
    }

    Optional<String> header(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ": ";
        return head.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()))
                .findFirst();
    }

    /** Only for ASCII, where characters are bytes. */
    private static String joined(String chunked) {
        List<String> chunks = new ArrayList<>();
        int at = 0;
        int size = -1;
        while (size != 0) {
            int line = chunked.indexOf("\r\n", at);
            size = Integer.parseInt(chunked.substring(at, line), 16);
            chunks.add(chunked.substring(line + 2, line + 2 + size));
            at = line + 2 + size + 2;
        }
        return String.join("", chunks);
    }
}
