package org.chatmodels.reliability.soak;

import static org.assertj.core.api.Assertions.assertThat;

import org.chatmodels.CancelledException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatResponse;
import org.chatmodels.TransportException;
import org.chatmodels.TruncatedException;
import org.chatmodels.UnavailableException;
import org.junit.jupiter.api.Test;

/** The soak sees what it is there to see. */
class JudgeTest {
    private static final int ID = 3;
    private static final String PART = Answers.pieces(ID).get(0);

    private final History history = new History(10);
    private final Judge judge = new Judge(history, 2);

    @Test
    void ownAnswerIsRight() {
        history.add(ID, Fault.DRIBBLE, false);
        assertThat(answered(Answers.text(ID))).isEqualTo(Verdict.Kind.RIGHT);
    }

    @Test
    void answerOfAnotherCallIsWrong() {
        history.add(ID, Fault.NONE, false);
        assertThat(answered(Answers.text(ID + 1))).isEqualTo(Verdict.Kind.WRONG);
    }

    @Test
    void halfAnAnswerAndOneThatCameTwiceAreWrong() {
        history.add(ID, Fault.NONE, false);
        assertThat(answered(PART)).isEqualTo(Verdict.Kind.WRONG);
        assertThat(answered(PART + Answers.text(ID))).isEqualTo(Verdict.Kind.WRONG);
    }

    @Test
    void bareEndThatIsTakenForAnAnswerIsWrong() {
        history.add(ID, Fault.BARE_END, false);
        assertThat(answered(Answers.text(ID))).isEqualTo(Verdict.Kind.WRONG);
    }

    @Test
    void answerThatTheServerNeverGaveIsWrong() {
        assertThat(answered(Answers.text(ID))).isEqualTo(Verdict.Kind.WRONG);
    }

    @Test
    void strayAnswerIsWrongIfTheCallBeganAfterIt() {
        history.add(ID, Fault.CLOSED, true);
        history.strayWritten(7);
        assertThat(answered(Answers.stray(7, true))).isEqualTo(Verdict.Kind.WRONG);
        assertThat(answered(Answers.stray(7, false))).isEqualTo(Verdict.Kind.WRONG);
    }

    @Test
    void strayAnswerThatCameAfterTheCallBeganCannotBeTold() {
        history.add(ID, Fault.CLOSED, true);
        long began = System.nanoTime();
        history.strayWritten(7);
        assertThat(judge.judge(ID, began, Outcome.answered(Answers.stray(7, true), false))
                        .kind())
                .isEqualTo(Verdict.Kind.UNDECIDED);
        assertThat(judge.judge(ID, began, Outcome.answered(Answers.stray(7, false), false))
                        .kind())
                .isEqualTo(Verdict.Kind.WRONG);
    }

    @Test
    void failureThatFitsIsTrue() {
        history.add(ID, Fault.CUT_AFTER, false);
        assertThat(failed(new TruncatedException("cut", cut(PART).build()), PART))
                .isEqualTo(Verdict.Kind.FAILED);
    }

    @Test
    void failureOfAnotherKindIsWrong() {
        history.add(ID, Fault.ERROR_503, false);
        Details other = maybe().status(500).build();
        assertThat(failed(new UnavailableException("down", other), "")).isEqualTo(Verdict.Kind.WRONG);
        assertThat(failed(new TransportException("cut", maybe().build()), "")).isEqualTo(Verdict.Kind.WRONG);
        Details same = maybe().status(503).build();
        assertThat(failed(new UnavailableException("down", same), "")).isEqualTo(Verdict.Kind.FAILED);
    }

    @Test
    void failureAfterAnAnswerIsWrong() {
        history.add(ID, Fault.NONE, false);
        assertThat(failed(new TransportException("cut", maybe().build()), "")).isEqualTo(Verdict.Kind.WRONG);
    }

    @Test
    void partialTextThatWasNotDeliveredOrIsNotOfThisCallIsWrong() {
        history.add(ID, Fault.CUT_AFTER, false);
        String other = Answers.pieces(ID + 1).get(0);
        assertThat(failed(new TruncatedException("cut", cut(PART).build()), "")).isEqualTo(Verdict.Kind.WRONG);
        assertThat(failed(new TruncatedException("cut", cut(other).build()), other))
                .isEqualTo(Verdict.Kind.WRONG);
        Details hidden = cut(PART).delivery(Delivery.MAYBE_PROCESSED).build();
        assertThat(failed(new TruncatedException("cut", hidden), PART)).isEqualTo(Verdict.Kind.WRONG);
        Details again = cut(PART).retryable(true).build();
        assertThat(failed(new TruncatedException("cut", again), PART)).isEqualTo(Verdict.Kind.WRONG);
    }

    @Test
    void cancellationByNobodyIsWrong() {
        CancelledException cancelled = new CancelledException("cancelled", maybe().build());
        assertThat(failed(cancelled, "")).isEqualTo(Verdict.Kind.WRONG);
        assertThat(judge.judge(ID, 0, Outcome.failed(cancelled, "", true)).kind())
                .isEqualTo(Verdict.Kind.CANCELLED);
    }

    @Test
    void whatIsNoChatExceptionIsWrong() {
        Outcome outcome = Outcome.broken(new IllegalStateException("lost"), "");
        assertThat(judge.judge(ID, 0, outcome).kind()).isEqualTo(Verdict.Kind.WRONG);
    }

    @Test
    void askingAgainAfterOutputOrTooOftenIsWrong() {
        history.add(1, Fault.ERROR_503, false);
        history.add(1, Fault.CLOSED, false);
        history.add(1, Fault.NONE, false);
        assertThat(judge.askedAgain(1).kind()).isEqualTo(Verdict.Kind.RIGHT);
        history.add(2, Fault.CUT_AFTER, false);
        history.add(2, Fault.NONE, false);
        assertThat(judge.askedAgain(2).kind()).isEqualTo(Verdict.Kind.WRONG);
        for (int i = 0; i < 4; i++) {
            history.add(4, Fault.ERROR_503, false);
        }
        assertThat(judge.askedAgain(4).kind()).isEqualTo(Verdict.Kind.WRONG);
    }

    @Test
    void secondOutcomeAndCallWithoutOneAreSeen() {
        Tally tally = new Tally(3);
        tally.add(0, Verdict.of(Verdict.Kind.RIGHT));
        tally.add(1, Verdict.of(Verdict.Kind.FAILED));
        tally.add(1, Verdict.of(Verdict.Kind.RIGHT));
        assertThat(tally.doubled()).isOne();
        assertThat(tally.violations()).isOne();
        assertThat(tally.lost()).isOne();
    }

    private Verdict.Kind answered(String text) {
        return judge.judge(ID, System.nanoTime(), Outcome.answered(text, false)).kind();
    }

    private Verdict.Kind failed(ChatException failure, String delivered) {
        return judge.judge(ID, 0, Outcome.failed(failure, delivered, false)).kind();
    }

    private static Details.Builder maybe() {
        return Details.builder().delivery(Delivery.MAYBE_PROCESSED);
    }

    private static Details.Builder cut(String text) {
        return Details.builder()
                .delivery(Delivery.PARTIAL_OUTPUT)
                .partial(ChatResponse.of(text))
                .retryable(false);
    }
}
