package org.chatmodels.reliability;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatStream;

/** What runs in a JVM that has little; prints one line. */
final class SmallJvm {
    private static final String PROMPT = "Hello";
    private static final int STREAMS = 1_000;
    private static final int THREADS = 8;

    private SmallJvm() {}

    /** What to do, and the server's address. */
    public static void main(String[] arguments) throws InterruptedException {
        try (ChatModelRegistry registry =
                ChatModelRegistry.builder().environment(Map.of()).build()) {
            String place = "openai-compatible:m?base_url=" + arguments[1] + "&retries=0";
            String line = switch (arguments[0]) {
                case "files" -> files(registry, place);
                case "streams" -> streams(registry.open(place));
                default -> tooLong(registry.open(place), arguments[0].equals("chat"));
            };
            System.out.println(line);
        }
    }

    /** Opens streams until there is no file left for one more, closes all, and opens one again. */
    private static String files(ChatModelRegistry registry, String place) {
        List<ChatStream> open = new ArrayList<>();
        String failed = "none";
        registry.open(place).stream(PROMPT).close();
        unreachable(registry);
        for (int i = 0; i < 60 && failed.equals("none"); i++) {
            try {
                open.add(registry.open(place).stream(PROMPT));
            } catch (ChatException e) {
                failed = Outcome.failure(e, "").toString();
            }
        }
        open.forEach(ChatStream::close);
        registry.open(place).stream(PROMPT).close();
        return failed + ", then an answer";
    }

    /** So that the classes of failures are there before they cannot be read any more. */
    private static void unreachable(ChatModelRegistry registry) {
        try {
            registry.open("openai-compatible:m?retries=0&base_url=http://127.0.0.1:1/v1")
                    .ask(PROMPT);
        } catch (ChatException e) {
            Outcome.failure(e, "").toString();
        }
    }

    private static String streams(ChatModel model) throws InterruptedException {
        AtomicInteger whole = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(() -> {
                for (int j = 0; j < STREAMS / THREADS; j++) {
                    try (ChatStream stream = model.stream(PROMPT)) {
                        whole.addAndGet(stream.response().text().length() == 100_000 ? 1 : 0);
                    }
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return whole + " whole answers";
    }

    private static String tooLong(ChatModel model, boolean chat) {
        long began = System.nanoTime();
        try {
            if (chat) {
                return model.ask(PROMPT);
            }
            try (ChatStream stream = model.stream(PROMPT)) {
                return stream.response().text();
            }
        } catch (ChatException e) {
            long millis = (System.nanoTime() - began) / 1_000_000;
            return Outcome.failure(e, "") + (millis < 2_000 ? " within two seconds" : " after " + millis + " ms");
        }
    }
}
