package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.chatmodels.ChatEvent.Finished;
import org.chatmodels.ChatEvent.Opaque;
import org.chatmodels.ChatEvent.ReasoningDelta;
import org.chatmodels.ChatEvent.RefusalDelta;
import org.chatmodels.ChatEvent.Started;
import org.chatmodels.ChatEvent.TextDelta;
import org.chatmodels.ChatEvent.ToolCallDelta;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatException.Phase;
import org.junit.jupiter.api.Test;

class EventStreamTest {
    private static final ChatResponse ANSWER =
            ChatResponse.of("ab").toBuilder().id("1").model("m").build();
    private static final Started STARTED = new Started("1", "m");
    private static final Finished FINISHED = new Finished(ANSWER);

    private final AtomicInteger closed = new AtomicInteger();

    private EventStream stream(Object... steps) {
        return new EventStream(new Steps(steps), closed::incrementAndGet);
    }

    /** Gives events, throws throwables. */
    private static final class Steps implements Iterator<ChatEvent> {
        private final Object[] steps;
        private int at;

        Steps(Object... steps) {
            this.steps = steps;
        }

        @Override
        public boolean hasNext() {
            return at < steps.length;
        }

        @Override
        public ChatEvent next() {
            Object step = steps[at++];
            if (step instanceof Throwable thrown) {
                throw EventStreamTest.<RuntimeException>sneaky(thrown);
            }
            return (ChatEvent) step;
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
        throw (T) thrown;
    }

    private static List<ChatEvent> all(ChatStream stream) {
        List<ChatEvent> events = new ArrayList<>();
        stream.forEach(events::add);
        return events;
    }

    @Test
    void wholeAnswerPassesUnchanged() {
        ChatEvent[] events = {
            STARTED, new TextDelta("a"), new ToolCallDelta(0, "c", "f", "{"), new Opaque("p", "{}"), FINISHED
        };
        EventStream stream = stream((Object[]) events);
        assertThat(all(stream)).containsExactly(events);
        assertThat(stream.response()).isSameAs(ANSWER);
        assertThat(closed).hasValue(1);
    }

    @Test
    void onlyOneIteratorIsGiven() {
        EventStream stream = stream(STARTED, FINISHED);
        stream.iterator();
        assertThatIllegalStateException().isThrownBy(stream::iterator).withMessageContaining("once");
    }

    @Test
    void responseIsThePassToo() {
        EventStream stream = stream(STARTED, FINISHED);
        stream.response();
        assertThatIllegalStateException().isThrownBy(stream::iterator);
    }

