package org.chatmodels.reliability.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatStream;
import org.chatmodels.UnavailableException;

/** Many callers who ask once each at the same time. */
final class Wave implements AutoCloseable {
    private static final int SECONDS = 60;

    private final ChatModel model;
    private final int callers;
    private final ExecutorService threads;
    private final AtomicInteger ids = new AtomicInteger();

    Wave(ChatModel model, int callers) {
        this.model = model;
        this.callers = callers;
        this.threads = Executors.newFixedThreadPool(callers);
    }

    /** How many got their own answer; the others got an UnavailableException, or this fails. */
    int run() throws InterruptedException, ExecutionException {
        Callable<Boolean> caller = () -> isAnswered(ids.getAndIncrement());
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            all.add(caller);
        }
        int answered = 0;
        for (Future<Boolean> one : threads.invokeAll(all, SECONDS, TimeUnit.SECONDS)) {
            answered += one.get() ? 1 : 0;
        }
        return answered;
    }

    /** Every other one is a stream. */
    private boolean isAnswered(int id) {
        String prompt = RequestInput.MARK + id + " ";
        try {
            String text = id % 2 == 0 ? model.ask(prompt) : streamed(prompt);
            if (!text.equals(Answers.text(id))) {
                throw new AssertionError("not the answer of this call: " + text);
            }
            return true;
        } catch (UnavailableException down) {
            return false;
        } catch (ChatException other) {
            throw new AssertionError("not what happened", other);
        }
    }

    private String streamed(String prompt) {
        try (ChatStream stream = model.stream(prompt)) {
            return stream.response().text();
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
