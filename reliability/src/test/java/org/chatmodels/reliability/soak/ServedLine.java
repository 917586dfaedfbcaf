package org.chatmodels.reliability.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One connection of the server: a request, what the plan does to it, the next request. */
final class ServedLine {
    private static final int DRIBBLED = 300;
    private static final int SLOW_MILLIS = 3;
    private static final int MOST_STALL_MILLIS = 80;
    private static final String LAST_CHUNK = "0\r\n\r\n";
    private static final String STREAM_HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

    private final FaultServer server;
    private final Socket socket;
    private final RequestInput input;
    private final OutputStream out;
    private int id;
    private boolean streamed;
    private boolean slow;
    private long mixed;
    private boolean strayedNow;
    private boolean strayedLate;
    private boolean strayOwed;

    ServedLine(FaultServer server, Socket socket) throws IOException {
        this.server = server;
        this.socket = socket;
        this.input = new RequestInput(socket);
        this.out = socket.getOutputStream();
        socket.setTcpNoDelay(true);
    }

    void serve() throws IOException {
        boolean goesOn = true;
        while (goesOn && input.begin()) {
            id = input.id();
            slow = input.isSlow();
            if (strayedNow) {
                server.history.reusedAfterStray();
            }
            int attempt = server.history.attempts(id);
            mixed = Mix.of(3, id, attempt);
            goesOn = refusedUnread(attempt) ? refuse() : input.finish() && answer(attempt);
        }
    }

    private boolean refusedUnread(int attempt) {
        return input.isLarge() && server.plan.fault(new FaultPlan.Asked(id, attempt, false, true)) == Fault.EARLY;
    }

    /** Answers while the client sends, and reads the rest only then, so that the answer is not lost with a reset. */
    private boolean refuse() throws IOException {
        server.requestRead();
        server.history.add(id, Fault.EARLY, strayedNow || strayedLate);
        write(whole(413, "", Answers.error("too large")));
        pause(Mix.below(20, mixed));
        socket.shutdownOutput();
        input.discard(2000);
        return false;
    }

    private boolean answer(int attempt) throws IOException {
        streamed = input.isStreamed();
        server.requestRead();
        Fault fault = server.plan.fault(new FaultPlan.Asked(id, attempt, streamed, false));
        if (strayedLate) {
            server.history.raced();
            fault = Fault.CLOSED;
        }
        server.history.add(id, fault, strayedNow || strayedLate);
        boolean goesOn = act(fault);
        if (goesOn) {
            input.next();
        }
        return goesOn;
    }

    /** Whether the connection goes on. */
    private boolean act(Fault fault) throws IOException {
        return switch (fault) {
            case NONE -> right(false);
            case STALL -> stalled();
            case FIN_IDLE -> right(false) && closedSoon();
            case DRIBBLE -> dribbled();
            case STRAY_NOW -> right(true);
            case STRAY_LATE -> right(false) && strayLater();
            case CLOSED -> false;
            case RESET -> reset();
            case LIMITED, ERROR_500, ERROR_502, ERROR_503, ERROR_529, EARLY -> status(fault.status());
            case GARBAGE_LINE -> write("SPDY/9 as you like it\r\n\r\n") && false;
            case TRUNCATED, SHORT, GARBAGE_JSON -> brokenAnswer(fault);
            case CUT_BEFORE -> write(STREAM_HEAD + chunk(Answers.started())) && false;
            case CUT_AFTER -> some("") && false;
            case RESET_AFTER -> some("") && reset();
            case ERROR_BEFORE -> write(STREAM_HEAD + errorEvent() + LAST_CHUNK);
            case ERROR_AFTER -> some(errorEvent() + LAST_CHUNK);
            case GARBAGE_EVENT -> some(chunk("data: {not json}\n\n") + chunk(Answers.finish()) + LAST_CHUNK);
            case BARE_END -> some(LAST_CHUNK);
        };
    }

    private boolean right(boolean withStray) throws IOException {
        boolean strays = withStray || strayOwed;
        int number = strays ? server.history.nextStray() : -1;
        String stray = strays ? whole(200, "", Answers.completion(Answers.stray(number, false))) : "";
        strayedNow |= strays;
        strayOwed = false;
        if (!streamed) {
            pause(slow ? 4 * SLOW_MILLIS : 0);
            return write(whole(200, "", Answers.completion(Answers.text(id))) + stray);
        }
        List<String> events = events();
        boolean apart = slow || Mix.below(4, mixed) == 0;
        return apart ? inPieces(events, stray) : write(String.join("", events) + stray);
    }

