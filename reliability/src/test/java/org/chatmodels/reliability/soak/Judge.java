package org.chatmodels.reliability.soak;

import java.util.List;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatResponse;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.ProtocolException;
import org.chatmodels.RateLimitException;
import org.chatmodels.TransportException;
import org.chatmodels.TruncatedException;
import org.chatmodels.UnavailableException;
import org.chatmodels.canary.Canary;

/** Compares what a caller saw with what the server did to his call. */
final class Judge {
    private static final int MOST_ENTRIES = 8;

    private final History history;
    private final int retries;

    Judge(History history, int retries) {
        this.history = history;
        this.retries = retries;
    }

    /** Of a call and the {@link System#nanoTime()} of its beginning. */
    Verdict judge(int id, long began, Outcome outcome) {
        return switch (outcome.ending()) {
            case ANSWERED -> answered(id, began, outcome.text());
            case FAILED -> failed(id, outcome, (ChatException) outcome.thrown().orElseThrow());
            case CLOSED, CANCELLED ->
                Answers.isStart(outcome.text(), id)
                        ? Verdict.of(Verdict.Kind.CANCELLED)
                        : answered(id, began, outcome.text());
            case BROKEN -> Verdict.wrong("broken: " + outcome.thrown().orElseThrow());
        };
    }

    private Verdict answered(int id, long began, String text) {
        List<History.Entry> entries = history.of(id);
        if (!text.equals(Answers.text(id))) {
            int stray = Answers.lateStray(text);
            return stray >= 0 && !history.strayWasThere(stray, began)
                    ? Verdict.of(Verdict.Kind.UNDECIDED)
                    : Verdict.wrong("not the answer of this call: " + text.strip());
        }
        if (entries.isEmpty() || !last(entries).fault().isAnswer()) {
            return Verdict.wrong("an answer, but the server gave none");
        }
        return Verdict.of(Verdict.Kind.RIGHT);
    }

    private Verdict failed(int id, Outcome outcome, ChatException failure) {
        String untrue = untrue(id, outcome, failure);
        if (!untrue.isEmpty()) {
            return Verdict.wrong(untrue + ": " + failure + ", " + failure.delivery());
        }
        return Verdict.of(failure instanceof CancelledException ? Verdict.Kind.CANCELLED : Verdict.Kind.FAILED);
    }

    /** What the failure says that is not so; empty if all is true. */
    private String untrue(int id, Outcome outcome, ChatException failure) {
        String partial = failure.partial().map(ChatResponse::text).orElse("");
        if (Canary.in(String.valueOf(failure.getMessage())).isPresent()) {
            return "a key or a prompt in the message";
        }
        if (!Answers.isStart(partial, id) || !Answers.isStart(outcome.text(), id)) {
            return "the partial text is not of this call";
        }
        if (!partial.equals(outcome.text())) {
            return "the partial text is not what was delivered";
        }
        boolean output = !outcome.text().isEmpty();
        if (output != (failure.delivery() == Delivery.PARTIAL_OUTPUT)) {
            return "the delivery is wrong";
        }
        if (output && failure.isRetryable()) {
            return "retryable after output";
        }
        if (failure instanceof CancelledException) {
            return outcome.cancelled() ? "" : "nobody cancelled it";
        }
        return untrue(history.of(id), failure, output);
    }

    private static String untrue(List<History.Entry> entries, ChatException failure, boolean output) {
        boolean early = failure instanceof ProtocolException && !output;
        if (entries.isEmpty()) {
            return early ? "" : "the server never had it";
        }
        History.Entry last = last(entries);
        if (last.strayed() && early) {
            return "";
        }
        if (last.fault().isAnswer()) {
            return "the server had answered";
        }
        if (output && !last.fault().isAfterText() || !output && mustDeliver(last.fault())) {
            return "text was lost, or came from nowhere";
        }
        return fits(last.fault(), failure) ? "" : "not what happened";
    }

    /** What a reset overtakes may be lost. */
    private static boolean mustDeliver(Fault fault) {
        return fault.isAfterText() && fault != Fault.RESET_AFTER;
    }

    private static boolean fits(Fault fault, ChatException failure) {
        boolean sameStatus = failure.status().orElse(0) == fault.status();
        return switch (fault) {
            case CLOSED -> failure.getClass() == TransportException.class;
            case RESET -> failure.getClass() == TransportException.class || failure instanceof TruncatedException;
            case LIMITED ->
                failure instanceof RateLimitException
                        && sameStatus
                        && failure.retryAfter().isPresent();
            case ERROR_500, ERROR_502, ERROR_503, ERROR_529 -> failure instanceof UnavailableException && sameStatus;
            case ERROR_BEFORE, ERROR_AFTER -> failure instanceof UnavailableException;
            case EARLY -> failure instanceof InvalidRequestException && sameStatus;
            case GARBAGE_LINE, GARBAGE_JSON, GARBAGE_EVENT -> failure instanceof ProtocolException;
            case TRUNCATED, SHORT, CUT_BEFORE, CUT_AFTER, BARE_END -> failure instanceof TruncatedException;
            case RESET_AFTER -> failure instanceof TruncatedException || failure instanceof TransportException;
            case NONE, STALL, FIN_IDLE, DRIBBLE, STRAY_NOW, STRAY_LATE -> false;
        };
    }

    /** When all is over: whether the call was asked again only where that is right, and not more often than allowed. */
    Verdict askedAgain(int id) {
        List<History.Entry> entries = history.of(id);
        int ofItsOwnAccord = 0;
        for (History.Entry entry : entries.subList(0, Math.max(0, entries.size() - 1))) {
            if (entry.fault().isFinal()) {
                return Verdict.wrong("asked again after " + entry);
            }
            ofItsOwnAccord += entry.fault().isSilent() ? 0 : 1;
        }
        boolean tooOften = entries.size() > 2 * (retries + 1) || entries.size() >= MOST_ENTRIES;
        return tooOften || ofItsOwnAccord > retries
                ? Verdict.wrong("asked " + entries.size() + " times")
                : Verdict.of(Verdict.Kind.RIGHT);
    }

    static History.Entry last(List<History.Entry> entries) {
        return entries.get(entries.size() - 1);
    }
}
