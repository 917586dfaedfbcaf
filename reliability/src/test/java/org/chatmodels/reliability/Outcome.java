package org.chatmodels.reliability;

import java.time.Duration;
import java.util.Optional;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatTimeoutException;

/**
 * The one end of a call.
 *
 * @param what "answer", or the class of the failure with its kind or status
 * @param delivery of a failure; empty for an answer and for what is no ChatException
 * @param text of the answer, or what had been heard of it
 * @param retryAfter of a failure
 */
record Outcome(String what, String delivery, String text, Optional<Duration> retryAfter) {
    private static final int SHOWN = 40;

    static Outcome answer(String text) {
        return new Outcome("answer", "", text, Optional.empty());
    }

    /** {@code heard} is the text that was handed out before. */
    static Outcome failure(Throwable thrown, String heard) {
        if (!(thrown instanceof ChatException failure)) {
            return new Outcome(thrown.getClass().getSimpleName(), "", heard, Optional.empty());
        }
        String detail = "";
        if (failure instanceof ChatTimeoutException timeout) {
            detail = "(" + timeout.kind() + ")";
        } else if (failure.status().orElse(0) >= 300) {
            detail = " " + failure.status().getAsInt();
        }
        return new Outcome(
                failure.getClass().getSimpleName() + detail, failure.delivery().name(), heard, failure.retryAfter());
    }

    Outcome with(Delivery newDelivery, String newText) {
        return new Outcome(what, newDelivery.name(), newText, retryAfter);
    }

    Outcome detail(String detail) {
        return new Outcome(what + detail, delivery, text, retryAfter);
    }

    Outcome after(Duration delay) {
        return new Outcome(what, delivery, text, Optional.of(delay));
    }

    /** As the table shows it. */
    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(what);
        if (!delivery.isEmpty()) {
            line.append(' ').append(delivery);
        }
        if (!text.isEmpty()) {
            String shown = text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
            line.append(" \"").append(shown.replaceAll("\\p{Cntrl}", "·")).append('"');
        }
        retryAfter.ifPresent(
                delay -> line.append(" retry after ").append(delay.toMillis()).append(" ms"));
        return line.toString();
    }
}