    /** Head, events, last chunk. */
    private List<String> events() {
        List<String> events = new ArrayList<>();
        events.add(STREAM_HEAD + chunk(Answers.started()));
        Answers.pieces(id).forEach(piece -> events.add(chunk(Answers.delta(piece))));
        events.add(chunk(Answers.finish()) + LAST_CHUNK);
        return events;
    }

    private boolean inPieces(List<String> events, String stray) throws IOException {
        for (int i = 0; i < events.size(); i++) {
            write(i + 1 < events.size() ? events.get(i) : events.get(i) + stray);
            pause(slow ? SLOW_MILLIS : 0);
        }
        return true;
    }

    private boolean stalled() throws IOException {
        int millis = 5 + Mix.below(MOST_STALL_MILLIS, mixed);
        if (!streamed || Mix.below(2, mixed >>> 20) == 0) {
            pause(millis);
            return right(false);
        }
        List<String> events = events();
        for (int i = 0; i < events.size(); i++) {
            write(events.get(i));
            pause(i == 1 ? millis : 0);
        }
        return true;
    }

    private boolean dribbled() throws IOException {
        byte[] bytes = (streamed ? String.join("", events()) : whole(200, "", Answers.completion(Answers.text(id))))
                .getBytes(StandardCharsets.UTF_8);
        int single = Math.min(bytes.length, DRIBBLED);
        for (int i = 0; i < single; i++) {
            out.write(bytes, i, 1);
        }
        out.write(bytes, single, bytes.length - single);
        return true;
    }

    private boolean closedSoon() throws IOException {
        input.moreWithin(1 + Mix.below(3, mixed));
        return false;
    }

    /** Only while the connection is idle; if the next request is there first, with its answer. */
    private boolean strayLater() throws IOException {
        if (input.moreWithin(1 + Mix.below(8, mixed)) || input.hasMore()) {
            strayOwed = true;
            return true;
        }
        int number = server.history.nextStray();
        strayedLate = true;
        write(whole(200, "", Answers.completion(Answers.stray(number, true))));
        server.history.strayWritten(number);
        return true;
    }

    private boolean reset() throws IOException {
        socket.setSoLinger(true, 0);
        return false;
    }

    private boolean status(int status) throws IOException {
        String more = status == 429 ? "retry-after-ms: " + (1 + Mix.below(20, mixed)) + "\r\n" : "";
        return write(whole(status, more, Answers.error("out of order")));
    }

    private boolean brokenAnswer(Fault fault) throws IOException {
        String right = Answers.completion(Answers.text(id));
        int length = right.getBytes(StandardCharsets.UTF_8).length;
        String half = right.substring(0, right.length() / 2);
        String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
        return switch (fault) {
            case TRUNCATED ->
                write(head + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(length) + "\r\n" + half)
                        && false;
            case SHORT -> write(head + "Content-Length: " + length + "\r\n\r\n" + half) && false;
            default -> write(whole(200, "", right.replace("\"choices\":", "\"choices\"]")));
        };
    }

    /** The beginning of a stream: one piece or more of the text, perhaps all of them. */
    private boolean some(String end) throws IOException {
        List<String> events = events();
        int pieces = 1 + Mix.below(events.size() - 2, mixed);
        return write(String.join("", events.subList(0, 1 + pieces)) + end);
    }

    private static String errorEvent() {
        return chunk("data: " + Answers.error("out of order") + "\n\n");
    }

    private static String chunk(String data) {
        int length = data.getBytes(StandardCharsets.UTF_8).length;
        return Integer.toHexString(length) + "\r\n" + data + "\r\n";
    }

    private static String whole(int status, String headers, String body) {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return "HTTP/1.1 " + status + " Whatever\r\nContent-Type: application/json\r\n" + headers + "Content-Length: "
                + length + "\r\n\r\n" + body;
    }

    /** In one write. */
    private boolean write(String text) throws IOException {

        out.write(text.getBytes(StandardCharsets.UTF_8));
        return true;
    }

    private static void pause(int millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        for (long left = end - System.nanoTime(); millis > 0 && left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
