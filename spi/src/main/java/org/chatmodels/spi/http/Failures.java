package org.chatmodels.spi.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatException.Phase;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.ChatTimeoutException.Kind;
import org.chatmodels.LimitException;
import org.chatmodels.ProtocolException;
import org.chatmodels.TransportException;
import org.chatmodels.TruncatedException;

/**
 * Makes the caller's exception of what went wrong. The reason why the exchange ended and the stage it was in decide;
 * the same fault surfaces as many types. Text of the server never gets into a message or a cause.
 */
final class Failures {
    private Failures() {}

    /** For what is wrong before anything happens; its anchor in docs/errors.md. */
    static Details notSent(String code) {
        return Details.builder().code(code).build();
    }

    static Details.Builder details(Stage stage) {
        boolean sent = stage.compareTo(Stage.SEND) >= 0;
        return Details.builder().phase(stage.phase).delivery(sent ? Delivery.MAYBE_PROCESSED : Delivery.NOT_SENT);
    }

    private static Details.Builder details(Call call) {
        Details.Builder details = details(call.stage());
        return call.stage() == Stage.BODY && call.request.streaming() ? details.phase(Phase.STREAM) : details;
    }

    /** For an exchange that we ended ourselves. */
    static ChatException ended(Call call, Ending why) {
        Times times = call.request.times();
        String server = call.request.target().authority();
        return switch (why) {
            case CONNECT ->
                timeout(
                        call,
                        Kind.CONNECT,
                        "No connection to " + place(call) + within(times.connect())
                                + ": check host and port, or raise connect_timeout");
            case HEADERS ->
                timeout(call, Kind.HEADERS, "No answer from " + server + within(times.total()) + ": raise timeout");
            case FIRST_TOKEN ->
                timeout(
                        call,
                        Kind.FIRST_TOKEN,
                        "No first token from " + server + within(times.firstToken()) + ": raise first_token_timeout");
            case TOTAL ->
                timeout(
                        call,
                        Kind.TOTAL,
                        "The exchange with " + server + " was not done" + within(times.total()) + ": raise timeout");
            case INTERRUPTED ->
                new CancelledException(
                        "Interrupted in the exchange with " + server,
                        details(call).build());
            case SHUT_DOWN ->
                new CancelledException(
                        "The transport was closed: open another registry",
                        details(call).build());
            case DONE, FAILED, CLOSED ->
                new CancelledException(
                        "The exchange with " + server + " was closed before its end",
                        details(call).build());
        };
    }

    private static String within(long nanos) {
        return " within " + Times.text(nanos);
    }

    private static ChatException timeout(Call call, Kind kind, String message) {
        return new ChatTimeoutException(message, kind, details(call).build());
    }

    static ChatException noneFree(Call call, long waited, int open) {
        return timeout(
                call,
                Kind.LEASE,
                "No free connection to " + call.request.target().authority() + within(waited) + ": " + open
                        + " exchanges are open, close streams that nobody reads");
    }

    /** For what the wire or the server did. */
    static ChatException failed(Call call, Exception cause) {
        return switch (call.stage()) {
            case LEASE, CONNECT -> connecting(call, cause);
            case SEND, HEADERS -> answering(call, cause);
            case BODY -> reading(call, cause);
        };
    }

    /** Whom a connection was being made to. */
    private static String place(Call call) {
        HttpHost proxy = call.route.getProxyHost();
        String server = call.request.target().authority();
        if (proxy == null) {
            return server;
        }
        return call.isAtProxy()
                ? "the proxy " + proxy.toHostString() + " on the way to " + server
                : server + " through the proxy " + proxy.toHostString();
    }

