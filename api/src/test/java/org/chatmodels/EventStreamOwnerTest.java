package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.chatmodels.ChatEvent.Finished;
import org.chatmodels.ChatEvent.Started;
import org.chatmodels.ChatEvent.TextDelta;
import org.chatmodels.ChatException.Details;
import org.junit.jupiter.api.Test;

class EventStreamOwnerTest {
    private static final ChatResponse ANSWER = ChatResponse.of("a").toBuilder()
            .timings(Timings.ofBackend(Map.of("queue_time", Duration.ofMillis(3))))
            .build();

    private final List<String> told = new ArrayList<>();

    /** Writes down what it is told. */
    private final class Recorder implements EventStream.Owner {
        private final long began = System.nanoTime();

        @Override
        public long began() {
            return began;
        }

        @Override
        public ChatResponse complete(ChatResponse answer, Timings timings) {
            return answer.toBuilder()
                    .model("asked")
                    .timings(timings)
                    .warnings(List.of("seen"))
                    .build();
        }

        @Override
        public ChatException complete(ChatException failure) {
            told.add("failed");
            return failure.stamp(failure.details().toBuilder().provider("groq").build());
        }

        @Override
        public void ended(ChatResponse answer, Throwable failure) {
            told.add("ended");
        }
    }

    private EventStream owned(ChatEvent... events) {
        ChatStream stream = ChatStreams.of(List.of(events).iterator(), () -> told.add("let go"));
        return EventStream.owned(stream, new Recorder());
    }

    @Test
    void answerIsCompletedInFinishedAndInResponse() {
        EventStream stream = owned(new Started("1", "m"), new TextDelta("a"), new Finished(ANSWER));
        List<ChatEvent> events = new ArrayList<>();
        stream.forEach(events::add);
        ChatResponse answer = ((Finished) events.get(2)).response();
        assertThat(answer).isSameAs(stream.response());
        assertThat(answer.model()).isEqualTo("asked");
        assertThat(answer.warnings()).containsExactly("seen");
        assertThat(told).containsExactly("let go", "ended");
    }

    @Test
    void timingsAreMeasuredAndTheBackendsOwnKept() {
        Timings timings =
                owned(new TextDelta("a"), new Finished(ANSWER)).response().timings();
        assertThat(timings.firstToken().orElseThrow()).isGreaterThanOrEqualTo(Duration.ZERO);
        assertThat(timings.total().orElseThrow())
                .isGreaterThanOrEqualTo(timings.firstToken().orElseThrow());
        assertThat(timings.backend()).containsEntry("queue_time", Duration.ofMillis(3));
    }

    @Test
    void thereIsNoFirstTokenWithoutContent() {
        Timings timings = owned(new Started("", ""), new TextDelta(""), new Finished(ANSWER))
                .response()
                .timings();
        assertThat(timings.firstToken()).isEmpty();
        assertThat(timings.total()).isPresent();
    }

    @Test
    void startedThatIsPutFirstNamesTheModelAskedFor() {
        assertThat(owned(new TextDelta("a"), new Finished(ANSWER)).iterator().next())
                .isEqualTo(new Started("", "asked"));
    }

    @Test
    void failureAndItsPartialAnswerAreCompleted() {
        EventStream stream = owned(new TextDelta("half"));
        TruncatedException cut = catchThrowableOfType(TruncatedException.class, stream::response);
        assertThat(cut.provider()).contains("groq");
        assertThat(cut.partial()).map(ChatResponse::text).contains("half");
        assertThat(cut.partial()).map(ChatResponse::model).contains("asked");
        assertThat(cut.partial().orElseThrow().timings().firstToken()).isPresent();
        assertThat(told).containsExactly("failed", "let go", "ended");
    }

    @Test
    void closeIsTheEndAndTheReaderMakesTheFailure() {
        EventStream stream = owned(new TextDelta("half"), new Finished(ANSWER));
        stream.close();
        assertThat(told).containsExactly("let go", "ended");
        CancelledException cancelled = catchThrowableOfType(CancelledException.class, stream::response);
        assertThat(cancelled.provider()).contains("groq");
        assertThat(told).containsExactly("let go", "ended", "failed");
    }

    @Test
    void endIsToldAlsoIfLettingGoFails() {
        ChatStream stream = ChatStreams.of(List.<ChatEvent>of().iterator(), () -> {
            throw new IllegalStateException();
        });
        EventStream.owned(stream, new Recorder()).close();
        assertThat(told).containsExactly("ended");
    }

    @Test
    void freshStreamOfThisKindIsNotWrapped() {
        ChatStream stream = ChatStreams.of(ANSWER);
        assertThat(EventStream.owned(stream, new Recorder())).isSameAs(stream);
    }

    @Test
    void streamWithAnOwnerIsWrappedAndBothAreTold() {
        EventStream inner = owned(new TextDelta("a"), new Finished(ANSWER));
        EventStream outer = EventStream.owned(inner, new Recorder());
        assertThat(outer).isNotSameAs(inner);
        assertThat(outer.response().text()).isEqualTo("a");
        assertThat(told).containsExactly("let go", "ended", "ended");
    }

    @Test
    void closeOfTheOuterClosesTheInner() {
        EventStream inner = owned(new TextDelta("a"), new Finished(ANSWER));
        EventStream outer = EventStream.owned(inner, new Recorder());
        Iterator<ChatEvent> events = outer.iterator();
        events.next();
        outer.close();
        assertThatThrownBy(events::next).isInstanceOf(CancelledException.class);
        assertThatThrownBy(inner::response).isInstanceOf(CancelledException.class);
        assertThat(told).filteredOn(word -> !word.equals("failed")).containsExactly("let go", "ended", "ended");
    }

    @Test
    void failureOfTheInnerKeepsItsClassAndPartialAnswer() {
        EventStream inner = EventStream.owned(new Failing(), new Recorder());
        EventStream outer = EventStream.owned(inner, new Recorder());
        assertThatThrownBy(outer::response)
                .isInstanceOfSatisfying(
                        RateLimitException.class, e -> assertThat(e.partial()).isPresent());
    }

    /** A stream that somebody else wrote. */
    private static final class Failing implements ChatStream {
        @Override
        public Iterator<ChatEvent> iterator() {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    throw new RateLimitException("m", Details.NONE);
                }

                @Override
                public ChatEvent next() {
                    throw new RateLimitException("m", Details.NONE);
                }
            };
        }

        @Override
        public ChatResponse response() {
            throw new AssertionError("The owner reads the iterator");
        }

        @Override
        public void close() {}
    }
}
