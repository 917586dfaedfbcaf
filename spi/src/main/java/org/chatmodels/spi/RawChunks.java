package org.chatmodels.spi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.chatmodels.ChatResponse;

/** The chunks of a stream as they came, as a JSON array, if anybody asked for them. */
final class RawChunks {
    private final boolean asked;
    private final int mostBytes;
    private final ByteArrayOutputStream chunks = new ByteArrayOutputStream(0);
    private boolean tooLong;

    RawChunks(boolean asked, int mostBytes) {
        this.asked = asked;
        this.mostBytes = mostBytes;
    }

    void add(byte[] bytes, int offset, int length) {
        tooLong |= asked && chunks.size() + (long) length >= mostBytes - 1;
        if (asked && !tooLong) {
            chunks.write(chunks.size() == 0 ? '[' : ',');
            chunks.write(bytes, offset, length);
        }
    }

    /** Whether there was too much to keep. */
    boolean isTooLong() {
        return tooLong;
    }

    /** The answer with the chunks, if they were asked for and could be kept. */
    ChatResponse addTo(ChatResponse response) {
        if (!asked || tooLong) {
            return response;
        }
        String all = chunks.size() == 0 ? "[]" : chunks.toString(StandardCharsets.UTF_8) + "]";
        return response.toBuilder().raw(all).build();
    }
}
