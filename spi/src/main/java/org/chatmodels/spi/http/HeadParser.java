package org.chatmodels.spi.http;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.HttpVersion;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.apache.hc.core5.util.CharArrayBuffer;
import org.jspecify.annotations.Nullable;

/** Reads heads of answers of one connection: no garbage before the status line, no head cut in the middle. */
final class HeadParser extends DefaultHttpResponseParser {
    private final Watched watched = new Watched();
    private @Nullable SessionInputBuffer input;
    private boolean early;

    HeadParser(Http1Config limits) {
        super(limits);
    }

    @Override
    public @Nullable ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in)
            throws IOException, HttpException {
        input = buffer;
        watched.any |= buffer.length() > 0;
        watched.ended = false;
        watched.in = in;
        early = false;
        ClassicHttpResponse head = null;
        HttpException wrong = null;
        try {
            head = super.parse(buffer, watched);
        } catch (HttpException e) {
            wrong = e;
        }
        if (watched.ended && (head != null || wrong != null)) {
            throw new ConnectionClosedException("the head of the answer ended in the middle");
        }
        if (wrong != null) {
            throw wrong;
        }
        return head;
    }

    /** What is no status line of HTTP/1 is told apart from a wrong header behind one. */
    @Override
    protected ClassicHttpResponse createMessage(CharArrayBuffer line) throws IOException, HttpException {
        ClassicHttpResponse head;
        try {
            head = super.createMessage(line);
        } catch (HttpException | IllegalArgumentException e) {
            throw new NoStatusLineException();
        }
        if (head.getCode() < HttpStatus.SC_CONTINUE || head.getVersion().greaterEquals(HttpVersion.HTTP_2)) {
            throw new NoStatusLineException();
        }
        return head;
    }

    /** Bytes of an answer were taken into the buffer while the request was written. */
    void heard() {
        early = true;
    }

    /** A new request begins. */
    void reset() {
        watched.any = false;
        early = false;
    }

    /** Whether not one byte of an answer has come since the request began. */
    boolean isSilent() {
        return !watched.any && !hasBuffered();
    }

    /** Whether bytes were received that are not read yet. */
    boolean hasBuffered() {
        SessionInputBuffer known = input;
        return early || known != null && known.length() > 0;
    }

    /** The answer does not begin as HTTP/1 does. */
    static final class NoStatusLineException extends HttpException {
        private static final long serialVersionUID = 1;
    }

    private static final class Watched extends InputStream {
        private InputStream in = InputStream.nullInputStream();
        private boolean any;
        private boolean ended;

        @Override
        public int read() throws IOException {
            return seen(in.read());
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return seen(in.read(buffer, offset, length));
        }

        private int seen(int result) {
            any |= result >= 0;
            ended |= result < 0;
            return result;
        }
    }
}
