package org.chatmodels.spi;

import java.util.Objects;
import java.util.OptionalLong;
import org.chatmodels.LimitException;

/**
 * Server-sent events over bytes, by the WHATWG event-stream rules; any split of the bytes, bounded memory. An event is
 * given as soon as the first byte of the line end that completes it is there. Not thread-safe.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">the rules</a>
 */
public final class SseReader implements Frames {
    private static final int FIRST_CAPACITY = 4096;
    private static final int ROOM = 64 * 1024;
    private static final int GREATEST_LIMIT = 1 << 29;
    private static final int LONGEST_RETRY = 18;

    private final ByteInput in;
    private final int maxEventBytes;
    private final FieldText event = new FieldText();
    private final FieldText nextId = new FieldText();
    private final FieldText id = new FieldText();

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private LineEnds lineEnds = new LineEnds(bytes);
    private int lineStart;
    private int scanned;
    private int limit;
    private boolean atStreamStart = true;
    private boolean skipLineFeed;
    private boolean ended;

    private int eventBytes;
    private int dataStart;
    private int dataLength;
    private boolean hasData;
    private long retry = -1;

    /**
     * Reads from {@code in}; an event longer than {@code maxEventBytes} is a LimitException. Its lines count with their
     * names and line ends, comments for themselves only.
     */
    public SseReader(ByteInput in, int maxEventBytes) {
        this.in = Objects.requireNonNull(in, "in");
        if (maxEventBytes < 1 || maxEventBytes > GREATEST_LIMIT) {
            throw new IllegalArgumentException("maxEventBytes must be between 1 and " + GREATEST_LIMIT);
        }
        this.maxEventBytes = maxEventBytes;
    }

    /** Goes to the next event that has data; false at the end of the input, an incomplete last event is dropped. */
    @Override
    public boolean next() {
        beginEvent();
        if (lineStart == limit) {
            lineStart = 0;
            scanned = 0;
            limit = 0;
        }
        while (!ended) {
            skipLineFeed();
            scanned = lineEnds.find(scanned, limit);
            if (scanned == limit) {
                readMore();
            } else if (endLine(scanned)) {
                return true;
            }
        }
        beginEvent();
        return false;
    }

    /** "message" unless the event was named. */
    @Override
    public String event() {
        return event.isEmpty() ? "message" : event.text();
    }

    /** The last event id so far, as of the current event; empty if none came. */
    public String lastEventId() {
        return id.text();
    }

    /** The reconnection time that the server asked for last, in milliseconds. */
    public OptionalLong retry() {
        return retry < 0 ? OptionalLong.empty() : OptionalLong.of(retry);
    }

    /** Holds the data of the current event, valid until {@link #next}. */
    @Override
    public byte[] buffer() {
        return bytes;
    }

    /** Where the data begins in {@link #buffer}. */
    @Override
    public int offset() {
        return dataStart;
    }

    /** How many bytes of data there are; 0 for empty data. */
    @Override
    public int length() {
        return dataLength;
    }

    private void beginEvent() {
        eventBytes = 0;
        dataStart = 0;
        dataLength = 0;
        hasData = false;
        event.clear();
    }

    /** The LF of a CRLF whose CR has already ended its line. */
    private void skipLineFeed() {
        if (skipLineFeed && lineStart < limit) {
            skipLineFeed = false;
            if (bytes[lineStart] == '\n') {
                lineStart++;
                scanned = lineStart;
            }
        }
    }

    private void readMore() {
        checkLimit(limit - lineStart);
        makeRoom();
        int count = in.read(bytes, limit, bytes.length - limit);
        if (count < 0) {
            ended = true;
        } else {
            limit += count;
        }
    }

    private void checkLimit(int more) {
        if (more > maxEventBytes - eventBytes) {
            throw new LimitException(
                    "An event of the stream is longer than " + maxEventBytes + " bytes", Reading.DETAILS);
        }
    }

    /**
     * Moves what is needed to the front when half the buffer is used, and grows the buffer when that is not enough, up to
     * the longest event and room to read on.
     */
    private void makeRoom() {
        int half = bytes.length / 2;
        if (limit <= half) {
            return;
        }
        int needed = dataLength + (limit - lineStart);
        int largest = maxEventBytes + ROOM;
        if (needed <= half) {
            compactInto(bytes);
        } else if (limit == bytes.length && limit < largest) {
            growTo(Math.min(2 * bytes.length, largest));
        } else if (limit == bytes.length) {
            compactInto(bytes);
        }
    }

    private void growTo(int capacity) {
        byte[] larger = new byte[capacity];
        compactInto(larger);
        bytes = larger;
        lineEnds = new LineEnds(larger);
    }

    private void compactInto(byte[] target) {
        int lineLength = limit - lineStart;
        System.arraycopy(bytes, dataStart, target, 0, dataLength);
        System.arraycopy(bytes, lineStart, target, dataLength, lineLength);
        dataStart = 0;
        scanned += dataLength - lineStart;
        lineStart = dataLength;
        limit = dataLength + lineLength;
    }

    /** Takes the line that ends at {@code end}; true if it completes an event with data. */
    private boolean endLine(int end) {
        int start = lineStart;
        lineStart = end + 1;
        scanned = lineStart;
        skipLineFeed = bytes[end] == '\r';
        if (atStreamStart) {
            atStreamStart = false;
            start += byteOrderMark(start, end);
        }
        if (start == end) {
            return endEvent();
        }
        checkLimit(lineStart - start);
        if (bytes[start] != ':') {
            eventBytes += lineStart - start;
            field(start, end);
        }
        return false;
    }

    private int byteOrderMark(int start, int end) {
        boolean there = end - start >= 3
                && bytes[start] == (byte) 0xEF
                && bytes[start + 1] == (byte) 0xBB
                && bytes[start + 2] == (byte) 0xBF;
        return there ? 3 : 0;
    }

    private boolean endEvent() {
        id.set(nextId);
        if (!hasData) {
            beginEvent();
        }
        return hasData;
    }

    private void field(int start, int end) {
        if (named("data", start, end)) {
            data(valueStart(start + 4, end), end);
        } else if (named("event", start, end)) {
            event.set(bytes, valueStart(start + 5, end), end);
        } else if (named("id", start, end)) {
            id(valueStart(start + 2, end), end);
        } else if (named("retry", start, end)) {
            retry(valueStart(start + 5, end), end);
        }
    }

    private boolean named(String name, int start, int end) {
        int after = start + name.length();
        if (after > end || (after < end && bytes[after] != ':')) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (bytes[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Behind the colon, if there is one, and one blank, if there is one. */
    private int valueStart(int colon, int end) {
        int start = Math.min(colon + 1, end);
        return start < end && bytes[start] == ' ' ? start + 1 : start;
    }

    /** Later lines move left to the end of the first: their field name and line end leave room for the LF between. */
    private void data(int start, int end) {
        if (!hasData) {
            hasData = true;
            dataStart = start;
            dataLength = end - start;
            return;
        }
        int dataEnd = dataStart + dataLength;
        bytes[dataEnd] = '\n';
        System.arraycopy(bytes, start, bytes, dataEnd + 1, end - start);
        dataLength += 1 + end - start;
    }

    private void id(int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == 0) {
                return;
            }
        }
        nextId.set(bytes, start, end);
    }

    private void retry(int start, int end) {
        if (start == end || end - start > LONGEST_RETRY) {
            return;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return;
            }
            value = value * 10 + (bytes[i] - '0');
        }
        retry = value;
    }
}
