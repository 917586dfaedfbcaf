package org.chatmodels.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStreams;
import org.chatmodels.RateLimitException;
import org.chatmodels.canary.Canary;
import org.chatmodels.testkit.LeakCheck;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that are slow, leave or never come to an end, and how many the gateway serves all the same. */
@Timeout(20)
@ExtendWith(LeakCheck.class)
class SlowClientTest {
    private static final Limits HASTY =
            new Limits(2, Duration.ofMillis(150), Duration.ofMillis(30), Duration.ofMillis(10));
    private static final String STREAM =
            "{\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"" + Canary.PROMPT + "\"}]}";
    private static final String WHOLE = "{\"messages\":[{\"role\":\"user\",\"content\":\"" + Canary.PROMPT + "\"}]}";

    private final FakeModel greeting = FakeModel.answering(ChatResponse.of("Good day"));
    private final List<RawClient> clients = new ArrayList<>();

    @AfterEach
    void leave() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "P",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: loc",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{\"mess",
                "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n{",
                "POST /nowhere HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\n{\"mess"
            })
    void requestThatDoesNotArriveHoldsNoThread(String part) throws Exception {
        try (Gateway gateway = Gateway.serve(greeting, 0, HASTY)) {
            RawClient one = kept(new RawClient(gateway.baseUrl()).send(part));
            RawClient other = kept(new RawClient(gateway.baseUrl()).send(part));
            ends(one);
            ends(other);
            assertThat(answerWhenFree(gateway)).contains(" 200 ");
        }
    }

    @Test
    void modelMayTakeLongerThanAClient() throws Exception {
        FakeModel slow = FakeModel.streaming(request -> {
            takeTime(Duration.ofMillis(300));
            return ChatStreams.of(ChatResponse.of("Good day"));
        });
        try (Gateway gateway = Gateway.serve(slow, 0, HASTY)) {
            WebClient client = new WebClient(gateway.baseUrl());
            assertThat(client.hello("").body()).contains("Good day");
            assertThat(client.hello(",\"stream\":true").body())
                    .contains("Good day")
                    .endsWith("[DONE]\n\n");
        }
    }

    @Test
    void endedRequestDoesNotLimitTheNextOneOfItsThread() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        FakeModel slow = FakeModel.streaming(request -> {
            asked.incrementAndGet();
            takeTime(Duration.ofMillis(200));
            return ChatStreams.of(ChatResponse.of("Good day"));
        });
        Limits oneThread = new Limits(1, Duration.ofMillis(100), Duration.ofSeconds(5), Duration.ofSeconds(5));
        String hello = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + WHOLE.length()
                + "\r\n\r\n" + WHOLE;
        try (Gateway gateway = Gateway.serve(slow, 0, oneThread)) {
            answerWhenFree(gateway, "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertThat(answerWhenFree(gateway, hello)).contains("Good day");
            assertThat(answerWhenFree(gateway, hello)).contains("Good day");
        }
        assertThat(asked).as("requests that reached the model").hasValue(2);
    }

    @Test
    void clientThatLeavesBeforeTheStreamIsOpenedInterruptsTheModel() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        FakeModel silent = FakeModel.streaming(request -> {
            asked.countDown();
            try {
                takeTime(Duration.ofSeconds(20));
            } catch (CancelledException cancelled) {
                interrupted.countDown();
                throw cancelled;
            }
            return ChatStreams.of(ChatResponse.of("too late"));
        });
        try (Gateway gateway = Gateway.serve(silent, 0, HASTY)) {
            RawClient client = kept(new RawClient(gateway.baseUrl()).post(STREAM));
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            client.close();
            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void clientThatLeavesBeforeTheFirstEventClosesTheStream() throws Exception {
        Waiting events = new Waiting();
        FakeModel silent = FakeModel.streaming(request -> ChatStreams.of(events, events.closed::countDown));
        try (Gateway gateway = Gateway.serve(silent, 0, HASTY)) {
            RawClient client = kept(new RawClient(gateway.baseUrl()).post(STREAM));
            assertThat(events.awaited.await(10, TimeUnit.SECONDS)).isTrue();
            client.close();
            assertThat(events.closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void lateErrorBeforeTheFirstEventIsAnEventOfTheStreamThatBegan() throws Exception {
        FakeModel late = FakeModel.streaming(request -> {
            takeTime(Duration.ofMillis(200));
            throw new RateLimitException("Slow down", ChatException.Details.NONE);
        });
        try (Gateway gateway = Gateway.serve(late, 0, HASTY)) {
            Reply reply = new WebClient(gateway.baseUrl()).hello(",\"stream\":true");
            assertThat(reply.statusCode()).isEqualTo(200);
            assertThat(reply.body())
                    .startsWith(":\n\n")
                    .contains("data: {\"error\":{\"message\":\"Slow down\"")
                    .doesNotContain("[DONE]");
        }
    }

    @Test
    void clientThatLeavesDuringAWholeAnswerFreesItsThreadWhenTheModelIsDone() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch answer = new CountDownLatch(1);
        FakeModel slow = answeringOn(answer, asked);
        try (Gateway gateway = Gateway.serve(slow, 0, HASTY)) {
            RawClient one = kept(new RawClient(gateway.baseUrl()).post(WHOLE));
            RawClient other = kept(new RawClient(gateway.baseUrl()).post(WHOLE));
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            one.close();
            other.close();
            answer.countDown();
            assertThat(answerWhenFree(gateway)).contains("\"object\":\"list\"");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {STREAM, WHOLE})
    void clientThatTakesNothingIsCutOff(String request) throws Exception {
        String much = "word ".repeat(3_000_000);
        FakeModel talkative = FakeModel.answering(ChatResponse.of(much));
        try (Gateway gateway = Gateway.serve(talkative, 0, HASTY)) {
            kept(new RawClient(gateway.baseUrl()).post(request));
            kept(new RawClient(gateway.baseUrl()).post(request));
            assertThat(answerWhenFree(gateway)).contains("\"object\":\"list\"");
        }
    }

    @Test
    void connectionBeyondTheLimitIsClosedAndTheNextIsServed() throws Exception {
        CountDownLatch asked = new CountDownLatch(2);
        CountDownLatch answer = new CountDownLatch(1);
        FakeModel slow = answeringOn(answer, asked);
        try (Gateway gateway = Gateway.serve(slow, 0, HASTY)) {
            RawClient one = kept(new RawClient(gateway.baseUrl()).post(WHOLE));
            RawClient other = kept(new RawClient(gateway.baseUrl()).post(WHOLE));
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
            endsWithoutAnAnswer(kept(new RawClient(gateway.baseUrl()).post(WHOLE)));
            answer.countDown();
            one.readUntil("Good day");
            other.readUntil("Good day");
            assertThat(answerWhenFree(gateway)).contains("\"object\":\"list\"");
        }
    }

    @Test
    void seventyStreamsRunAtOnceAndEndWithinHalfASecondWhenTheGatewayCloses() throws Exception {
        CountDownLatch closed = new CountDownLatch(70);
        FakeModel endless = FakeModel.streaming(request -> {
            Waiting events = new Waiting();
            return ChatStreams.of(events, () -> {
                events.closed.countDown();
                closed.countDown();
            });
        });
        Limits limits = new Limits(
                Limits.DEFAULT.requests(), Duration.ofSeconds(30), Duration.ofMillis(20), Duration.ofMillis(20));
        Gateway gateway = Gateway.serve(endless, 0, limits);
        for (int client = 0; client < 70; client++) {
            kept(new RawClient(gateway.baseUrl()).post(STREAM));
        }
        for (RawClient client : clients) {
            client.readUntil(":\n\n");
        }
        long began = System.nanoTime();
        gateway.close();
        for (RawClient client : clients) {
            endsWithoutAnAnswer(client);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(500));
        assertThat(closed.getCount()).isZero();
    }

    private RawClient kept(RawClient client) {
        clients.add(client);
        return client;
    }

    /** Tells that it was asked, and answers once it may. */
    private static FakeModel answeringOn(CountDownLatch answer, CountDownLatch asked) {
        return FakeModel.streaming(request -> {
            asked.countDown();
            await(answer, Duration.ofSeconds(20));
            return ChatStreams.of(ChatResponse.of("Good day"));
        });
    }

    private static void endsWithoutAnAnswer(RawClient client) {
        assertThatThrownBy(() -> client.readUntil("\r\n\r\n"))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
    }

    private static void ends(RawClient client) throws IOException {
        try {
            assertThat(client.readAll()).doesNotContain(" 200 ");
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }

    /** A thread is free a moment after its answer has been read. */
    private static String answerWhenFree(Gateway gateway) throws Exception {
        return answerWhenFree(gateway, "GET /v1/models HTTP/1.1\r\nHost: localhost\r\n\r\n");
    }

    private static String answerWhenFree(Gateway gateway, String request) throws Exception {
        for (int attempt = 0; attempt < 500; attempt++) {
            try (RawClient client = new RawClient(gateway.baseUrl()).send(request)) {
                return client.readUntil("}");
            } catch (IOException busy) {
                takeTime(Duration.ofMillis(10));
            }
        }
        throw new AssertionError("no thread became free");
    }

    private static void takeTime(Duration time) {
        await(new CountDownLatch(1), time);
    }

    private static void await(CountDownLatch latch, Duration limit) {
        try {
            latch.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new CancelledException("interrupted", ChatException.Details.NONE);
        }
    }

    /** Has no event until it is closed or interrupted. */
    private static final class Waiting implements Iterator<ChatEvent> {
        private final CountDownLatch awaited = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public boolean hasNext() {
            return true;
        }

        @Override
        public ChatEvent next() {
            awaited.countDown();
            await(closed, Duration.ofSeconds(20));
            throw new CancelledException("closed", ChatException.Details.NONE);
        }
    }
}
