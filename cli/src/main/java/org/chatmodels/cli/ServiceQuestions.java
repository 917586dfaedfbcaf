package org.chatmodels.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ProviderStatus;
import org.chatmodels.provider.Service;

/** Asks many services the same, several at once; one that fails takes nothing from the others. */
final class ServiceQuestions<T> {
    private static final int AT_ONCE = 8;

    private final Session session;
    private final ChatModelRegistry registry;
    private final Function<String, Optional<Supplier<T>>> questions;
    private final Map<String, String> failures = new TreeMap<>();
    private Duration patience = Duration.ofSeconds(30);
    private Duration silence = Duration.ZERO;
    private int exitCode = ExitCode.OK;
    private int asked;
    private CountDownLatch open = new CountDownLatch(0);
    private boolean shown;

    /** {@code questions} makes, without network, what is asked of a service; empty for one that is not asked. */
    ServiceQuestions(Session session, Function<String, Optional<Supplier<T>>> questions) {
        this.session = session;
        this.registry = session.registry();
        this.questions = questions;
    }

    /** How long it waits for all of them together; 30 seconds unless set. */
    ServiceQuestions<T> patience(Duration time) {
        patience = time;
        return this;
    }

    /** After how long a person at a terminal sees how many have answered; at once unless set. */
    ServiceQuestions<T> silence(Duration time) {
        silence = time;
        return this;
    }

    /** Those that answered. */
    Map<String, T> ask() {
        Map<String, Supplier<T>> askable = askable();
        asked = askable.size();
        open = new CountDownLatch(asked);
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, task -> {
            Thread thread = new Thread(task, "chat-services");
            thread.setDaemon(true);
            return thread;
        });
        long ends = System.nanoTime() + patience.toNanos();
        try {
            Map<String, Future<T>> running = new LinkedHashMap<>();
            askable.forEach((service, question) -> running.put(service, threads.submit(() -> ask(question))));
            if (silence.isZero() || !open.await(silence.toNanos(), TimeUnit.NANOSECONDS)) {
                show();
            }
            return answers(running, ends);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("Interrupted while services were asked", ChatException.Details.NONE);
        } finally {
            threads.shutdownNow();
            hide();
        }
    }

    /** Why the others did not, in a line each. */
    Map<String, String> failures() {
        return failures;
    }

    /** Of the first failure of one that was asked; without any the key is what lacked. */
    int exitCode() {
        return exitCode == ExitCode.OK ? ExitCode.KEY : exitCode;
    }

    /** Those that need no key or have one; of a service that nobody has tried the lack of a key is no news. */
    private Map<String, Supplier<T>> askable() {
        Map<String, Supplier<T>> askable = new TreeMap<>();
        KnownServices services = new KnownServices(registry);
        for (String name : unlisted(services)) {
            question(name).ifPresent(question -> askable.put(name, question));
        }
        for (Service service : services.all()) {
            Optional<KnownServices.Key> key = services.key(service);
            boolean set = key.map(KnownServices.Key::set).orElse(false);
            if (service.status() == Service.Status.RETIRED
                    || service.baseUrl().isEmpty()
                    || !set && service.status() == Service.Status.UNVERIFIED) {
                continue;
            }
            Optional<Supplier<T>> question = question(service.name());
            if (question.isPresent() && !set && service.keyRequired()) {
                failures.put(service.name(), "no key: " + lack(service, key));
            } else {
                question.ifPresent(found -> askable.put(service.name(), found));
            }
        }
        return askable;
    }

    /** Providers that have no service of their name. */
    private TreeSet<String> unlisted(KnownServices services) {
        TreeSet<String> names = new TreeSet<>();
        for (ProviderStatus provider : registry.providers()) {
            if (provider.problem().isEmpty()) {
                names.addAll(provider.names());
            }
        }
        services.all().forEach(service -> names.remove(service.name()));
        return names;
    }

    private Optional<Supplier<T>> question(String service) {
        try {
            return questions.apply(service);
        } catch (ChatException unusable) {
            return Optional.empty();
        }
    }

    private static String lack(Service service, Optional<KnownServices.Key> key) {
        String source = key.map(KnownServices.Key::source).orElse(String.join(" or ", service.keyVariables()));
        return source.contains(":") && !source.contains("env:")
                ? "there is none in " + source
                : "set the environment variable " + source.replace("env:", "");
    }

    private T ask(Supplier<T> question) {
        try {
            return question.get();
        } finally {
            open.countDown();
            progress();
        }
    }

    private Map<String, T> answers(Map<String, Future<T>> running, long ends) throws InterruptedException {
        Map<String, T> answers = new TreeMap<>();
        for (Map.Entry<String, Future<T>> entry : running.entrySet()) {
            Future<T> future = entry.getValue();
            try {
                answers.put(entry.getKey(), future.get(Math.max(0, ends - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (ExecutionException e) {
                failed(entry.getKey(), e.getCause() == null ? e : e.getCause());
            } catch (TimeoutException e) {
                future.cancel(true);
                fail(entry.getKey(), "no answer within " + patience.toSeconds() + " s", ExitCode.NETWORK);
            }
        }
        return answers;
    }

    private void failed(String service, Throwable failure) {
        String message = failure instanceof ChatException
                ? String.valueOf(failure.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ")
                : failure.toString();
        fail(service, message, ExitCode.of(failure));
    }

    private void fail(String service, String why, int code) {
        failures.put(service, why);
        exitCode = exitCode == ExitCode.OK ? code : exitCode;
    }

    private synchronized void show() {
        shown = session.terminal().errorIsTerminal();
        progress();
    }

    private synchronized void progress() {
        if (shown) {
            session.terminal().err().print("\r" + (asked - open.getCount()) + " of " + asked + " services");
            session.terminal().err().flush();
        }
    }

    private synchronized void hide() {
        if (shown) {
            shown = false;
            session.terminal().err().print("\r\u001b[K");
            session.terminal().err().flush();
        }
    }
}
