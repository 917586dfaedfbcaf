package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.chatmodels.canary.Canary;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestReporter;
import org.opentest4j.TestAbortedException;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.SkipException;

/** The rules of Reactive Streams for publishers, as its technology compatibility kit has them: one test each. */
class PublisherRulesTest {
    private static final ExecutorService THREADS = Executors.newFixedThreadPool(4);
    private static final Map<String, String> SKIPPED = new TreeMap<>();
    private static final Map<String, String> PASSED = new TreeMap<>();

    /** Milliseconds: how long the kit waits for a signal, for none, and between two looks. */
    private static final TestEnvironment PATIENCE = new TestEnvironment(5_000, 50, 10);

    @AfterAll
    static void tellAndStop(TestReporter reporter) throws InterruptedException {
        reporter.publishEntry("rules", PASSED.size() + " passed, " + SKIPPED.size() + " skipped: " + SKIPPED);
        THREADS.shutdownNow();
        assertThat(THREADS.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    /** For those that are skipped the kit's authors found no way; PublisherTest does. */
    @Test
    void thirtyOneRulesAreCheckedAndSevenAreNot() {
        assertThat(rules()).hasSize(38);
        assertThat(rules().stream().filter(rule -> rule.getName().startsWith("untested_")))
                .hasSize(7);
    }

    @TestFactory
    Stream<DynamicTest> everyRuleHolds() {
        Rules rules = new Rules();
        return rules().stream().map(rule -> DynamicTest.dynamicTest(rule.getName(), () -> check(rules, rule)));
    }

    private static List<Method> rules() {
        return Arrays.stream(Rules.class.getMethods())
                .filter(method -> method.isAnnotationPresent(org.testng.annotations.Test.class))
                .toList();
    }

    private static void check(Rules rules, Method rule) throws Throwable {
        try {
            rules.setUp();
            rule.invoke(rules);
            PASSED.put(rule.getName(), "");
        } catch (InvocationTargetException e) {
            if (!(e.getCause() instanceof SkipException skipped)) {
                throw e.getCause();
            }
            SKIPPED.put(rule.getName(), skipped.getMessage());
            assertThat(rule.getName()).as(skipped.getMessage()).startsWith("untested_");
            throw new TestAbortedException(skipped.getMessage());
        }
    }

    /** Two of the events that the kit asks for are Started and Finished where there is room for them. */
    public static final class Rules extends FlowPublisherVerification<ChatEvent> {
        public Rules() {
            super(PATIENCE);
        }

        @Override
        public Flow.Publisher<ChatEvent> createFlowPublisher(long elements) {
            return ChatStreams.publisher(new Counting(elements), ChatRequest.of(Canary.PROMPT), THREADS);
        }

        @Override
        public Flow.Publisher<ChatEvent> createFailedFlowPublisher() {
            ChatModel failing = ChatModel.of(ModelLocation.of("fake", "failing"), request -> {
                throw new UnavailableException("down", ChatException.Details.NONE);
            });
            return ChatStreams.publisher(failing, ChatRequest.of(Canary.PROMPT), THREADS);
        }
    }

    /** Answers with so many events. */
    private record Counting(long events) implements ChatModel {
        private static final ChatEvent END = new ChatEvent.Finished(ChatResponse.of("a"));

        @Override
        public ModelLocation location() {
            return ModelLocation.of("fake", "counting");
        }

        @Override
        public ChatResponse chat(ChatRequest request) {
            throw new UnsupportedOperationException("not asked");
        }

        @Override
        public ChatStream stream(ChatRequest request) {
            if (events < 2) {
                return new Bare(Stream.of(END).limit(events).iterator());
            }
            Stream<ChatEvent> texts = LongStream.range(0, events - 2).mapToObj(text -> new ChatEvent.TextDelta("a"));
            return ChatStreams.of(Stream.concat(texts, Stream.of(END)).iterator(), () -> {});
        }
    }

    /** A stream without Started. */
    private record Bare(Iterator<ChatEvent> iterator) implements ChatStream {
        @Override
        public ChatResponse response() {
            throw new UnsupportedOperationException("not asked");
        }

        @Override
        public void close() {}
    }
}
