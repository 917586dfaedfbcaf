package org.chatmodels.testkit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads HTTP/1.1 requests: head, then a body framed by Content-Length or chunks (RFC 9112). */
final class RequestReader {
    private final Inbound inbound;

    RequestReader(Inbound inbound) {
        this.inbound = inbound;
    }

    /** The head alone; EOFException if the client ends before it is complete. */
    ReceivedRequest head() throws IOException {
        String[] first = line().split(" ", -1);
        if (first.length != 3 || !first[2].startsWith("HTTP/1.")) {
            throw new IllegalStateException("not an HTTP/1.1 request line: " + first.length + " words");
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon <= 0) {
                throw new IllegalStateException("header without name in a request to " + first[1]);
            }
            headers.add(Map.entry(
                    line.substring(0, colon), line.substring(colon + 1).trim()));
        }
        return new ReceivedRequest(first[0], first[1], headers, new byte[0]);
    }

    byte[] body(ReceivedRequest head) throws IOException {
        String coding = head.header("Transfer-Encoding").orElse("").toLowerCase(Locale.ROOT);
        if (coding.equals("chunked")) {
            return chunks();
        }
        return inbound.next(Integer.parseInt(head.header("Content-Length").orElse("0")));
    }

    private byte[] chunks() throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.writeBytes(inbound.next(size));
            line();
        }
        while (!line().isEmpty()) {
            // trailers are read past
        }
        return body.toByteArray();
    }

    private int chunkSize() throws IOException {
        String line = line();
        int semicolon = line.indexOf(';');
        return Integer.parseInt((semicolon < 0 ? line : line.substring(0, semicolon)).trim(), 16);
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = inbound.next(); next != '\n'; next = inbound.next()) {
            if (next < 0) {
                throw new EOFException("the client ended inside a request");
            }
            line.write(next);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
}
