package org.chatmodels.spi.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** A request's body in slices, so that an answer that comes before its end is seen between two of them. */
final class SlicedBody extends AbstractHttpEntity {
    private static final int SLICE = 32 * 1024;

    private final byte[] bytes;

    SlicedBody(byte[] bytes) {
        super((ContentType) null, null);
        this.bytes = bytes;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
        for (int at = 0; at < bytes.length; at += SLICE) {
            out.write(bytes, at, Math.min(SLICE, bytes.length - at));
        }
    }

    @Override
    public InputStream getContent() {
        return new ByteArrayInputStream(bytes);
    }

    @Override
    public long getContentLength() {
        return bytes.length;
    }

    @Override
    public boolean isStreaming() {
        return false;
    }

    @Override
    public void close() {}
}
