package org.chatmodels.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatException.Phase;
import org.chatmodels.LimitException;
import org.chatmodels.provider.Secret;
import org.chatmodels.spi.http.Answer;

/** An answer whose head has arrived. One reader; {@link #close} from any thread. */
public final class Exchange implements AutoCloseable {
    private static final int FIRST_BUFFER = 8 * 1024;
    private static final int LARGEST_PIECE = 1 << 20;

    private final HttpCall call;
    private final Answer answer;
    private final ByteInput body;

    Exchange(HttpCall call, Answer answer) {
        this.call = call;
        this.answer = answer;
        this.body = answer::read;
    }

    /** The HTTP status, 200 to 599; redirects are not followed. */
    public int status() {
        return answer.status();
    }

    /** The first header of that name, whatever its case. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(answer.header(Objects.requireNonNull(name, "name")));
    }

    /**
     * The body; total, idle and first-token limits, truncation and cancellation come out of it as ChatExceptions. Its
     * end gives the connection back.
     */
    public ByteInput body() {
        return body;
    }

    /** The whole body, at most {@code maxBytes}: LimitException above it. */
    public byte[] readAll(int maxBytes) {
        if (answer.length() > maxBytes) {
            throw tooLong(maxBytes);
        }
        byte[] bytes = read(maxBytes);
        if (bytes.length == maxBytes && answer.read(new byte[1], 0, 1) >= 0) {
            throw tooLong(maxBytes);
        }
        return bytes;
    }

    private LimitException tooLong(int maxBytes) {
        close();
        Details details = Details.builder()
                .status(status())
                .phase(Phase.BODY)
                .delivery(Delivery.MAYBE_PROCESSED)
                .build();
        return new LimitException(
                "The answer to " + call + " is longer than " + maxBytes + " bytes: ask for less", details);
    }

    /** At most {@code maxBytes} of the body; the rest is left unread and no limit is an error: for error bodies. */
    public byte[] readSome(int maxBytes) {
        return read(maxBytes);
    }

    /** In pieces: an array that grows would be there twice while it is copied. */
    private byte[] read(int maxBytes) {
        List<byte[]> full = new ArrayList<>();
        byte[] piece = new byte[Math.min(maxBytes, expected())];
        int before = 0;
        int length = 0;
        int read = 0;
        while (read >= 0 && before + length < maxBytes) {
            if (length == piece.length) {
                full.add(piece);
                before += length;
                length = 0;
                piece = new byte[Math.min(maxBytes - before, Math.min(LARGEST_PIECE, Math.max(64, before)))];
            }
            read = answer.read(piece, length, piece.length - length);
            length += Math.max(0, read);
        }
        return full.isEmpty() && length == piece.length ? piece : joined(full, piece, before + length);
    }

    private static byte[] joined(List<byte[]> full, byte[] last, int length) {
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] piece : full) {
            System.arraycopy(piece, 0, all, at, piece.length);
            at += piece.length;
        }
        System.arraycopy(last, 0, all, at, length - at);
        return all;
    }

    /** The server's word is trusted for a first buffer only. */
    private int expected() {
        long length = answer.length();
        return length > 0 && length < FIRST_BUFFER * 8L ? (int) length : FIRST_BUFFER;
    }

    /** Tells that the first content event came: from now on the first-token limit is met. */
    public void firstToken() {
        answer.firstToken();
    }

    /**
     * Gives the connection back if the body has come to its end, else cuts it at once: a reader in another thread gets
     * CancelledException. Idempotent.
     */
    @Override
    public void close() {
        answer.close();
    }

    Optional<Secret> key() {
        return call.key();
    }
}