    @Test
    void responseReadsTheRestAndStaysTheSame() {
        EventStream stream = stream(STARTED, new TextDelta("a"), new TextDelta("b"), FINISHED);
        Iterator<ChatEvent> events = stream.iterator();
        events.next();
        assertThat(stream.response()).isSameAs(ANSWER).isSameAs(stream.response());
        assertThat(events.hasNext()).isFalse();
        assertThatThrownBy(events::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void responseDoesNotTakeAnEventThatHasNextHasPromised() {
        EventStream stream = stream(STARTED, FINISHED);
        Iterator<ChatEvent> events = stream.iterator();
        events.next();
        assertThat(events.hasNext()).isTrue();
        assertThat(stream.response()).isSameAs(ANSWER);
        assertThat(events.next()).isEqualTo(FINISHED);
    }

    @Test
    void nextWorksWithoutHasNext() {
        Iterator<ChatEvent> events = stream(STARTED, FINISHED).iterator();
        assertThat(events.next()).isEqualTo(STARTED);
        assertThat(events.next()).isEqualTo(FINISHED);
        assertThatThrownBy(events::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void missingStartedIsPutFirst() {
        assertThat(all(stream(new TextDelta("a"), FINISHED)))
                .containsExactly(new Started("", ""), new TextDelta("a"), FINISHED);
    }

    @Test
    void startedBeforeALoneFinishedTakesWhatTheAnswerSays() {
        assertThat(all(stream(FINISHED))).containsExactly(STARTED, FINISHED);
    }

    @Test
    void secondStartedIsDropped() {
        assertThat(all(stream(STARTED, new Started("2", "n"), FINISHED))).containsExactly(STARTED, FINISHED);
    }

    @Test
    void emptyTextsAreDropped() {
        assertThat(all(stream(STARTED, new TextDelta(""), new ReasoningDelta(""), new RefusalDelta(""), FINISHED)))
                .containsExactly(STARTED, FINISHED);
    }

    @Test
    void nothingIsReadAfterFinished() {
        Steps steps = new Steps(STARTED, FINISHED, new IllegalStateException("read too far"));
        assertThat(all(new EventStream(steps, closed::incrementAndGet))).containsExactly(STARTED, FINISHED);
        assertThat(steps.at).isEqualTo(2);
    }

    @Test
    void sourceIsLetGoAsSoonAsFinishedHasArrived() {
        Iterator<ChatEvent> events = stream(STARTED, FINISHED).iterator();
        events.next();
        assertThat(closed).hasValue(0);
        events.hasNext();
        assertThat(closed).hasValue(1);
    }

    @Test
    void cutStreamIsAnErrorNotAnEnd() {
        EventStream stream = stream(STARTED, new ReasoningDelta("hm"), new TextDelta("a"), new TextDelta("b"));
        TruncatedException cut = catchThrowableOfType(TruncatedException.class, () -> all(stream));
        assertThat(cut.phase()).isEqualTo(Phase.STREAM);
        assertThat(cut.delivery()).isEqualTo(Delivery.PARTIAL_OUTPUT);
        assertThat(cut.isRetryable()).isFalse();
        ChatResponse partial = cut.partial().orElseThrow();
        assertThat(partial.id()).isEqualTo("1");
        assertThat(partial.model()).isEqualTo("m");
        assertThat(partial.message().parts()).containsExactly(new Part.Reasoning("hm"), new Part.Text("ab"));
        assertThat(partial.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.OTHER, ""));
        assertThat(closed).hasValue(1);
    }

    @Test
    void cutBeforeOutputCanBeAskedAgain() {
        for (EventStream stream : List.of(stream(), stream(STARTED), stream(STARTED, new Opaque("p", "{}")))) {
            TruncatedException cut = catchThrowableOfType(TruncatedException.class, stream::response);
            assertThat(cut.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
            assertThat(cut.isRetryable()).isTrue();
            assertThat(cut.partial()).map(ChatResponse::text).contains("");
        }
    }

    @Test
    void partialAnswerKeepsChoicesApartInTheirPlaces() {
        EventStream stream = stream(
                STARTED,
                new TextDelta(2, "c"),
                new TextDelta(0, "a"),
                new TextDelta(2, "d"),
                new RefusalDelta(0, "no"),
                new TextDelta(Integer.MAX_VALUE, "far"));
        ChatException cut = catchThrowableOfType(ChatException.class, stream::response);
        List<Choice> choices = cut.partial().orElseThrow().choices();
        assertThat(choices).hasSize(3);
        assertThat(choices.get(0).message().parts()).containsExactly(new Part.Text("a"), new Part.Refusal("no"));
        assertThat(choices.get(1).message().parts()).isEmpty();
        assertThat(choices.get(2).message().text()).isEqualTo("cd");
    }

    @Test
    void partialAnswerHasNoCallsAsNobodyKnowsWhetherTheyAreWhole() {
        EventStream stream = stream(STARTED, new ToolCallDelta(0, "c", "f", "{}"));
        ChatException cut = catchThrowableOfType(ChatException.class, stream::response);
        assertThat(cut.delivery()).isEqualTo(Delivery.PARTIAL_OUTPUT);
        assertThat(cut.partial().orElseThrow().toolCalls()).isEmpty();
    }

    @Test
    void failureOfTheSourceIsThrownAgainAndAgain() {
        UnavailableException failure = new UnavailableException("m", Details.NONE);
        EventStream stream = stream(STARTED, new TextDelta("a"), failure);
        Iterator<ChatEvent> events = stream.iterator();
        events.next();
        events.next();
        List<Supplier<?>> calls = List.of(events::hasNext, events::next, stream::response, events::hasNext);
        for (Supplier<?> call : calls) {
            assertThatThrownBy(call::get).isSameAs(failure);
        }
        assertThat(failure.partial()).map(ChatResponse::text).contains("a");
        assertThat(failure.delivery()).isEqualTo(Delivery.PARTIAL_OUTPUT);
        assertThat(failure.phase()).isEqualTo(Phase.STREAM);
        assertThat(closed).hasValue(1);
        stream.close();
        assertThatThrownBy(stream::response).isSameAs(failure);
        assertThat(closed).hasValue(1);
    }

    @Test
    void partialAnswerOfTheSourceIsKept() {
        Details details = Details.builder()
                .partial(ChatResponse.of("more"))
                .phase(Phase.BODY)
                .build();
        ProtocolException failure = new ProtocolException("m", details);
        EventStream stream = stream(STARTED, new TextDelta("a"), failure);
        assertThatThrownBy(stream::response).isSameAs(failure);
        assertThat(failure.partial()).map(ChatResponse::text).contains("more");
        assertThat(failure.phase()).isEqualTo(Phase.STREAM);
    }

    @Test
    void phaseOfACallInsideTheSourceIsKeptAndSoIsItsDelivery() {
        Details details = Details.builder()
                .phase(Phase.CONNECT)
                .delivery(Delivery.NOT_SENT)
                .build();
        TransportException failure = new TransportException("m", details);
        EventStream stream = stream(STARTED, failure);
        assertThatThrownBy(stream::response).isSameAs(failure);
        assertThat(failure.phase()).isEqualTo(Phase.CONNECT);
        assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
    }

    @Test
    void otherExceptionsPassAsTheyAre() {
        for (Throwable thrown :
                List.of(new IllegalStateException("x"), new StackOverflowError(), new IOException("x"))) {
            closed.set(0);
            EventStream stream = stream(STARTED, thrown);
            Iterator<ChatEvent> events = stream.iterator();
            events.next();
            assertThatThrownBy(events::next).isSameAs(thrown);
            assertThatThrownBy(events::hasNext).isSameAs(thrown);
            assertThatThrownBy(stream::response).isSameAs(thrown);
            assertThat(closed).hasValue(1);
        }
    }

    @Test
    void nullFromTheSourceIsAFailureNotAnEndlessLoop() {
        EventStream stream = stream(STARTED, null, FINISHED);
        assertThatThrownBy(stream::response).isInstanceOf(NullPointerException.class);
        assertThat(closed).hasValue(1);
    }

    @Test
    void earlyCloseCancelsBothWaysOfReading() {
        EventStream stream = stream(STARTED, new TextDelta("a"), new TextDelta("b"), FINISHED);
        Iterator<ChatEvent> events = stream.iterator();
        events.next();
        events.next();
        assertThat(events.hasNext()).isTrue();
        stream.close();
        stream.close();
        assertThat(closed).hasValue(1);
        CancelledException cancelled = catchThrowableOfType(CancelledException.class, events::next);
        assertThatThrownBy(events::hasNext).isSameAs(cancelled);
        assertThatThrownBy(stream::response).isSameAs(cancelled);
        assertThat(cancelled.partial()).map(ChatResponse::text).contains("a");
        assertThat(cancelled.delivery()).isEqualTo(Delivery.PARTIAL_OUTPUT);
        assertThat(cancelled.phase()).isEqualTo(Phase.STREAM);
    }

    @Test
    void closeBeforeReadingCancelsToo() {
        EventStream stream = stream(STARTED, FINISHED);
        stream.close();
        CancelledException cancelled = catchThrowableOfType(CancelledException.class, stream::response);
        assertThat(cancelled.partial()).map(ChatResponse::text).contains("");
        assertThat(cancelled.delivery()).isEqualTo(Delivery.MAYBE_PROCESSED);
    }

    @Test
    void closeAfterTheAnswerIsSilent() {
        EventStream stream = stream(STARTED, new TextDelta("ab"), FINISHED);
        Iterator<ChatEvent> events = stream.iterator();
        events.next();
        events.next();
        events.hasNext();
        stream.close();
        assertThat(events.next()).isEqualTo(FINISHED);
        assertThat(stream.response()).isSameAs(ANSWER);
        assertThat(closed).hasValue(1);
    }

    @Test
    void whatTheSourceThrowsBecauseOfCloseIsACancellation() {
        AtomicInteger ends = new AtomicInteger();
        EventStream[] self = new EventStream[1];
        Iterator<ChatEvent> source = new Iterator<>() {
            @Override
            public boolean hasNext() {
                self[0].close();
                throw new IllegalStateException("socket closed");
            }

            @Override
            public ChatEvent next() {
                throw new NoSuchElementException();
            }
        };
        self[0] = new EventStream(source, ends::incrementAndGet);
        assertThatThrownBy(self[0]::response)
                .isInstanceOf(CancelledException.class)
                .hasNoCause();
        assertThat(ends).hasValue(1);
    }

    @Test
    void answerThatArrivesAfterCloseIsNotTold() {
        EventStream[] self = new EventStream[1];
        Iterator<ChatEvent> source = new Iterator<>() {
            @Override
            public boolean hasNext() {
                return true;
            }

            @Override
            public ChatEvent next() {
                self[0].close();
                return FINISHED;
            }
        };
        self[0] = new EventStream(source, () -> {});
        assertThatThrownBy(() -> all(self[0])).isInstanceOf(CancelledException.class);
        assertThatThrownBy(self[0]::response).isInstanceOf(CancelledException.class);
    }

    @Test
    void failureToLetGoDoesNotChangeTheOutcome() {
        Runnable failing = () -> {
            closed.incrementAndGet();
            throw new IllegalStateException("cannot close");
        };
        assertThat(new EventStream(new Steps(STARTED, FINISHED), failing).response())
                .isSameAs(ANSWER);
        new EventStream(new Steps(STARTED, FINISHED), failing).close();
        assertThatThrownBy(new EventStream(new Steps(STARTED), failing)::response)
                .isInstanceOf(TruncatedException.class);
        assertThat(closed).hasValue(3);
    }

    @Test
    void onCloseMayCloseTheStreamAgain() {
        EventStream[] self = new EventStream[1];
        self[0] = new EventStream(new Steps(STARTED), () -> {
            closed.incrementAndGet();
            self[0].close();
        });
        self[0].close();
        assertThat(closed).hasValue(1);
    }
}