    private static ChatException connecting(Call call, Exception cause) {
        String server = place(call);
        if (cause instanceof SocketTimeoutException) {
            return ended(call, Ending.CONNECT);
        }
        if (cause instanceof SSLException secure) {
            return new TransportException(
                    "No TLS connection to " + server + ": " + TlsReasons.of(secure),
                    with(call, cause).retryable(TlsReasons.isPassing(secure)).build());
        }
        String why = "Can't connect to " + server + ": is the server running, is the port right?";
        Details.Builder details = with(call, cause);
        if (cause instanceof UnknownHostException) {
            why = "Unknown host in " + server + ": check the host's name";
            details.retryable(!(cause.getCause() instanceof RuntimeException));
        } else if (cause instanceof TimeoutException) {
            why = "No connection to " + server + ": too many callers wait for one";
        } else if (cause instanceof HttpException || cause instanceof MessageConstraintException) {
            why = "No connection to " + server + ": its answer can't be read, is it an HTTP proxy?";
        }
        return new TransportException(why, details.build());
    }

    private static ChatException answering(Call call, Exception cause) {
        String server = call.request.target().authority();
        if (cause instanceof MessageConstraintException) {
            return new LimitException(
                    "The head of the answer from " + server + " is longer than 100 headers or a line of 8 KiB: is it"
                            + " a model's API?",
                    details(call).build());
        }
        if (cause instanceof HttpException) {
            return new ProtocolException(
                    "The answer from " + server + " is no HTTP/1.1: check base_url",
                    details(call)
                            .retryable(cause instanceof HeadParser.NoStatusLineException)
                            .build());
        }
        if (cause instanceof ConnectionClosedException) {
            return new TruncatedException(
                    "The head of the answer from " + server + " ended in the middle: ask again",
                    details(call).build());
        }
        return unanswered(call, cause);
    }

    /** What a connection that was lost may have carried nobody knows, but no answer came: that may pass. */
    private static ChatException unanswered(Call call, Exception cause) {
        String server = call.request.target().authority();
        boolean refused = cause instanceof SSLException secure && !TlsReasons.isPassing(secure);
        String what = call.stage() == Stage.HEADERS
                ? " closed the connection without an answer: ask again"
                : " closed the connection while the request was sent: ask again";
        if (refused) {
            what = " broke off TLS behind the handshake: if it asks for a certificate of the client, give the registry"
                    + " an SSLContext that has one";
        }
        return new TransportException(
                server + what, with(call, cause).retryable(!refused).build());
    }

    private static ChatException reading(Call call, Exception cause) {
        String server = call.request.target().authority();
        if (cause instanceof SocketTimeoutException) {
            long idle = call.request.times().idle();
            return timeout(
                    call, Kind.IDLE, "Silence from " + server + " for " + Times.text(idle) + ": raise idle_timeout");
        }
        if (cause instanceof MessageConstraintException) {
            return new LimitException(
                    "A line of the chunked answer from " + server + " is longer than 8 KiB",
                    details(call).build());
        }
        if (cause instanceof MalformedChunkCodingException && !(cause instanceof TruncatedChunkException)) {
            return new ProtocolException(
                    "The chunks of the answer from " + server + " can't be read",
                    details(call).retryable(!isOverflow(cause)).build());
        }
        return new TruncatedException(
                "The answer from " + server + " ended in the middle: ask again",
                with(call, cause).build());
    }

    /** Whether a chunk says that it is longer than anything, which no accident does. */
    private static boolean isOverflow(Exception cause) {
        String message = String.valueOf(cause.getMessage());
        String size = message.substring(message.lastIndexOf(' ') + 1);
        return size.length() >= 2 * Long.BYTES && size.chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    /** Whether that is a chunk cut by the end of the connection rather than a wrong one. */
    static IOException cutOrWrong(IOException cause, Wire wire) {
        boolean wrong = cause instanceof MalformedChunkCodingException && !(cause instanceof TruncatedChunkException);
        return wrong && wire.isAtEnd() ? new ConnectionClosedException() : cause;
    }

    /** Causes of the JVM are kept; those of the parsers quote what the server sent. */
    private static Details.Builder with(Call call, Exception cause) {
        boolean quotes = cause.getClass().getName().startsWith("org.apache");
        return quotes ? details(call) : details(call).cause(cause);
    }
}
