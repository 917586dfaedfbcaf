package org.chatmodels.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.chatmodels.LimitException;
import org.junit.jupiter.api.Test;

/** Lines over any split of the bytes. */
class LineReaderTest {
    private static final int LIMIT = 1000;

    private static List<String> lines(ByteInput in, int limit) {
        LineReader reader = new LineReader(in, limit);
        List<String> lines = new ArrayList<>();
        while (reader.next()) {
            lines.add(new String(reader.buffer(), reader.offset(), reader.length(), UTF_8));
        }
        assertThat(reader.next()).isFalse();
        assertThat(reader.event()).isEmpty();
        return lines;
    }

    /** Pieces of {@code size} bytes, the last one shorter. */
    private static ByteInput pieces(byte[] bytes, int size) {
        int[] at = {0};
        return (buffer, offset, length) -> {
            int count = Math.min(Math.min(size, length), bytes.length - at[0]);
            if (count == 0) {
                return -1;
            }
            System.arraycopy(bytes, at[0], buffer, offset, count);
            at[0] += count;
            return count;
        };
    }

    @Test
    void linesAreTheSameHoweverTheirBytesCome() {
        byte[] bytes = "{\"a\":\"ü🙂\"}\n\r\n  {}  \r\n\n\t\n[1]\nlast".getBytes(UTF_8);
        for (int size = 1; size <= bytes.length; size++) {
            assertThat(lines(pieces(bytes, size), LIMIT)).containsExactly("{\"a\":\"ü🙂\"}", "{}", "[1]", "last");
        }
    }

    @Test
    void nothingAndBlanksAreNoLines() {
        for (String text : new String[] {"", "\n", " \r\n\t\n  "}) {
            assertThat(lines(pieces(text.getBytes(UTF_8), 1), LIMIT)).isEmpty();
        }
    }

    /** The buffer grows, moves and is used again. */
    @Test
    void linesOfAllLengthsComeWhole() {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            List<String> expected = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                expected.add("x".repeat(1 + random.nextInt(1 << random.nextInt(15))));
            }
            byte[] bytes = String.join("\n", expected).getBytes(UTF_8);
            assertThat(lines(pieces(bytes, 1 + random.nextInt(5000)), 1 << 20)).isEqualTo(expected);
        }
    }

    @Test
    void aLineMayBeAsLongAsTheLimitAndNoLonger() {
        assertThat(lines(pieces(("x".repeat(LIMIT) + "\ny").getBytes(UTF_8), 7), LIMIT))
                .hasSize(2);
        for (int size : new int[] {1, 100, 5000}) {
            byte[] tooLong = ("ok\n" + "x".repeat(LIMIT + 1) + "\n").getBytes(UTF_8);
            LineReader reader = new LineReader(pieces(tooLong, size), LIMIT);
            assertThat(reader.next()).isTrue();
            assertThatThrownBy(reader::next)
                    .isInstanceOf(LimitException.class)
                    .hasMessage("A line of the answer is longer than 1000 bytes: ask for less");
        }
    }

    /** What has no end is given up long before memory is. */
    @Test
    void aLineWithoutEndIsNotKept() {
        long[] given = {0};
        ByteInput endless = (buffer, offset, length) -> {
            given[0] += length;
            java.util.Arrays.fill(buffer, offset, offset + length, (byte) 'x');
            return length;
        };
        assertThatThrownBy(() -> new LineReader(endless, 1 << 20).next()).isInstanceOf(LimitException.class);
        assertThat(given[0]).isLessThan(2 << 20);
    }
}
