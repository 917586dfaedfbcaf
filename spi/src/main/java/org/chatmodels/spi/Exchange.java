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
        byte[] bytes = read(maxBytes);
        if (bytes.length == maxBytes && answer.read(new byte[1], 0, 1) >= 0) {
            close();
            Details details = Details.builder()
                    .status(status())
                    .phase(Phase.BODY)
                    .delivery(Delivery.MAYBE_PROCESSED)
                    .build();
            throw new LimitException(
                    "The answer to " + call + " is longer than " + maxBytes + " bytes: ask for less", details);
        }
        return bytes;
    }

    /** At most {@code maxBytes} of the body; the rest is left unread and no limit is an error: for error bodies. */
    public byte[] readSome(int maxBytes) {
        return read(maxBytes);
    }

    private byte[] read(int maxBytes) {
        byte[] bytes = new byte[Math.min(maxBytes, expected())];
        int length = 0;
        int read = 0;
        while (read >= 0 && length < maxBytes) {
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, (int) Math.min(maxBytes, Math.max(64L, bytes.length * 2L)));
            }
            read = answer.read(bytes, length, bytes.length - length);
            length += Math.max(0, read);
        }
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
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
