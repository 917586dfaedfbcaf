package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.chatmodels.ChatException.Details;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class UsageMeterTest {
    private static final ModelLocation FIRST = ModelLocation.parse("groq:m?temperature=0.5");
    private static final ModelLocation SECOND = ModelLocation.of("acme", "m");

    private final UsageMeter meter = new UsageMeter();

    private ChatListener.Call call() {
        return meter.started(CallInfo.of(FIRST, ChatRequest.of("hi"), false));
    }

    private static ChatResponse answer(ModelLocation servedBy, Usage usage) {
        return ChatResponse.of("x").toBuilder().servedBy(servedBy).usage(usage).build();
    }

    private static ChatException cancelled(ChatResponse partial) {
        return new CancelledException(
                "closed", Details.builder().partial(partial).build());
    }

    @Test
    void nothingIsKnownBeforeTheFirstAnswer() {
        assertThat(meter.total()).isEqualTo(Usage.UNKNOWN);
        assertThat(meter.byModel()).isEmpty();
        call();
        assertThat(meter.total()).isEqualTo(Usage.UNKNOWN);
    }

    @Test
    void answersAreAddedUpByWhoServedThem() {
        call().completed(answer(FIRST, Usage.of(1, 2)));
        call().completed(answer(SECOND, Usage.of(10, 20)));
        call().completed(answer(FIRST, Usage.of(100, 200)));
        assertThat(meter.total()).isEqualTo(Usage.of(111, 222));
        assertThat(meter.byModel())
                .containsExactly(Map.entry("acme:m", Usage.of(10, 20)), Map.entry("groq:m", Usage.of(101, 202)));
    }

    @Test
    void costIsAddedUpToo() {
        for (String cost : List.of("0.10", "0.2")) {
            Usage usage = Usage.of(1, 1).toBuilder().cost(new BigDecimal(cost)).build();
            call().completed(answer(FIRST, usage));
        }
        assertThat(meter.total().cost()).contains(new BigDecimal("0.30"));
    }

    @Test
    void whatOneAnswerDoesNotSayIsUnknownInTheSum() {
        call().completed(answer(FIRST, Usage.of(1, 2)));
        call().completed(answer(SECOND, Usage.builder().outputTokens(5).build()));
        assertThat(meter.total()).isEqualTo(Usage.builder().outputTokens(7).build());
        assertThat(meter.byModel()).containsEntry("groq:m", Usage.of(1, 2));
        call().completed(answer(SECOND, Usage.UNKNOWN));
        assertThat(meter.total()).isEqualTo(Usage.UNKNOWN);
        call().completed(answer(SECOND, Usage.of(1, 1)));
        assertThat(meter.total()).isEqualTo(Usage.UNKNOWN);
    }

    @Test
    void aCancelledCallCountsWithWhatHadArrived() {
        call().failed(cancelled(answer(SECOND, Usage.of(3, 4))), Timings.NONE);
        call().completed(answer(SECOND, Usage.of(1, 1)));
        assertThat(meter.byModel()).containsExactly(Map.entry("acme:m", Usage.of(4, 5)));
        call().failed(cancelled(answer(SECOND, Usage.UNKNOWN)), Timings.NONE);
        assertThat(meter.total()).isEqualTo(Usage.UNKNOWN);
    }

    @Test
    void aFailureOfWhichNothingArrivedCountsNothing() {
        call().completed(answer(FIRST, Usage.of(1, 2)));
        call().failed(new UnavailableException("later", Details.NONE), Timings.NONE);
        assertThat(meter.total()).isEqualTo(Usage.of(1, 2));
        assertThat(meter.byModel()).hasSize(1);
    }

    @Test
    void anAnswerThatDoesNotSayWhoServedItIsThatOfTheLastTarget() {
        ChatResponse bare =
                ChatResponse.of("x").toBuilder().usage(Usage.of(1, 1)).build();
        call().completed(bare);
        ChatListener.Call moved = call();
        moved.fellBack(FIRST, SECOND, new UnavailableException("later", Details.NONE));
        moved.failed(cancelled(bare), Timings.NONE);
        assertThat(meter.byModel()).containsOnlyKeys("groq:m", "acme:m");
    }

    @Test
    void theSumsByModelAreThoseOfTheirMomentAndFixed() {
        call().completed(answer(FIRST, Usage.of(1, 2)));
        Map<String, Usage> before = meter.byModel();
        call().completed(answer(FIRST, Usage.of(1, 2)));
        assertThat(before).containsExactly(Map.entry("groq:m", Usage.of(1, 2)));
        assertThatThrownBy(before::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> before.entrySet().iterator().next().setValue(Usage.UNKNOWN))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void nothingIsLostFromManyThreads() throws Exception {
        int threads = 64;
        int each = 500;
        CyclicBarrier start = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> done = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                ModelLocation location = ModelLocation.of("acme", "m" + i % 4);
                done.add(pool.submit((Callable<Void>) () -> {
                    start.await();
                    for (int n = 0; n < each; n++) {
                        CallListeners told =
                                CallListeners.started(List.of(meter), CallInfo.of(FIRST, ChatRequest.of("hi"), false));
                        if (n % 2 == 0) {
                            told.completed(answer(location, Usage.of(1, 2)));
                        } else {
                            told.failed(cancelled(answer(location, Usage.of(3, 4))), Timings.NONE);
                        }
                        assertThat(meter.byModel().size()).isBetween(1, 4);
                    }
                    return null;
                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(meter.total()).isEqualTo(Usage.of(2L * threads * each, 3L * threads * each));
        assertThat(meter.byModel())
                .containsOnlyKeys("acme:m0", "acme:m1", "acme:m2", "acme:m3")
                .allSatisfy((model, usage) ->
                        assertThat(usage).isEqualTo(Usage.of(threads * each / 2, threads * each / 4 * 3)));
    }
}
