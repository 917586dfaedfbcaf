package org.chatmodels.spi;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatException.Phase;
import org.chatmodels.ModelLocation;
import org.chatmodels.provider.Secret;
import org.chatmodels.provider.Service;
import org.jspecify.annotations.Nullable;

/**
 * Turns what servers answer instead of an answer into the exception whose class names the remedy. Reads every body
 * shape that servers send, also HTML, nothing and halves. Messages are one line that names service, status, what the
 * server said (500 characters at most) and what to do; keys in them and in the body are masked. Thread-safe.
 */
public final class ErrorReader {
    private static final int MAX_BODY = 64 << 10;
    private static final int LONGEST_MARK = 128;
    private static final String[] REQUEST_IDS = {
        "x-request-id", "request-id", "x-generation-id", "x-amzn-requestid", "apim-request-id", "nvcf-reqid", "cf-ray"
    };

    private final ModelLocation location;
    private final boolean ofModel;
    private final Clock clock;
    private final Remedy remedy;

    /** For the calls of one opened model without a row. */
    public ErrorReader(ModelLocation location) {
        this(location, null, true, Clock.systemUTC());
    }

    /**
     * For the calls of one opened model: provider and model of the exceptions. The row knows whose key it is and what is
     * retired; why no key was sent is left to the registry to add.
     */
    public ErrorReader(ModelLocation location, Service service) {
        this(location, Objects.requireNonNull(service, "service"), true, Clock.systemUTC());
    }

    /** For what is asked of a service beside chatting: the exceptions name no model. */
    public ErrorReader(Service service) {
        this(ModelLocation.of(service.name(), "none"), service, false, Clock.systemUTC());
    }

    ErrorReader(ModelLocation location, @Nullable Service service, Clock clock) {
        this(location, service, true, clock);
    }

    private ErrorReader(ModelLocation location, @Nullable Service service, boolean ofModel, Clock clock) {
        this.location = Objects.requireNonNull(location, "location");
        this.ofModel = ofModel;
        this.clock = clock;
        this.remedy = new Remedy(location, service, clock);
    }

    /** An answer that is none: {@code keys} are those that were sent. */
    static final class Answer {
        private final int status;
        private final Function<String, Optional<String>> headers;
        private final byte[] body;
        private final List<String> keys;

        Answer(int status, Function<String, Optional<String>> headers, byte[] body, List<String> keys) {
            this.status = status;
            this.headers = headers;
            this.body = body;
            this.keys = keys;
        }

        static Answer of(Exchange exchange, byte[] body) {
            List<String> keys = exchange.key().map(Secret::reveal).map(List::of).orElse(List.of());
            return new Answer(exchange.status(), exchange::header, body, keys);
        }
    }

    /** The model's, as failures name it. */
    ModelLocation location() {
        return location;
    }

    /** The exchange itself; one whose status is not 2xx is closed, and what it says thrown. */
    public Exchange accepted(Exchange exchange) {
        if (exchange.status() / 100 != 2) {
            throw read(exchange);
        }
        return exchange;
    }

    /** For an answer whose status is not 2xx; reads at most 64 KiB of its body and closes the exchange. */
    public ChatException read(Exchange exchange) {
        try (exchange) {
            return read(Answer.of(exchange, start(exchange.body())));
        }
    }

    ChatException read(Answer answer) {
        ErrorBody body = ErrorBody.read(answer.body, 0, answer.body.length);
        if (answer.status >= 300 && answer.status < 400) {
            String host =
                    answer.headers.apply("location").map(ErrorReader::host).orElse("");
            String what = (host.isEmpty() ? "" : " that points to " + host)
                    + ": redirects are never followed; put the final address in base_url";
            return ErrorKind.PROTOCOL.exception(
                    service() + " answered " + answer.status + what,
                    details(answer, body, answer.status).build());
        }
        return exception(answer, body, answer.status);
    }

    /**
     * For an error inside a 200: the whole JSON of the body or event. The status is the one in it, else the one that
     * its type or code stands for. JSON that tells of no error is not kept. Closes nothing.
     */
    public ChatException inBand(byte[] json, int offset, int length, Exchange exchange) {
        return inBand(Answer.of(exchange, Arrays.copyOfRange(json, offset, offset + length)));
    }

    ChatException inBand(Answer answer) {
        ErrorBody body = ErrorBody.read(answer.body, 0, answer.body.length);
        return exception(answer, body, ErrorKind.statusOf(body));
    }

    /**
     * For a 2xx whose body is no answer: the error that it tells of if it is JSON and does, else a ProtocolException
     * that says what came instead (nothing, HTML, text, other JSON) and keeps nothing of it, as it may be anything, a
     * prompt too. Closes nothing.
     */
    public ChatException notAnAnswer(byte[] body, Exchange exchange) {
        return notAnAnswer(Answer.of(exchange, body));
    }

