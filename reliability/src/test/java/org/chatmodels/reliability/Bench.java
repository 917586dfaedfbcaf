package org.chatmodels.reliability;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.canary.Canary;
import org.chatmodels.spi.Transport;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;

/** What one run of a row has to itself: a server, a registry whose key is bound to that server, a clock. */
final class Bench implements AutoCloseable {
    /** Of calls that have to succeed. */
    private static final String NEXT = "still here";

    final Fault fault;
    final Mode mode;
    final ScriptedServer server;
    final ChatModelRegistry registry;
    final String base;
    final Heard heard = new Heard();
    private final Transport transport;
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final List<Runnable> others = new ArrayList<>();
    private final CountDownLatch text = new CountDownLatch(1);
    private long began;
    private long ended;
    private int told;

    Bench(Fault fault, Mode mode) {
        this.fault = fault;
        this.mode = mode;
        server = fault.server.get();
        int port = server.port();
        if (fault.portClosed) {
            server.close();
        } else {
            server.always(fault.script.apply(mode));
        }
        String other = fault.base.apply(port);
        base = other.isEmpty() ? server.uri("/v1").toString() : other;
        Probe probe = new Probe();
        ChatModelRegistry.Builder builder = ChatModelRegistry.builder()
                .environment(Map.of("CORP_KEY", Canary.KEY))
                .provider(probe)
                .listener(heard)
                .property("chatmodels.credential.corp", "env:CORP_KEY")
                .property("chatmodels.credential.corp.origins", origin(base));
        registry = fault.settings.apply(builder, server).build();
        transport = probe.transport(registry);
        startClock();
    }

    private static String origin(String base) {
        URI uri = URI.create(base);
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }

    /** What is timed begins now. */
    void startClock() {
        began = System.nanoTime();
    }

    /** What follows is not timed. */
    void stopClock() {
        ended = System.nanoTime();
    }

    /** From the start of the clock until it was stopped, or until now. */
    long millis() {
        return ((ended == 0 ? System.nanoTime() : ended) - began) / 1_000_000;
    }

    /** Another server of this run. */
    ScriptedServer other(Script script) {
        ScriptedServer other = ScriptedServer.start(script);
        atEnd(other::close);
        return other;
    }

    /** Runs when this is closed, the last first. */
    void atEnd(Runnable action) {
        others.add(action);
    }

    String location(String options) {
        return "openai-compatible:m?base_url=" + base + (fault.keyed ? "&credential=corp" : "") + options;
    }

    ChatModel model() {
        return registry.open(location(fault.options));
    }

    /** Asks as the row says. */
    Outcome ask() {
        return ask(Canary.PROMPT);
    }

    Outcome ask(String prompt) {
        return outcome(this::model, prompt);
    }

    /** What came of asking a model that is opened first. */
    Outcome outcome(Opening opening, String prompt) {
        ChatStream stream;
        try {
            ChatModel model = opening.open();
            if (mode == Mode.SYNC) {
                return Outcome.answer(model.ask(prompt));
            }
            stream = model.stream(prompt);
        } catch (Exception e) {
            return failed(e, "");
        }
        return read(stream);
    }

    /** Until somebody has heard something of his answer. */
    void awaitText() throws InterruptedException {
        if (!text.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("no text came");
        }
    }

    /** Reads all of it and closes it. */
    Outcome read(ChatStream stream) {
        StringBuilder heard = new StringBuilder();
        try (stream) {
            for (ChatEvent event : stream) {
                if (event instanceof ChatEvent.TextDelta delta) {
                    heard.append(delta.text());
                    text.countDown();
                }
            }
            String whole = stream.response().text();
            return Outcome.answer(whole.contentEquals(heard) ? whole : whole + " but heard " + heard);
        } catch (RuntimeException e) {
            return failed(e, heard.toString());
        }
    }

    /** What had been heard must be what the failure kept. */
    Outcome failed(Throwable thrown, String heard) {
        failures.add(thrown);
        String kept = thrown instanceof ChatException failure
                ? failure.partial().map(ChatResponse::text).orElse("")
                : heard;
        return Outcome.failure(thrown, kept.equals(heard) ? heard : heard + " but kept " + kept);
    }

    List<Throwable> failures() {
        return failures;
    }

    /** The failure that the run ended with. */
    ChatException failure() {
        if (failures.isEmpty()) {
            throw new AssertionError("nothing failed");
        }
        Throwable last = failures.get(failures.size() - 1);
        if (last instanceof ChatException failure) {
            return failure;
        }
        throw new AssertionError("no failure of the library", last);
    }

    int attempts() {
        return switch (fault.counting) {
            case REQUESTS -> server.requests().size();
            case CONNECTIONS -> server.connections().size();
            case ATTEMPTS -> failures.isEmpty() ? 0 : 1 + failure().attempts().size();
            case TOLD -> told;
        };
    }

    /** For drills that count in a way of their own. */
    void told(int attempts) {
        told = attempts;
    }

    /** How many connections are in use. */
    int leased() {
        return transport.openExchanges();
    }

    /** What is wrong with what became of the connections, and of the calls that follow. */
    Optional<String> connectionProblem() {
        Connection expected = fault.connection;
        int before = server.connections().size();
        if (expected == Connection.CUT || expected == Connection.DISCARDED) {
            server.connections().forEach(connection -> connection.awaitClosed());
        }
        if (expected == Connection.NONE || expected == Connection.CUT) {
            return Optional.empty();
        }
        server.always(Script.json(Answers.json(NEXT)));
        String next = registry.open(location("&timeout=5s")).ask(Canary.PROMPT);
        if (!next.equals(NEXT)) {
            return Optional.of("the next call got another answer");
        }
        int fresh = server.connections().size() - before;
        return fresh == (expected == Connection.KEPT ? 0 : 1)
                ? Optional.empty()
                : Optional.of("the next call made " + fresh + " connections");
    }

    /** Registry first, as users do; then what is left of the servers. */
    @Override
    public void close() {
        registry.close();
        for (int i = others.size() - 1; i >= 0; i--) {
            others.get(i).run();
        }
        server.close();
    }

    /** Opens a model. */
    interface Opening {
        ChatModel open() throws Exception;
    }
}
