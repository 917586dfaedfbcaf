package org.chatmodels.reliability.soak;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Reads the requests of one connection. */
final class RequestInput {
    /** Before the number of the call in the prompt. */
    static final String MARK = "soak:";
    /** In the prompt of a call that wants its answer slowly. */
    static final String SLOWLY = "slowly";

    private static final int MOST_BYTES = 4 << 20;
    private static final int LARGE = 64 << 10;
    private static final int BEGINNING = 1024;
    private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

    private final Socket socket;
    private final InputStream in;
    private byte[] buffer = new byte[8 << 10];
    private int count;
    private int headLength;
    private int length;

    RequestInput(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** Reads a head, and of the body enough to know whose it is; false if no more requests come. */
    boolean begin() throws IOException {
        int end = endOfHead();
        while (end < 0 && fill()) {
            end = endOfHead();
        }
        if (end < 0) {
            return false;
        }
        headLength = end + END_OF_HEAD.length;
        length = contentLength(new String(buffer, 0, end, StandardCharsets.ISO_8859_1));
        return await(headLength + Math.min(length, BEGINNING));
    }

    /** Reads what is missing of the body; false if the client does not send it. */
    boolean finish() throws IOException {
        return await(headLength + length);
    }

    boolean isLarge() {
        return length > LARGE;
    }

    /** The number of the call. */
    int id() {
        String start = body(0, Math.min(length, BEGINNING));
        int at = start.indexOf(MARK) + MARK.length();
        int end = at;
        while (Character.isDigit(start.charAt(end))) {
            end++;
        }
        return Integer.parseInt(start.substring(at, end));
    }

    boolean isSlow() {
        return body(0, Math.min(length, BEGINNING)).contains(SLOWLY);
    }

    boolean isStreamed() {
        int from = Math.max(0, length - BEGINNING);
        return body(from, length).contains("\"stream\":true");
    }

    private String body(int from, int to) {
        return new String(buffer, headLength + from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** What follows is the next request. */
    void next() {
        int used = headLength + length;
        System.arraycopy(buffer, used, buffer, 0, count - used);
        count -= used;
    }

    /** Whether more comes within that time; the end of the connection counts. */
    boolean moreWithin(int millis) throws IOException {
        if (count > headLength + length) {
            return true;
        }
        socket.setSoTimeout(millis);
        try {
            grow(count + 1);
            int read = in.read(buffer, count, buffer.length - count);
            count += Math.max(0, read);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } finally {
            socket.setSoTimeout(0);
        }
    }

    /** Whether bytes wait that were not read. */
    boolean hasMore() throws IOException {
        return count > headLength + length || in.available() > 0;
    }

    /** Reads and forgets, until the client has ended the connection or that long nothing comes. */
    void discard(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            while (in.read(buffer) >= 0) {
                count = 0;
            }
        } catch (SocketTimeoutException e) {
            count = 0;
        }
    }

    private boolean await(int bytes) throws IOException {
        if (bytes > MOST_BYTES) {
            throw new IOException("a request of " + bytes + " bytes");
        }
        grow(bytes);
        while (count < bytes) {
            if (!fill()) {
                return false;
            }
        }
        return true;
    }

    private boolean fill() throws IOException {
        grow(count + 1);
        int read = in.read(buffer, count, buffer.length - count);
        count += Math.max(0, read);
        return read >= 0;
    }

    private void grow(int bytes) {
        if (bytes > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(bytes, 2 * buffer.length));
        }
    }

    private int endOfHead() {
        for (int i = 0; i + END_OF_HEAD.length <= count; i++) {
            if (Arrays.equals(buffer, i, i + END_OF_HEAD.length, END_OF_HEAD, 0, END_OF_HEAD.length)) {
                return i;
            }
        }
        return -1;
    }

    private static int contentLength(String head) {
        return head.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .findFirst()
                .flatMap(line -> Optional.of(
                        Integer.parseInt(line.substring(line.indexOf(':') + 1).strip())))
                .orElse(0);
    }
}
