package org.chatmodels.spi.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.impl.io.DefaultManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * A connection that never hands out the answer of another request, can be cut from any thread in any state, and does
 * not log what goes over it, whatever the levels of HttpClient's loggers: keys are in its headers.
 */
final class Wire extends DefaultManagedHttpClientConnection {
    static final Http1Config LIMITS =
            Http1Config.custom().setMaxLineLength(8192).setMaxHeaderCount(100).build();

    private static final long PROBE_AFTER_NANOS = 1_000_000_000;
    private static final ContentLengthStrategy FRAMING = Wire::length;

    private final HeadParser parser;
    private volatile @Nullable Socket base;
    private volatile boolean aborted;
    private volatile boolean spoiled;
    private long lastUsed = System.nanoTime();

    Wire() {
        this(new HeadParser(LIMITS));
    }

    private Wire(HeadParser parser) {
        super(
                "chatmodels",
                null,
                null,
                LIMITS,
                FRAMING,
                null,
                (request, connection, in, sent, next) -> ((Wire) connection).isAnswered(),
                null,
                limits -> parser);
        this.parser = parser;
    }

    /** RFC 9112 6.3: an answer with both lengths, or with one that is no number, can't be framed safely. */
    private static long length(HttpMessage message) throws HttpException {
        boolean measured = message.containsHeader("Content-Length");
        if (measured && message.containsHeader("Transfer-Encoding")) {
            throw new ProtocolException("both Content-Length and Transfer-Encoding");
        }
        if (measured && message.getFirstHeader("Content-Length").getValue().startsWith("+")) {
            throw new ProtocolException("invalid Content-Length");
        }
        return DefaultContentLengthStrategy.INSTANCE.determineLength(message);
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new SocketHolder(socket), socket);
    }

    @Override
    public void bind(SSLSocket secure, Socket socket) throws IOException {
        bind(new SocketHolder(secure, socket), socket);
    }

    private void bind(SocketHolder holder, Socket socket) throws IOException {
        base = socket;
        if (aborted) {
            socket.close();
        }
        bind(holder);
    }

    /** Closes without a word to the server, also while another thread connects, writes or reads. */
    void abort() {
        aborted = true;
        close(CloseMode.IMMEDIATE);
        Socket socket = base;
        if (socket != null) {
            try {
                socket.close();
            } catch (IOException e) {
                // Nothing is left to be closed.
            }
        }
    }

    /** A new request begins. */
    void begin() {
        parser.reset();
        setSocketTimeout(Timeout.ZERO_MILLISECONDS);
    }

    /** Whether the server let the request be sent to its end. */
    boolean isWhole() {
        return super.isConsistent();
    }

    /** The request could not be sent to its end, so nothing may follow it. */
    void spoil() {
        spoiled = true;
    }

    /**
     * Ends the sending of a request to a server that has answered and reads no more, so that the answer gets read. Not
     * over TLS, where what waits may be no answer.
     */
    void stopSending() {
        Socket socket = base;
        if (socket == null || getSocket() != socket) {
            return;
        }
        spoiled = true;
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // It is closed, so nobody is blocked in it.
        }
    }

    boolean isSilent() {
        return parser.isSilent();
    }

    /** Whether bytes wait that were not read yet; never blocks. */
    boolean hasInput() {
        Socket socket = base;
        try {
            return parser.hasBuffered()
                    || socket != null && socket.getInputStream().available() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether the server answers before it was asked to the end. TLS may only have housekeeping to tell. */
    boolean isAnswered() throws IOException {
        boolean answered = hasInput() && isDataAvailable(Timeout.ONE_MILLISECOND);
        if (answered) {
            parser.heard();
        }
        return answered;
    }

    /** Whether the server has ended the connection; waits up to a millisecond. */
    boolean isAtEnd() {
        try {
            return super.isStale();
        } catch (IOException e) {
            return true;
        }
    }

    boolean isLoopback() {
        SocketAddress remote = getRemoteAddress();
        InetAddress address = remote instanceof InetSocketAddress inet ? inet.getAddress() : null;
        return address != null && address.isLoopbackAddress();
    }

    @Override
    public boolean isStale() {
        if (!isOpen() || hasInput()) {
            return true;
        }
        return System.nanoTime() - lastUsed > PROBE_AFTER_NANOS && (isAtEnd() || hasInput());
    }

    @Override
    public boolean isConsistent() {
        return !spoiled && super.isConsistent();
    }

    @Override
    public void passivate() {
        lastUsed = System.nanoTime();
        super.passivate();
    }

    @Override
    public ClassicHttpResponse receiveResponseHeader() throws HttpException, IOException {
        ClassicHttpResponse head = super.receiveResponseHeader();
        if (head.getCode() == HttpStatus.SC_SWITCHING_PROTOCOLS) {
            throw new ProtocolException("an upgrade that was not asked for");
        }
        return head;
    }

    @Override
    protected void onRequestSubmitted(ClassicHttpRequest request) {}

    @Override
    protected void onResponseReceived(ClassicHttpResponse response) {}
}
