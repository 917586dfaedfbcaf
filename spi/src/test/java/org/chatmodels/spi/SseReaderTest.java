package org.chatmodels.spi;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SseReaderTest {
    private static final int LIMIT = 8 << 20;

    /** An event as "name|data|last id". */
    record Case(String name, String stream, List<String> events) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(lineCases(), endCases(), dataCases(), fieldCases()).flatMap(cases -> cases);
    }

    private static Case expect(String name, String stream, String... events) {
        return new Case(name, stream, List.of(events));
    }

    private static Stream<Case> lineCases() {
        return Stream.of(
                expect("nothing", ""),
                expect("one event", "data: a\n\n", "message|a|"),
                expect("two events", "data: a\n\ndata: b\n\n", "message|a|", "message|b|"),
                expect("carriage returns", "data: a\r\rdata: b\r\r", "message|a|", "message|b|"),
                expect("both", "data: a\r\n\r\ndata: b\r\n\r\n", "message|a|", "message|b|"),
                expect("mixed ends", "data: a\r\n\ndata: b\n\rdata: c\r\r\n", "message|a|", "message|b|", "message|c|"),
                expect("a feed and a return are two ends", "data: a\n\rdata: b\n\r", "message|a|", "message|b|"),
                expect("blank lines before", "\n\r\n\rdata: a\n\n", "message|a|"),
                expect("many blank lines between", "data: a\n\n\n\n\ndata: b\n\n", "message|a|", "message|b|"),
                expect("byte order mark", "\uFEFFdata: a\n\n", "message|a|"),
                expect("byte order mark before a blank line", "\uFEFF\ndata: a\n\n", "message|a|"),
                expect("byte order mark alone", "\uFEFF"),
                expect("two byte order marks", "\uFEFF\uFEFFdata: a\n\n"),
                expect("byte order mark later", "data: a\n\n\uFEFFdata: b\n\n", "message|a|"),
                expect("byte order mark in data", "data: \uFEFFa\n\n", "message|\uFEFFa|"));
    }

    private static Stream<Case> endCases() {
        return Stream.of(
                expect("no blank line at the end", "data: a\n"),
                expect("no line end at the end", "data: a"),
                expect("incomplete after complete", "data: a\n\ndata: b\n", "message|a|"),
                expect("half a field name at the end", "data: a\n\nda", "message|a|"),
                expect("comment", ": hello\ndata: a\n\n", "message|a|"),
                expect("comment alone", ":\n\n:\n\n"),
                expect("comment between data", "data: a\n: keep-alive\ndata: b\n\n", "message|a\nb|"),
                expect("router's comment", ": OPENROUTER PROCESSING\n\ndata: a\n\n", "message|a|"),
                expect("comment with a data field in it", ":data: a\n\n"),
                expect(
                        "separators of Unicode end no line",
                        "data: a\u2028b\u0085c\u000Bd\fe\n\n",
                        "message|a\u2028b\u0085c\u000Bd\fe|"),
                expect("characters of every length", "data: aé€😀\n\n", "message|aé€😀|"));
    }

    private static Stream<Case> dataCases() {
        return Stream.of(
                expect("no blank after the colon", "data:a\n\n", "message|a|"),
                expect("only one blank is removed", "data:  a\n\n", "message| a|"),
                expect("a tab is no blank", "data:\ta\n\n", "message|\ta|"),
                expect("trailing blanks stay", "data: a \n\n", "message|a |"),
                expect("colons in data", "data: a:b: c\n\n", "message|a:b: c|"),
                expect("several lines", "data: a\ndata: b\ndata: c\n\n", "message|a\nb\nc|"),
                expect("several lines, both ends", "data:a\r\ndata:b\r\n\r\n", "message|a\nb|"),
                expect("empty data", "data:\n\n", "message||"),
                expect("empty data with a blank", "data: \n\n", "message||"),
                expect("data without colon", "data\n\n", "message||"),
                expect(
                        "three events of nothing but line ends",
                        "data\n\ndata\ndata\n\ndata:",
                        "message||",
                        "message|\n|"),
                expect("empty lines around", "data:\ndata: a\ndata\n\n", "message|\na\n|"),
                expect("short lines move left", "data\ndata\ndata:x\ndata: yz\n\n", "message|\n\nx\nyz|"));
    }

    private static Stream<Case> fieldCases() {
        return Stream.of(
                expect("named", "event: ping\ndata: a\n\n", "ping|a|"),
                expect("name after data", "data: a\nevent: ping\n\n", "ping|a|"),
                expect("the last name counts", "event: a\nevent: b\ndata: x\n\n", "b|x|"),
                expect("an empty name is message", "event: a\nevent:\ndata: x\n\n", "message|x|"),
                expect("a name holds for one event", "event: a\ndata: x\n\ndata: y\n\n", "a|x|", "message|y|"),
                expect("a name without data is forgotten", "event: a\n\ndata: x\n\n", "message|x|"),
                expect("the same name again", "event: a\ndata: 1\n\nevent: a\ndata: 2\n\n", "a|1|", "a|2|"),
                expect("id", "id: 1\ndata: a\n\n", "message|a|1"),
                expect("an id stays", "id: 1\ndata: a\n\ndata: b\n\n", "message|a|1", "message|b|1"),
                expect("an empty id resets", "id: 1\ndata: a\n\nid\ndata: b\n\n", "message|a|1", "message|b|"),
                expect("an id without data counts", "id: 7\n\ndata: b\n\n", "message|b|7"),
                expect(
                        "an id with NUL is ignored",
                        "id: 1\ndata: a\n\nid: 2\u0000\ndata: b\n\n",
                        "message|a|1",
                        "message|b|1"),
                expect("an id of an incomplete event does not count yet", "id: 1\ndata: a\n\nid: 2\n", "message|a|1"),
                expect("retry", "retry: 10\ndata: a\n\n", "message|a|"),
                expect("unknown field", "foo: bar\ndata: a\nx\n\n", "message|a|"),
                expect("only unknown fields", "foo: bar\n\n"),
                expect("names have a case", "DATA: a\nData: b\n\n"),
                expect("names have no blanks", " data: a\ndata : b\n\n"),
                expect("longer and shorter names", "dataa: a\ndat: b\neventx: c\ndata: d\n\n", "message|d|"),
                expect("JSON without a field", "{\"error\": {\"message\": \"no\"}}\n\n"),
                expect("done", "data: {}\n\ndata: [DONE]\n\n", "message|{}|", "message|[DONE]|"));
    }

    private static List<String> read(ByteInput in) {
        SseReader reader = new SseReader(in, LIMIT);
        List<String> events = new ArrayList<>();
        while (reader.next()) {
            String data = new String(reader.buffer(), reader.offset(), reader.length(), UTF_8);
            events.add(reader.event() + "|" + data + "|" + reader.lastEventId());
        }
        assertThat(reader.next()).isFalse();
        assertThat(reader.length()).isZero();
        return events;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void tableWholeByteByByteAndAtEverySplit(Case one) {
        byte[] bytes = one.stream.getBytes(UTF_8);

        assertThat(read(Pieces.whole(bytes))).as("whole").isEqualTo(one.events);
        assertThat(read(Pieces.byteByByte(bytes))).as("byte by byte").isEqualTo(one.events);
        for (int at = 1; at < bytes.length; at++) {
            assertThat(read(Pieces.cutAt(bytes, at))).as("cut at " + at).isEqualTo(one.events);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyEventIsGivenBeforeAnythingBehindItIsThere(Case one) {
        byte[] bytes = one.stream.getBytes(UTF_8);
        for (int length = 0; length <= bytes.length; length++) {
            byte[] arrived = Arrays.copyOf(bytes, length);
            assertThat(readUntilBlocked(arrived)).isEqualTo(Reference.read(arrived));
        }
    }

    private static List<String> readUntilBlocked(byte[] arrived) {
        Pieces pieces = Pieces.whole(arrived);
        List<String> events = new ArrayList<>();
        SseReader reader = new SseReader(
                (buffer, offset, length) -> {
                    int count = pieces.read(buffer, offset, length);
                    if (count < 0) {
                        throw new IllegalStateException("would block");
                    }
                    return count;
                },
                LIMIT);
        try {
            while (reader.next()) {
                String data = new String(reader.buffer(), reader.offset(), reader.length(), UTF_8);
                events.add(reader.event() + "|" + data + "|" + reader.lastEventId());
            }
        } catch (IllegalStateException blocked) {
            assertThat(blocked).hasMessage("would block");
        }
        return events;
    }

    @Test
    void randomStreamsReadAsTheSlowReferenceReadsThem() {
        long seed = Long.getLong("chatmodels.test.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int round = 0; round < 3000; round++) {
            byte[] bytes = randomStream(random);
            List<String> expected = Reference.read(bytes);
            int[] cuts =
                    random.ints(random.nextInt(6), 0, bytes.length + 1).sorted().toArray();
            assertThat(read(Pieces.cutAt(bytes, cuts)))
                    .as("seed " + seed + ", round " + round)
                    .isEqualTo(expected);
            assertThat(read(Pieces.byteByByte(bytes)))
                    .as("seed " + seed + ", round " + round)
                    .isEqualTo(expected);
        }
    }

    private static byte[] randomStream(Random random) {
        String[] atoms = {
            "data",
            "data:",
            "data: ",
            "event: e",
            "event",
            "id: 1",
            "id",
            "id:\u0000",
            "retry: 5",
            ":",
            ": c",
            "\n",
            "\r",
            "\r\n",
            "\n\n",
            "\r\n\r\n",
            " ",
            "x",
            "é",
            "😀",
            "\uFEFF",
            "foo: bar",
            "[DONE]",
            "a\u2028b"
        };
        StringBuilder stream = new StringBuilder();
        for (int i = random.nextInt(40); i > 0; i--) {
            stream.append(atoms[random.nextInt(atoms.length)]);
            if (random.nextInt(60) == 0) {
                stream.append("y".repeat(random.nextInt(6000)));
            }
        }
        return stream.toString().getBytes(UTF_8);
    }

    @Test
    void eventsLargerThanTheFirstBufferAreWhole() {
        String text = "0123456789".repeat(50_000);
        byte[] bytes = ("data: " + text + "\ndata: tail\n\ndata: next\n\n").getBytes(UTF_8);

        assertThat(read(Pieces.whole(bytes))).containsExactly("message|" + text + "\ntail|", "message|next|");
    }

    @Test
    void oneLineOfDataIsNotCopied() {
        SseReader reader = new SseReader(Pieces.whole("data: a\n\ndata: b\n\n".getBytes(UTF_8)), LIMIT);

        reader.next();
        byte[] first = reader.buffer();
        assertThat(reader.offset()).isEqualTo(6);
        reader.next();
        assertThat(reader.buffer()).isSameAs(first);
        assertThat(reader.offset()).isEqualTo(15);
    }

    @Test
    void aLongStreamOfSmallEventsNeedsNoLargerBuffer() {
        byte[] event = "data: {\"choices\":[]}\n\n".getBytes(UTF_8);
        int[] left = {200_000};
        SseReader reader = new SseReader(
                (buffer, offset, length) -> {
                    if (left[0]-- == 0) {
                        return -1;
                    }
                    int count = Math.min(length, event.length);
                    System.arraycopy(event, 0, buffer, offset, count);
                    return count;
                },
                LIMIT);
        while (reader.next()) {
            assertThat(reader.buffer().length).isEqualTo(4096);
        }
        assertThat(left[0]).isNegative();
    }

    @Test
    void retryIsTakenFromDigitsOnly() {
        assertThat(retryAfter("retry: 1500\n")).hasValue(1500);
        assertThat(retryAfter("retry:0\n")).hasValue(0);
        assertThat(retryAfter("retry: 7\nretry: x\n")).hasValue(7);
        assertThat(retryAfter("retry\nretry:\nretry: -1\nretry: 1.5\nretry: 5 \nretry: 99999999999999999999\n"))
                .isEmpty();
    }

    private static OptionalLong retryAfter(String lines) {
        SseReader reader = new SseReader(Pieces.whole(lines.getBytes(UTF_8)), LIMIT);
        assertThat(reader.next()).isFalse();
        return reader.retry();
    }

    /** The rules once more, slow and in the words of the standard. */
    private static final class Reference {
        static List<String> read(byte[] bytes) {
            String stream = new String(bytes, UTF_8);
            if (stream.startsWith("\uFEFF")) {
                stream = stream.substring(1);
            }
            List<String> lines = new ArrayList<>(List.of(stream.split("\r\n|\n|\r", -1)));
            lines.remove(lines.size() - 1);
            List<String> events = new ArrayList<>();
            StringBuilder data = new StringBuilder();
            String type = "";
            String id = "";
            for (String line : lines) {
                if (line.isEmpty()) {
                    if (data.length() > 0) {
                        data.setLength(data.length() - 1);
                        events.add((type.isEmpty() ? "message" : type) + "|" + data + "|" + id);
                    }
                    data.setLength(0);
                    type = "";
                    continue;
                }
                int colon = line.indexOf(':');
                String field = colon < 0 ? line : line.substring(0, colon);
                String value = colon < 0 ? "" : line.substring(colon + 1);
                value = value.startsWith(" ") ? value.substring(1) : value;
                switch (field) {
                    case "data" -> data.append(value).append('\n');
                    case "event" -> type = value;
                    case "id" -> id = value.indexOf('\u0000') < 0 ? value : id;
                    default -> {}
                }
            }
            return events;
        }
    }
}