    ChatException notAnAnswer(Answer answer) {
        ErrorBody body = ErrorBody.read(answer.body, 0, Math.min(answer.body.length, MAX_BODY));
        if (body.isError()) {
            return exception(answer, body, ErrorKind.statusOf(body));
        }
        String came;
        Details.Builder details = marks(answer, "", "", answer.status);
        if (body.text().isEmpty()) {
            details.retryable(true);
            came = "an empty body";
        } else if (body.isHtml()) {
            came = mask(body.message(), answer);
        } else {
            came = body.isJson() ? "JSON that is no answer" : "text that is no JSON";
        }
        return ErrorKind.PROTOCOL.exception(
                service() + " answered " + answer.status + " with " + came + ". Check base_url", details.build());
    }

    /**
     * The same failure with what had arrived: partial answer, phase STREAM and delivery set, provider and model named.
     * After content it is not to be retried.
     */
    public ChatException during(ChatException failure, AnswerAssembler arrived) {
        return FailureCopy.during(failure, arrived, location);
    }

    /** The same failure, whose message ends with what else is to be done about it: a sentence without its dot. */
    public static ChatException advising(ChatException failure, String remedy) {
        String said = String.valueOf(failure.getMessage());
        return FailureCopy.saying(failure, said + (said.endsWith("?") ? " " : ". ") + remedy);
    }

    private ChatException exception(Answer answer, ErrorBody body, int status) {
        RetryHints hints = new RetryHints(answer.headers, clock);
        Optional<Duration> delay = hints.retryAfter(body, status == 429);
        ErrorKind kind = ErrorKind.of(status, body, delay.isPresent());
        Details.Builder details = details(answer, body, status);
        delay.ifPresent(details::retryAfter);
        Optional<Boolean> should = hints.shouldRetry();
        if (ErrorKind.blamesRequest(status, body) || kind == ErrorKind.QUOTA) {
            should = Optional.of(false);
        }
        should.ifPresent(details::retryable);
        boolean hopeless = kind == ErrorKind.UNAVAILABLE && !should.orElse(true);
        String what = gone(kind, status, body)
                .orElseGet(
                        () -> hopeless ? "Change the request" : remedy.of(kind, status, !answer.keys.isEmpty(), delay));
        return kind.exception(service() + " answered " + status + said(body, answer) + remedy(what), details.build());
    }

    /** Servers refuse what is gone in many ways; what is wrong with one request has nothing to do with it. */
    private Optional<String> gone(ErrorKind kind, int status, ErrorBody body) {
        boolean missing = status == 404 || status == 410;
        boolean may = missing || status == 403 || kind == ErrorKind.INVALID_REQUEST && body.blamesModel();
        return may ? remedy.retirement() : Optional.empty();
    }

    private static String said(ErrorBody body, Answer answer) {
        String line = ServerText.line(mask(body.message(), answer));
        return line.isEmpty() ? "" : ": " + line;
    }

    private static String remedy(String text) {
        return text.isEmpty() ? "" : ". " + text;
    }

    private Details.Builder details(Answer answer, ErrorBody body, int status) {
        Details.Builder details = marks(answer, body.code(), body.requestId(), status);
        return answer.status / 100 == 2 && !body.isError() ? details : details.body(mask(body.text(), answer));
    }

    private Details.Builder marks(Answer answer, String code, String requestId, int status) {
        Details.Builder details = Details.builder()
                .provider(location.provider())
                .status(status)
                .phase(Phase.BODY)
                .delivery(Delivery.MAYBE_PROCESSED);
        if (ofModel) {
            details.model(location.model());
        }
        String known = mark(code, answer);
        if (!known.isEmpty()) {
            details.code(known);
        }
        String id = requestId(answer, requestId);
        if (!id.isEmpty()) {
            details.requestId(id);
        }
        return details;
    }

    private static String requestId(Answer answer, String ofTheBody) {
        for (String name : REQUEST_IDS) {
            String id = mark(answer.headers.apply(name).orElse(""), answer);
            if (!id.isEmpty()) {
                return id;
            }
        }
        return mark(ofTheBody, answer);
    }

    private static String mark(String text, Answer answer) {
        String line = ServerText.line(mask(text, answer));
        return line.length() > LONGEST_MARK ? line.substring(0, LONGEST_MARK) : line;
    }

    private static String mask(String text, Answer answer) {
        return KeyMask.mask(text, answer.keys);
    }

    private String service() {
        return location.provider();
    }

    private static String host(String address) {
        try {
            String host = URI.create(address.strip()).getHost();
            return host == null ? "" : ServerText.line(host);
        } catch (IllegalArgumentException unreadable) {
            return "";
        }
    }

    /** What there is of a body; that it breaks off changes nothing of what the status says. */
    private static byte[] start(ByteInput in) {
        byte[] bytes = new byte[MAX_BODY];
        int length = 0;
        try {
            int count = 0;
            while (count >= 0 && length < MAX_BODY) {
                length += count;
                count = length < MAX_BODY ? in.read(bytes, length, MAX_BODY - length) : -1;
            }
        } catch (CancelledException e) {
            throw e;
        } catch (ChatException brokenOff) {
            return Arrays.copyOf(bytes, length);
        }
        return Arrays.copyOf(bytes, length);
    }
}
