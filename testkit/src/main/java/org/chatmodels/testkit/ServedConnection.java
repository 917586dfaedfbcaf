package org.chatmodels.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a {@link ScriptedServer} saw of one connection. Thread-safe. */
public final class ServedConnection {
    /**
     * How the client ended a connection: by FIN or by RST, and when.
     *
     * @param reset whether it was an RST, or a write that the client no longer took
     * @param nanoTime {@link System#nanoTime()} of the moment the server noticed
     */
    public record Ending(boolean reset, long nanoTime) {
        /** How long after that {@link System#nanoTime()} it was. */
        public Duration after(long startNanoTime) {
            return Duration.ofNanos(nanoTime - startNanoTime);
        }
    }

    private final Ledger ledger;
    private final int number;
    private final List<ReceivedRequest> requests = new ArrayList<>();
    private byte[] bytes = new byte[1024];
    private int count;
    private boolean over;
    private @Nullable Ending ending;
    private @Nullable Exception handshakeFailure;

    ServedConnection(Ledger ledger, int number) {
        this.ledger = ledger;
        this.number = number;
    }

    /** Counts the connections of a server from 0, in the order of their acceptance. */
    public int number() {
        return number;
    }

    /** Every byte that was read, decrypted if the server speaks TLS. */
    public byte[] received() {
        return ledger.read(() -> Arrays.copyOf(bytes, count));
    }

    /** The bytes as UTF-8. */
    public String receivedText() {
        return new String(received(), StandardCharsets.UTF_8);
    }

    /** The requests on this connection, oldest first; one whose body is still to be read has an empty body. */
    public List<ReceivedRequest> requests() {
        return ledger.read(() -> List.copyOf(requests));
    }

    /** How the client ended it; empty while it has not, and when the server ended it first. */
    public Optional<Ending> ending() {
        return ledger.read(() -> Optional.ofNullable(ending));
    }

    /** Waits, as long as the server's patience lasts, for the TLS handshake to fail, says why; AssertionError if it does not. */
    public Exception awaitHandshakeFailure() {
        ledger.expect(() -> handshakeFailure != null, ledger.patience(), () -> this + " had no failed handshake");
        return Objects.requireNonNull(handshakeFailure);
    }

    /** Waits, as long as the server's patience lasts, for the client's FIN or RST; AssertionError if it does not come. */
    public Ending awaitClosed() {
        return awaitClosed(ledger.patience());
    }

    /** Waits for the client's FIN or RST; AssertionError if it does not come. Nothing is seen while a script does not read. */
    public Ending awaitClosed(Duration limit) {
        ledger.expect(
                () -> ending != null,
                Objects.requireNonNull(limit, "limit"),
                () -> this + (over ? " was ended by the server" : " is still open"));
        return ending().orElseThrow();
    }

    /** Waits, as long as the server's patience lasts, until that many bytes were read; AssertionError if they do not come. */
    public byte[] awaitReceived(int atLeast) {
        ledger.expect(() -> count >= atLeast, ledger.patience(), () -> this + ", expected " + atLeast);
        return received();
    }

    /** Number and sizes. */
    @Override
    public String toString() {
        return ledger.read(() -> "connection " + number + " (" + count + " bytes, " + requests.size() + " requests)");
    }

    int count() {
        return count;
    }

    int copy(int from, byte[] into, int offset) {
        int length = Math.min(count - from, into.length - offset);
        System.arraycopy(bytes, from, into, offset, length);
        return length;
    }

    void received(byte[] more, int length) {
        if (count + length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, count + length));
        }
        System.arraycopy(more, 0, bytes, count, length);
        count += length;
    }

    void request(ReceivedRequest request) {
        ledger.change(() -> requests.add(request));
    }

    void completed(ReceivedRequest request) {
        ledger.change(() -> requests.set(requests.size() - 1, request));
    }

    boolean isOver() {
        return over;
    }

    /** Nothing will come any more; what is seen from now on is the server's own doing. */
    void over() {
        ledger.change(() -> over = true);
    }

    void ended(boolean reset) {
        ledger.change(() -> {
            if (!over) {
                over = true;
                ending = new Ending(reset, System.nanoTime());
            }
        });
    }

    void handshakeFailed(Exception failure) {
        ledger.change(() -> {
            over = true;
            handshakeFailure = failure;
        });
    }
}
