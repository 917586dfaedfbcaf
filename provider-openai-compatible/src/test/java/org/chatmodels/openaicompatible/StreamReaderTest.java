package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatResponse;
import org.chatmodels.Part;
import org.chatmodels.UnavailableException;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.StreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every streamed quirk from memory, at every split of its bytes and with every kind of line end. */
class StreamReaderTest {
    private static final int MOST_PLACES = 1000;

    static Stream<Fixture> streams() {
        return Stream.concat(Fixture.all("streams"), Fixture.all("responses", ".sse"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void isReadTheSameAtEverySplit(Fixture fixture) {
        for (int split : places(fixture)) {
            read(fixture, fixture.body(), new MemorySource(fixture.body(), split, Integer.MAX_VALUE));
        }
    }

    /** Every place in a short body, every few bytes of a long one, which byte by byte is read at every place too. */
    private static int[] places(Fixture fixture) {
        int length = fixture.body().length;
        int step = 1 + length / MOST_PLACES;
        return IntStream.range(0, length).filter(place -> place % step == 0).toArray();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void isReadTheSameByteByByteWithEveryLineEnd(Fixture fixture) {
        String body = new String(fixture.body(), StandardCharsets.ISO_8859_1);
        for (String lineEnd : List.of("\n", "\r\n", "\r")) {
            byte[] bytes = body.replace("\r\n", "\n").replace("\n", lineEnd).getBytes(StandardCharsets.ISO_8859_1);
            read(fixture, bytes, new MemorySource(bytes, 0, 1));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streams")
    void isEitherCompleteOrCutWhereverItEnds(Fixture fixture) {
        for (int end : places(fixture)) {
            byte[] bytes = Arrays.copyOf(fixture.body(), end);
            StreamReader reader = reader(fixture, new MemorySource(bytes, 0, Integer.MAX_VALUE));
            List<ChatEvent> events = new ArrayList<>();
            String name = fixture.name() + " cut at " + end;
            try {
                drain(reader, events);
                assertThat(last(events)).as(name).isInstanceOf(ChatEvent.Finished.class);
            } catch (ChatException e) {
                assertThat(Fixture.partial(e)).as(name).startsWith(text(events));
                assertThat(events).as(name).noneMatch(event -> event instanceof ChatEvent.Finished);
            }
        }
    }

    private static void read(Fixture fixture, byte[] bytes, MemorySource source) {
        List<ChatEvent> events = new ArrayList<>();
        StreamReader reader = reader(fixture, source);
        if (fixture.fails()) {
            ChatException failure = catchThrowableOfType(ChatException.class, () -> drain(reader, events));
            if (!(failure instanceof UnavailableException)) {
                fixture.check(failure);
            }
            assertThat(Fixture.partial(failure)).as(fixture.name()).startsWith(text(events));
            assertThat(reader.hasNext()).isFalse();
        } else {
            drain(reader, events);
            ChatResponse response = ((ChatEvent.Finished) last(events)).response();
            fixture.check(response);
            checkOrder(fixture, events);
            checkCalls(fixture, events, response);
        }
        assertThat(source.isClosed()).as(fixture.name()).isTrue();
        boolean content = events.stream().anyMatch(StreamReaderTest::isContent);
        String tokens = fixture.expected("first-token", content ? "1" : "0");
        assertThat(source.firstTokens() + "").as(fixture.name()).isEqualTo(tokens);
    }

    /** The deltas of a call have its id and number from the first on, and the name once it is known. */
    private static void checkCalls(Fixture fixture, List<ChatEvent> events, ChatResponse response) {
        for (ChatEvent event : events) {
            if (event instanceof ChatEvent.ToolCallDelta delta) {
                Part.ToolCall call = response.choices()
                        .get(delta.choice())
                        .message()
                        .toolCalls()
                        .get(delta.index());
                assertThat(delta.id()).as(fixture.name()).isEqualTo(call.id());
                assertThat(delta.name()).as(fixture.name()).isIn("", call.name());
            }
        }
    }

    private static void checkOrder(Fixture fixture, List<ChatEvent> events) {
        String names =
                events.stream().map(event -> event.getClass().getSimpleName()).collect(Collectors.joining(" "));
        assertThat(names).as(fixture.name()).matches("Started( \\w+Delta)* Finished");
        assertThat(names).as(fixture.name()).isEqualTo(fixture.expected("events", names));
        assertThat(text(events)).as(fixture.name()).isEqualTo(fixture.expected("text", ""));
    }

    @Test
    void theFirstTokenIsToldBeforeItIsHandedOut() {
        byte[] bytes = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n".getBytes(StandardCharsets.UTF_8);
        MemorySource source = new MemorySource(bytes, 0, Integer.MAX_VALUE);
        StreamReader reader = reader(source);
        assertThat(reader.next()).isInstanceOf(ChatEvent.Started.class);
        assertThat(source.firstTokens()).isEqualTo(1);
        assertThat(source.isClosed()).isFalse();
    }

    @Test
    void nothingIsReadBehindDone() {
        byte[] bytes = "data: [DONE]\n\n: more".getBytes(StandardCharsets.UTF_8);
        MemorySource source = new MemorySource(bytes, 0, 1);
        drain(reader(source), new ArrayList<>());
        assertThat(source.unread()).isGreaterThanOrEqualTo(": more".length());
    }

    @Test
    void afterTheLastEventThereIsNone() {
        StreamReader reader = reader(new MemorySource("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8), 0, 1));
        drain(reader, new ArrayList<>());
        assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
    }

    private static StreamReader reader(Fixture fixture, MemorySource source) {
        return new StreamReader(source, fixture.expectedAnswer(), fixture.reader(), false);
    }

    private static StreamReader reader(MemorySource source) {
        return new StreamReader(
                source, new AnswerAssembler(MemorySource.LOCATION), new CompletionReader(ReadRules.STANDARD), false);
    }

    private static List<ChatEvent> drain(StreamReader reader, List<ChatEvent> events) {
        reader.forEachRemaining(events::add);
        return events;
    }

    private static ChatEvent last(List<ChatEvent> events) {
        return events.get(events.size() - 1);
    }

    private static boolean isContent(ChatEvent event) {
        return !(event instanceof ChatEvent.Started) && !(event instanceof ChatEvent.Finished);
    }

    private static String text(List<ChatEvent> events) {
        StringBuilder text = new StringBuilder();
        for (ChatEvent event : events) {
            if (event instanceof ChatEvent.TextDelta delta && delta.choice() == 0) {
                text.append(delta.text());
            }
        }
        return text.toString();
    }
}
