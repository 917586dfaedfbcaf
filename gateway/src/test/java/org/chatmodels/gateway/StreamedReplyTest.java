package org.chatmodels.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStreams;
import org.chatmodels.Choice;
import org.chatmodels.FinishReason;
import org.chatmodels.Message;
import org.chatmodels.Part;
import org.chatmodels.RateLimitException;
import org.chatmodels.Role;
import org.chatmodels.testkit.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(20)
@ExtendWith(LeakCheck.class)
class StreamedReplyTest {
    private static final String ASK = "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hello\"}]}";
    private static final ChatEvent END = new ChatEvent.Finished(ChatResponse.of("one two"));

    private static final Limits QUICK =
            new Limits(256, Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofMillis(20));

    private final Script script = new Script();
    private final Gateway gateway =
            Gateway.serve(FakeModel.streaming(request -> ChatStreams.of(script, script.closed::countDown)), 0, QUICK);

    @AfterEach
    void close() {
        gateway.close();
    }

    @Test
    void eachEventIsSentBeforeTheNextIsThere() throws Exception {
        try (RawClient client = new RawClient(gateway.baseUrl()).post(ASK)) {
            script.play(new ChatEvent.Started("id", "fake"));
            client.readUntil("\"role\":\"assistant\"");
            script.play(new ChatEvent.TextDelta("one"));
            client.readUntil("\"content\":\"one\"");
            script.play(new ChatEvent.TextDelta(" two"));
            client.readUntil("\"content\":\" two\"");
            script.play(END);
            assertThat(client.readUntil("[DONE]")).contains("\"finish_reason\":\"stop\"");
        }
    }

    @Test
    void callIsSentPieceByPiece() throws Exception {
        Part.ToolCall call = new Part.ToolCall("c1", "weather", "{\"city\":1}");
        FinishReason reason = new FinishReason(FinishReason.Kind.TOOL_CALLS, "");
        try (RawClient client = new RawClient(gateway.baseUrl()).post(ASK)) {
            script.play(new ChatEvent.Started("id", "fake"));
            script.play(new ChatEvent.ToolCallDelta(0, "c1", "weather", ""));
            client.readUntil("{\"index\":0,\"id\":\"c1\",\"type\":\"function\","
                    + "\"function\":{\"name\":\"weather\",\"arguments\":\"\"}}");
            script.play(new ChatEvent.ToolCallDelta(0, "c1", "weather", "{\"city\":"));
            client.readUntil("\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":\"{\\\"city\\\":\"}}]");
            script.play(new ChatEvent.Finished(ChatResponse.builder()
                    .choices(List.of(new Choice(new Message(Role.ASSISTANT, List.of(call)), reason)))
                    .build()));
            assertThat(client.readUntil("[DONE]"))
                    .contains("{\"index\":0,\"function\":{\"arguments\":\"1}\"}}", "\"finish_reason\":\"tool_calls\"");
        }
    }

    @Test
    void silentModelKeepsTheConnectionAliveWithComments() throws Exception {
        try (RawClient client = new RawClient(gateway.baseUrl()).post(ASK)) {
            script.play(new ChatEvent.Started("id", "fake"));
            client.readUntil("\"role\":\"assistant\"");
            client.readUntil("\r\n:\n\n");
            script.play(END);
            client.readUntil("[DONE]");
        }
    }

    @Test
    void clientThatLeavesClosesTheStreamOfASilentModel() throws Exception {
        try (RawClient client = new RawClient(gateway.baseUrl()).post(ASK)) {
            script.play(new ChatEvent.Started("id", "fake"));
            client.readUntil("\"role\":\"assistant\"");
        }
        assertThat(script.closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void clientThatLeavesClosesTheStreamOfABusyModel() throws Exception {
        try (RawClient client = new RawClient(gateway.baseUrl()).post(ASK)) {
            script.play(new ChatEvent.Started("id", "fake"));
            client.readUntil("\"role\":\"assistant\"");
        }
        for (int event = 0; event < 1000 && script.closed.getCount() > 0; event++) {
            script.play(new ChatEvent.TextDelta("word ".repeat(100)));
        }
        assertThat(script.closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void errorInTheMiddleIsTheLastEventAndThereIsNoDone() throws Exception {
        try (RawClient client = new RawClient(gateway.baseUrl()).post(ASK)) {
            script.play(new ChatEvent.Started("id", "fake"));
            script.play(new ChatEvent.TextDelta("one"));
            script.fail(new RateLimitException("Slow down", ChatException.Details.NONE));
            String reply = client.readUntil("\r\n0\r\n\r\n");
            assertThat(reply)
                    .startsWith("HTTP/1.1 200")
                    .contains("data: {\"error\":{\"message\":\"Slow down\",\"type\":\"rate_limit_error\"")
                    .doesNotContain("[DONE]");
        }
    }

    @Test
    void errorBeforeTheFirstEventHasItsStatus() throws Exception {
        try (RawClient client = new RawClient(gateway.baseUrl()).post(ASK)) {
            script.fail(new RateLimitException("Slow down", ChatException.Details.NONE));
            assertThat(client.readUntil("Slow down")).startsWith("HTTP/1.1 429");
        }
    }

    @Test
    void closingTheGatewayEndsRunningStreamsAndItsThreads() throws Exception {
        try (RawClient client = new RawClient(gateway.baseUrl()).post(ASK)) {
            script.play(new ChatEvent.Started("id", "fake"));
            client.readUntil("\"role\":\"assistant\"");
            gateway.close();
            assertThat(script.closed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> client.readUntil("[DONE]")).isInstanceOf(IOException.class);
        }
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("chatmodels-gateway") && thread.isAlive());
    }

    @Test
    void noThreadKeepsTheProgramAlive() throws Exception {
        try (RawClient client = new RawClient(gateway.baseUrl()).post(ASK)) {
            script.play(new ChatEvent.Started("id", "fake"));
            client.readUntil("\"role\":\"assistant\"");
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().startsWith("chatmodels-gateway")
                            || thread.getName().startsWith("HTTP-Dispatcher"))
                    .isNotEmpty()
                    .allMatch(Thread::isDaemon);
        }
    }

    /** Events as the test plays them; a reader waits for the next one until the stream is closed. */
    private static final class Script implements Iterator<ChatEvent> {
        private final BlockingQueue<Object> played = new LinkedBlockingQueue<>();
        private final CountDownLatch closed = new CountDownLatch(1);
        private boolean ended;

        void play(ChatEvent event) {
            played.add(event);
        }

        void fail(RuntimeException failure) {
            played.add(failure);
        }

        @Override
        public boolean hasNext() {
            return !ended;
        }

        @Override
        public ChatEvent next() {
            if (ended) {
                throw new NoSuchElementException();
            }
            Object next = null;
            while (next == null) {
                next = poll();
            }
            if (next instanceof RuntimeException failure) {
                throw failure;
            }
            ended = next instanceof ChatEvent.Finished;
            return (ChatEvent) next;
        }

        private Object poll() {
            try {
                Object next = played.poll(10, TimeUnit.MILLISECONDS);
                if (next == null && closed.getCount() == 0) {
                    throw new CancelledException("closed", ChatException.Details.NONE);
                }
                return next;
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                throw new CancelledException("interrupted", ChatException.Details.NONE);
            }
        }
    }
}
