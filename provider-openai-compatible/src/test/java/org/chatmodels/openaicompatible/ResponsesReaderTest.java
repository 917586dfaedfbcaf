package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatResponse;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.AnswerReader;
import org.chatmodels.spi.StreamReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every quirk of a response that comes in one piece, from memory, and that a stream of the same name says the same. */
class ResponsesReaderTest {
    static Stream<Fixture> answers() {
        return Fixture.all("responses", ".json").filter(fixture -> !fixture.fails());
    }

    static Stream<Fixture> streamsWithAnAnswerOfTheirName() {
        Map<String, Fixture> answers = byStem(answers());
        return Fixture.all("responses", ".sse").filter(stream -> answers.containsKey(stem(stream)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void answersAreRead(Fixture fixture) {
        fixture.check(read(fixture));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("streamsWithAnAnswerOfTheirName")
    void streamsAreTheSameMessageAsTheAnswerOfTheirName(Fixture stream) {
        ChatResponse whole = read(byStem(answers()).get(stem(stream)));
        ChatResponse streamed = stream(stream, stream.bodyText());
        assertThat(streamed.message()).isEqualTo(whole.message());
        assertThat(streamed.finishReason()).isEqualTo(whole.finishReason());
        assertThat(streamed.usage()).isEqualTo(whole.usage());
        assertThat(streamed.citations()).isEqualTo(whole.citations());
        assertThat(streamed.choices()).isEqualTo(whole.choices());
    }

    @Test
    void thereIsAFixtureForEachQuirk() {
        assertThat(Fixture.all("responses").count()).isGreaterThan(70);
        assertThat(streamsWithAnAnswerOfTheirName().count()).isGreaterThan(15);
    }

    @Test
    void whatTheEndSaysOfATextCountsMoreThanItsPieces() {
        Fixture text = byStem(Fixture.all("responses", ".sse")).get("text");
        String body = text.bodyText()
                .replaceAll("(?m)^data: (\\{\"type\":\"response.completed.*)Good morning", "data: $1Hello");
        assertThat(stream(text, body).text()).isEqualTo("Hello");
    }

    @Test
    void whatIsRepeatedOfTheRequestIsNotKept() {
        ChatResponse answer = read(byStem(answers()).get("text"));
        assertThat(answer.extra()).isEmpty();
        assertThat(byStem(answers()).get("text").bodyText()).contains("PROMPT");
    }

    @Test
    void aResponseThatFailedShowsNothingOfTheRequest() {
        Fixture failed = byStem(Fixture.all("responses", ".json")).get("failed");
        AnswerReader reader = failed.reader();
        assertThat(reader.read(failed.body(), 0, failed.body().length, failed.expectedAnswer()))
                .isFalse();
        assertThat(new String(reader.error(), StandardCharsets.UTF_8))
                .isEqualTo("{\"error\":{\"code\":\"rate_limit_exceeded\",\"message\":\"Rate limit reached\"}}");
        reader.close();
    }

    @Test
    void partsStandInTheOrderOfTheItems() {
        ChatResponse answer = read(byStem(answers()).get("search"));
        assertThat(Described.kinds(answer.choices().get(0))).isEqualTo("Reasoning Opaque Text");
    }

    static ChatResponse read(Fixture fixture) {
        AnswerAssembler answer = fixture.expectedAnswer();
        try (AnswerReader reader = fixture.reader()) {
            assertThat(reader.read(fixture.body(), 0, fixture.body().length, answer))
                    .isTrue();
            assertThat(reader.isAnswer()).isTrue();
            reader.end(answer);
        }
        return answer.finish();
    }

    private static ChatResponse stream(Fixture fixture, String body) {
        MemorySource source = new MemorySource(body.getBytes(StandardCharsets.UTF_8), 0, Integer.MAX_VALUE);
        List<ChatEvent> events = new ArrayList<>();
        new StreamReader(source, fixture.expectedAnswer(), fixture.reader(), false).forEachRemaining(events::add);
        return ((ChatEvent.Finished) events.get(events.size() - 1)).response();
    }

    private static Map<String, Fixture> byStem(Stream<Fixture> fixtures) {
        return fixtures.collect(Collectors.toMap(ResponsesReaderTest::stem, Function.identity()));
    }

    private static String stem(Fixture fixture) {
        return fixture.name().substring(0, fixture.name().indexOf('.'));
    }
}
