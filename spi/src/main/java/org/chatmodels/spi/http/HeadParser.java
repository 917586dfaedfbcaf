package org.chatmodels.spi.http;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParser;
import org.apache.hc.core5.http.io.SessionInputBuffer;
import org.jspecify.annotations.Nullable;

/** Reads heads of answers of one connection: no garbage before the status line, no head cut in the middle. */
final class HeadParser extends DefaultHttpResponseParser {
    private final Watched watched = new Watched();
    private @Nullable SessionInputBuffer input;

    HeadParser(Http1Config limits) {
        super(limits);
    }

    @Override
    public ClassicHttpResponse parse(SessionInputBuffer buffer, InputStream in) throws IOException, HttpException {
        input = buffer;
        watched.any |= buffer.length() > 0;
        watched.ended = false;
        watched.in = in;
        ClassicHttpResponse head = super.parse(buffer, watched);
        if (head != null && watched.ended) {
            throw new ConnectionClosedException("the head of the answer ended in the middle");
        }
        return head;
    }

    /** A new request begins. */
    void reset() {
        watched.any = false;
    }

    /** Whether not one byte of an answer has come since the request began. */
    boolean isSilent() {
        return !watched.any && buffered() == 0;
    }

    /** Bytes that were received and not read yet. */
    int buffered() {
        SessionInputBuffer known = input;
        return known == null ? 0 : known.length();
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
