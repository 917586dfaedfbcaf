package org.chatmodels.reliability;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;

/** One row: what goes wrong and what has to come of it. Put together where it is listed, only read afterwards. */
final class Fault {
    private static final int PROMPTLY = 5_000;
    private static final int LATE = 500;

    /** What the back-off before the second and the third attempt may take; nothing less is asked of it. */
    private static final int BACK_OFF = 150;

    private static final int ATTEMPTS = 3;

    /** What a registry is given for its server. */
    interface Settings {
        ChatModelRegistry.Builder apply(ChatModelRegistry.Builder builder, ScriptedServer server);
    }

    /** What is counted as an attempt. */
    enum Counting {
        REQUESTS,
        CONNECTIONS,

        /** As the last failure tells it. */
        ATTEMPTS,

        /** As the drill has checked it. */
        TOLD
    }

    final String id;
    final String name;
    final Set<Mode> modes = EnumSet.allOf(Mode.class);
    Supplier<ScriptedServer> server = ScriptedServer::start;
    boolean portClosed;
    IntFunction<String> base = port -> "";
    Function<Mode, Script> script = Answers::good;
    String options = "";
    boolean keyed = true;
    Settings settings = (builder, server) -> builder;
    Drill drill = Bench::ask;
    Outcome expected = Outcome.answer(Answers.TEXT);
    final List<String> said = new ArrayList<>();
    int attempts = 1;
    Counting counting = Counting.REQUESTS;
    Connection connection = Connection.NONE;
    int earliest;
    int latest = PROMPTLY;
    Consumer<Bench> also = bench -> {};

    private Fault(String id, String name) {
        this.id = id;
        this.name = name;
    }

    /** A row that asks a server for a good answer, both ways, and gets it. */
    static Fault of(String id, String name) {
        return new Fault(id, name);
    }

    Fault only(Mode mode) {
        modes.retainAll(Set.of(mode));
        return this;
    }

    /** What the server does with every request of the row. */
    Fault script(Script value) {
        script = mode -> value;
        return this;
    }

    Fault script(Function<Mode, Script> value) {
        script = value;
        return this;
    }

    Fault script(Script.Builder value) {
        return script(value.build());
    }

    Fault server(Supplier<ScriptedServer> value) {
        server = value;
        return this;
    }

    /** Nobody listens any more. */
    Fault portClosed() {
        portClosed = true;
        return this;
    }

    /** Another base_url than the server's own, of its port. */
    Fault base(IntFunction<String> value) {
        base = value;
        return this;
    }

    /** More parameters of the location. */
    Fault options(String value) {
        options = "&" + value;
        return this;
    }

    /** No credential is asked for. */
    Fault keyless() {
        keyed = false;
        return this;
    }

    Fault settings(Settings value) {
        settings = value;
        return this;
    }

    Fault drill(Drill value) {
        drill = value;
        return this;
    }

    Fault answers(String text) {
        expected = Outcome.answer(text);
        return this;
    }

    /** Sent, and nothing heard, unless the row says otherwise. */
    Fault fails(Class<? extends ChatException> type) {
        expected = new Outcome(type.getSimpleName(), "", "", Optional.empty()).with(Delivery.MAYBE_PROCESSED, "");
        return this;
    }

    Fault fails(Class<? extends ChatException> type, int status) {
        fails(type);
        expected = expected.detail(" " + status);
        return this;
    }

    Fault fails(ChatTimeoutException.Kind kind) {
        fails(ChatTimeoutException.class);
        expected = expected.detail("(" + kind + ")");
        return this;
    }

    /** What is no exception of the library. */
    Fault throwsPlain(Class<? extends RuntimeException> type) {
        expected = new Outcome(type.getSimpleName(), "", "", Optional.empty());
        return this;
    }

    Fault notSent() {
        expected = expected.with(Delivery.NOT_SENT, "");
        return this;
    }

    Fault partial(String text) {
        expected = expected.with(Delivery.PARTIAL_OUTPUT, text);
        return this;
    }

    Fault retryAfter(Duration delay) {
        expected = expected.after(delay);
        return this;
    }

    /** The message of the failure has these. */
    Fault says(String... words) {
        said.addAll(List.of(words));
        return this;
    }

    Fault attempts(int count) {
        attempts = count;
        return this;
    }

    /** As often as a location that says nothing of retries asks for. */
    Fault retried() {
        attempts = ATTEMPTS;
        return this;
    }

    Fault retriedOnce() {
        attempts = 2;
        return this;
    }

    Fault counting(Counting value) {
        counting = value;
        return this;
    }

    Fault kept() {
        connection = Connection.KEPT;
        return this;
    }

    Fault discarded() {
        connection = Connection.DISCARDED;
        return this;
    }

    Fault cut() {
        connection = Connection.CUT;
        return this;
    }

    Fault gone() {
        connection = Connection.GONE;
        return this;
    }

    /** A limit of so many milliseconds is due in each attempt: never early, at most half a second late. */
    Fault due(int millis) {
        earliest = millis * attempts;
        latest = earliest + LATE + (attempts > 1 ? BACK_OFF : 0);
        return this;
    }

    /** Due once, over all attempts. */
    Fault dueInAll(int millis) {
        earliest = millis;
        latest = millis + LATE;
        return this;
    }

    Fault within(int millis) {
        latest = millis;
        return this;
    }

    /** What else has to be so; throws AssertionError otherwise. */
    Fault also(Consumer<Bench> check) {
        also = check;
        return this;
    }

    /** As the table shows it. */
    String expectation() {
        String counted = attempts + (attempts == 1 ? " attempt" : " attempts");
        String kept = connection == Connection.NONE ? "" : ", " + connection;
        String due = earliest > 0 ? ", after " + earliest + " ms" : "";
        return expected + ", " + counted + kept + due;
    }

    /** Id and name. */
    @Override
    public String toString() {
        return id + " " + name;
    }
}
