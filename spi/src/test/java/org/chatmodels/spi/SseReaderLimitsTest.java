package org.chatmodels.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.chatmodels.LimitException;
import org.junit.jupiter.api.Test;

class SseReaderLimitsTest {
    @Test
    void theLimitHoldsExactlyForAnySplit() {
        byte[] fits = "id: 12\ndata: abc\n\ndata: abcdefgh\n\n".getBytes(UTF_8);
        for (int at = 0; at < fits.length; at++) {
            int cut = at;
            SseReader reader = new SseReader(Pieces.cutAt(fits, cut), 17);
            assertThat(reader.next() && reader.next()).isTrue();
            SseReader tight = new SseReader(Pieces.cutAt(fits, cut), 16);
            assertThatThrownBy(tight::next).isInstanceOf(LimitException.class).hasMessageContaining("16");
        }
    }

    @Test
    void aLineWithoutEndIsALimit() {
        assertEndsInLimit("a".repeat(1000), 1 << 20);
        assertEndsInLimit(":".repeat(1000), 1 << 20);
        assertEndsInLimit("data: " + "a".repeat(1000), 1 << 20);
    }

    @Test
    void endlessLinesOfOneEventAreALimitAlsoWhenEmpty() {
        assertEndsInLimit("data\n", 1 << 20);
        assertEndsInLimit("data:\r\n", 1 << 20);
        assertEndsInLimit("event: x\n", 1 << 20);
        assertEndsInLimit("id: 1\n", 1 << 20);
        assertEndsInLimit("nonsense\n", 1 << 20);
    }

    private static void assertEndsInLimit(String forEver, int limit) {
        byte[] bytes = forEver.getBytes(UTF_8);
        long[] sent = {0};
        int[] at = {0};
        SseReader reader = new SseReader(
                (buffer, offset, length) -> {
                    for (int i = 0; i < length; i++) {
                        buffer[offset + i] = bytes[at[0]++ % bytes.length];
                    }
                    sent[0] += length;
                    return length;
                },
                limit);

        assertThatThrownBy(reader::next).isInstanceOf(LimitException.class);
        assertThat(sent[0]).as("read").isLessThanOrEqualTo(2L * limit);
        assertThat(reader.buffer().length).as("kept").isLessThanOrEqualTo(2 * limit);
    }

    @Test
    void endlessCommentsAndBlankLinesNeedNoMemory() {
        byte[] comments = ": keep-alive\n\n: keep-alive\n".repeat(1000).getBytes(UTF_8);
        int[] left = {2000};
        Pieces[] current = {Pieces.whole(comments)};
        SseReader reader = new SseReader(
                (buffer, offset, length) -> {
                    int count = current[0].read(buffer, offset, length);
                    if (count < 0 && left[0]-- > 0) {
                        current[0] = Pieces.whole(comments);
                        count = current[0].read(buffer, offset, length);
                    }
                    return count;
                },
                1000);

        assertThat(reader.next()).isFalse();
        assertThat(left[0]).isNegative();
        assertThat(reader.buffer().length).isEqualTo(4096);
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> new SseReader(Pieces.whole(new byte[0]), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new SseReader(Pieces.whole(new byte[0]), Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
