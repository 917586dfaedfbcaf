package org.chatmodels.spi;

import java.util.Arrays;
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
        return readAll(new byte[0], maxBytes);
    }

    /** The same where {@code first} was read of it before, which counts and comes first. */
    public byte[] readAll(byte[] first, int maxBytes) {
        if (answer.length() > maxBytes) {
            throw tooLong(maxBytes);
        }
        return read(first, maxBytes, true);
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
        return read(new byte[0], maxBytes, false);
    }

    /** What does not fit into the first buffer goes through it into pieces: no array that grows is there twice. */
    private byte[] read(byte[] first, int maxBytes, boolean toItsEnd) {
        byte[] buffer = new byte[Math.min(maxBytes, expected())];
        int length = fill(buffer, Math.min(buffer.length, maxBytes - first.length));
        int total = first.length + length;
        if (first.length == 0 && (length < buffer.length || length == answer.length())) {
            return length == buffer.length ? buffer : Arrays.copyOf(buffer, length);
        }
        ByteOutput all = new ByteOutput();
        all.write(first, 0, first.length);
        while (length > 0) {
            all.write(buffer, 0, length);
            length = fill(buffer, Math.min(buffer.length, maxBytes - total));
            total += length;
        }
        if (toItsEnd && total == maxBytes && answer.read(new byte[1], 0, 1) >= 0) {
            throw tooLong(maxBytes);
        }
        return all.toBytes();
    }

    /** So many bytes, fewer at the end of the body. */
    private int fill(byte[] buffer, int count) {
        int length = 0;
        int read = 0;
        while (read >= 0 && length < count) {
            read = answer.read(buffer, length, count - length);
            length += Math.max(0, read);
        }
        return length;
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
