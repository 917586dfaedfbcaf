package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatResponse;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.StreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every quirk of an answer that comes in one piece, from memory, and that a stream of the same name says the same. */
class CompletionReaderTest {
    static Stream<Fixture> answers() {
        return Fixture.all("answers");
    }

    static Stream<Fixture> streamsWithAnAnswerOfTheirName() {
        Map<String, Fixture> answers = byStem(answers());
        return Fixture.all("streams").filter(stream -> answers.containsKey(stem(stream)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void answersAreRead(Fixture fixture) {
        if (fixture.fails()) {
            Throwable failure = catchThrowable(() -> read(fixture));
            fixture.check(failure);
            assertThat(((ChatException) failure).isRetryable()).isFalse();
            assertThat(((ChatException) failure).provider()).contains("memory");
        } else {
            fixture.check(read(fixture));
        }
    }

    /** A chunk may have a message for a delta. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void answersAsTheOnlyChunkOfAStreamSayTheSame(Fixture fixture) {
        String chunk = "data: " + fixture.bodyText().strip() + "\n\ndata: [DONE]\n\n";
        if (fixture.fails()) {
            fixture.check(catchThrowable(() -> stream(fixture, chunk)));
        } else {
            fixture.check(stream(fixture, chunk));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streamsWithAnAnswerOfTheirName")
    void streamsSayTheSameAsTheAnswerOfTheirName(Fixture stream) {
        Fixture answer = byStem(answers()).get(stem(stream));
        if (stream.fails()) {
            assertThat(answer.expected("code", "")).isEqualTo(stream.expected("code", ""));
            return;
        }
        ChatResponse whole = read(answer);
        ChatResponse streamed = stream(stream, stream.bodyText());
        assertThat(streamed.text()).isEqualTo(whole.text());
        assertThat(streamed.finishReason().kind())
                .isEqualTo(whole.finishReason().kind());
        assertThat(streamed.toolCalls()).hasSameSizeAs(whole.toolCalls());
        assertThat(streamed.choices()).hasSameSizeAs(whole.choices());
    }

    @Test
    void thereAreManyPairs() {
        assertThat(streamsWithAnAnswerOfTheirName().count()).isGreaterThan(30);
    }

    static ChatResponse read(Fixture fixture) {
        AnswerAssembler answer = fixture.expectedAnswer();
        try (CompletionReader reader = new CompletionReader(fixture.rules())) {
            assertThat(reader.read(fixture.body(), 0, fixture.body().length, answer))
                    .isTrue();
            reader.end(answer);
        }
        return answer.finish();
    }

    private static ChatResponse stream(Fixture fixture, String body) {
        MemorySource source = new MemorySource(body.getBytes(StandardCharsets.UTF_8), 0, Integer.MAX_VALUE);
        List<ChatEvent> events = new ArrayList<>();
        new StreamReader(source, fixture.expectedAnswer(), new CompletionReader(fixture.rules()), false)
                .forEachRemaining(events::add);
        return ((ChatEvent.Finished) events.get(events.size() - 1)).response();
    }

    private static Map<String, Fixture> byStem(Stream<Fixture> fixtures) {
        return fixtures.collect(Collectors.toMap(CompletionReaderTest::stem, Function.identity()));
    }

    private static String stem(Fixture fixture) {
        return fixture.name().substring(0, fixture.name().indexOf('.'));
    }
}
