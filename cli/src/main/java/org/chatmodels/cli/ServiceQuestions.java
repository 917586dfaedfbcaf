package org.chatmodels.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ModelInfo;
import org.chatmodels.ProviderStatus;
import org.chatmodels.provider.Service;

/** Asks all services for their models, several at once; one that fails takes nothing from the others. */
final class ServiceQuestions {
    private static final int AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Session session;
    private final ChatModelRegistry registry;
    private final Duration patience;
    private final Map<String, String> failures = new TreeMap<>();
    private final AtomicInteger answered = new AtomicInteger();
    private int exitCode = ExitCode.OK;
    private volatile boolean done;

    ServiceQuestions(Session session) {
        this(session, PATIENCE);
    }

    /** {@code patience} for all of them together. */
    ServiceQuestions(Session session, Duration patience) {
        this.session = session;
        this.registry = session.registry();
        this.patience = patience;
    }

    /** Those that answered. */
    Map<String, List<ModelInfo>> ask() {
        List<String> asked = List.copyOf(askable());
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, task -> {
            Thread thread = new Thread(task, "chat-models");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Map<String, Future<List<ModelInfo>>> running = new LinkedHashMap<>();
            progress(asked.size());
            for (String service : asked) {
                running.put(service, threads.submit(() -> ask(service, asked.size())));
            }
            return answers(running);
        } finally {
            done = true;
            threads.shutdownNow();
            clearProgress();
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
    private List<String> askable() {
        Map<String, String> asked = new TreeMap<>();
        for (ProviderStatus provider : registry.providers()) {
            if (provider.problem().isEmpty()) {
                provider.names().forEach(name -> asked.put(name, ""));
            }
        }
        KnownServices services = new KnownServices(registry);
        for (Service service : services.all()) {
            asked.remove(service.name());
            Optional<KnownServices.Key> key = services.key(service);
            boolean set = key.map(KnownServices.Key::set).orElse(false);
            if (service.status() == Service.Status.RETIRED
                    || service.baseUrl().isEmpty()
                    || !set && service.status() == Service.Status.UNVERIFIED) {
                continue;
            } else if (set || !service.keyRequired()) {
                asked.put(service.name(), "");
            } else {
                failures.put(service.name(), "no key: " + lack(service, key));
            }
        }
        return List.copyOf(asked.keySet());
    }

    private static String lack(Service service, Optional<KnownServices.Key> key) {
        String source = key.map(KnownServices.Key::source).orElse(String.join(" or ", service.keyVariables()));
        return source.contains(":") && !source.contains("env:")
                ? "there is none in " + source
                : "set the environment variable " + source.replace("env:", "");
    }

    private List<ModelInfo> ask(String service, int all) {
        try {
            return registry.models(service);
        } finally {
            answered.incrementAndGet();
            progress(all);
        }
    }

    private Map<String, List<ModelInfo>> answers(Map<String, Future<List<ModelInfo>>> running) {
        long ends = System.nanoTime() + patience.toNanos();
        Map<String, List<ModelInfo>> answers = new TreeMap<>();
        running.forEach((service, future) -> {
            try {
                answers.put(service, future.get(Math.max(0, ends - System.nanoTime()), TimeUnit.NANOSECONDS));
            } catch (ExecutionException e) {
                failed(service, e.getCause() == null ? e : e.getCause());
            } catch (TimeoutException e) {
                future.cancel(true);
                fail(service, "no answer within " + patience.toSeconds() + " s", ExitCode.NETWORK);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancelledException("Interrupted while services were asked", ChatException.Details.NONE);
            }
        });
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

    private void progress(int all) {
        if (session.terminal().errorIsTerminal() && !done) {
            session.terminal().err().print("\r" + answered.get() + " of " + all + " services");
            session.terminal().err().flush();
        }
    }

    private void clearProgress() {
        if (session.terminal().errorIsTerminal()) {
            session.terminal().err().print("\r\u001b[K");
            session.terminal().err().flush();
        }
    }
}
