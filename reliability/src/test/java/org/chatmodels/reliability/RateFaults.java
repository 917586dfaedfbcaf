package org.chatmodels.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatModel;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.QuotaExceededException;
import org.chatmodels.RateLimitException;
import org.chatmodels.UnavailableException;
import org.chatmodels.canary.Canary;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;

/** F: limits of rate, quotas, overload. */
final class RateFaults {
    private static final String DATE = "Fri, 27 Nov 2026 12:00:00 GMT";

    private RateFaults() {}

    static List<Fault> cases() {
        return Catalogue.all(hints(), resets(), waiting(), quotas(), statuses(), said(), storms());
    }

    private static Script limited(String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", "application/json"));
        return Script.answer(429, Answers.error("rate_limit_exceeded", "slow down"), all.toArray(String[]::new));
    }

    /** What is told of waiting; nobody waits. */
    private static Fault told(String id, String name, String... headers) {
        return Fault.of(id, name)
                .script(limited(headers))
                .options("retries=0")
                .fails(RateLimitException.class, 429)
                .kept();
    }

    private static Fault after(String value) {
        return told("F1", "429, Retry-After " + value, "Retry-After", value);
    }

    private static List<Fault> hints() {
        return List.of(
                told("F1", "429 that says nothing of waiting"),
                after("1").retryAfter(Duration.ofSeconds(1)),
                after("0").retryAfter(Duration.ZERO),
                after("1.5").retryAfter(Duration.ofMillis(1500)),
                after("-1"),
                after("31,120").retryAfter(Duration.ofSeconds(31)),
                after("NaN"),
                after("1e99"),
                after("99999").retryAfter(Duration.ofSeconds(99_999)),
                after("9".repeat(70)),
                told("F1", "429, a date that is over", "Retry-After", "Fri, 31 Dec 1999 23:59:59 GMT")
                        .retryAfter(Duration.ZERO),
                told(
                                "F1",
                                "429, a date of the server's own clock",
                                "Date",
                                DATE,
                                "Retry-After",
                                DATE.replace(":00 ", ":07 "))
                        .retryAfter(Duration.ofSeconds(7)),
                told("F1", "429, two hints: the first counts", "Retry-After", "2", "Retry-After", "5")
                        .retryAfter(Duration.ofSeconds(2)));
    }

    private static Fault reset(String value) {
        return told(
                "F2",
                "429, spent until " + value,
                "Date",
                DATE,
                "x-ratelimit-remaining-requests",
                "0",
                "x-ratelimit-reset-requests",
                value);
    }

    private static List<Fault> resets() {
        return List.of(
                told("F2", "429, retry-after-ms 250 and Retry-After 9", "retry-after-ms", "250", "Retry-After", "9")
                        .retryAfter(Duration.ofMillis(250)),
                reset("6m0s").retryAfter(Duration.ofMinutes(6)),
                reset("7.66s").retryAfter(Duration.ofMillis(7660)),
                reset("120ms").retryAfter(Duration.ofMillis(120)),
                reset("1795780805").retryAfter(Duration.ofSeconds(5)),
                reset("1795780805500").retryAfter(Duration.ofMillis(5500)),
                reset("2026-11-27T12:00:03Z").retryAfter(Duration.ofSeconds(3)),
                Fault.of("F2", "429, try again in 7.66s")
                        .script(Script.json(429, Answers.error("rate_limit_exceeded", "Please try again in 7.66s.")))
                        .options("retries=0")
                        .fails(RateLimitException.class, 429)
                        .retryAfter(Duration.ofMillis(7660))
                        .kept());
    }

    private static List<Fault> waiting() {
        return List.of(
                Fault.of("F1", "429, and after what it asks for an answer")
                        .drill(bench -> {
                            bench.server.enqueue(limited("Retry-After", "0.3"));
                            return bench.ask();
                        })
                        .attempts(2)
                        .dueInAll(300)
                        .within(2_500)
                        .kept(),
                Fault.of("F1", "429 that asks for more than a minute")
                        .script(limited("Retry-After", "99999"))
                        .fails(RateLimitException.class, 429)
                        .retryAfter(Duration.ofSeconds(99_999))
                        .within(1_000)
                        .kept(),
                Fault.of("F8", "429 that asks for more time than is left")
                        .script(limited("Retry-After", "10"))
                        .options("timeout=5s")
                        .fails(RateLimitException.class, 429)
                        .retryAfter(Duration.ofSeconds(10))
                        .within(1_000)
                        .kept());
    }

    private static List<Fault> quotas() {
        return List.of(
                Fault.of("F3", "429, the quota is used up")
                        .script(Script.json(
                                429, Answers.error("insufficient_quota", "You exceeded your current quota")))
                        .fails(QuotaExceededException.class, 429)
                        .kept(),
                Fault.of("F3", "402")
                        .script(Script.json(402, Answers.error("payment_required", "pay first")))
                        .fails(QuotaExceededException.class, 402)
                        .kept());
    }

    private static List<Fault> statuses() {
        List<Fault> all = new ArrayList<>();
        for (int status : new int[] {503, 529, 500, 502, 504, 408, 409, 425, 520, 524}) {
            all.add(Fault.of("F4", status + ", again and again")
                    .script(Script.json(status, Answers.error("busy", "later")))
                    .fails(UnavailableException.class, status)
                    .retried()
                    .kept());
        }
        all.add(Fault.of("F4", "503 once, then an answer")
                .drill(bench -> {
                    bench.server.enqueue(Script.json(503, Answers.error("busy", "later")));
                    return bench.ask();
                })
                .attempts(2)
                .kept());
        all.add(Fault.of("F4", "500 that complains of the request")
                .script(Script.json(500, Answers.error("server_error", "Failed to parse messages: expected object")))
                .fails(UnavailableException.class, 500)
                .kept());
        for (int status : new int[] {400, 404, 405, 410, 413, 422, 451}) {
            all.add(Fault.of("F4", status + ", a mistake of the request")
                    .script(Script.json(status, Answers.error("bad", "no such thing")))
                    .fails(InvalidRequestException.class, status)
                    .kept());
        }
        return all;
    }

    private static List<Fault> said() {
        return List.of(
                Fault.of("F5", "503 with x-should-retry false")
                        .script(Script.answer(503, "", "x-should-retry", "false"))
                        .fails(UnavailableException.class, 503)
                        .kept(),
                Fault.of("F5", "400 with x-should-retry true")
                        .script(Script.answer(400, "", "x-should-retry", "true"))
                        .fails(InvalidRequestException.class, 400)
                        .retried()
                        .kept());
    }

    private static List<Fault> storms() {
        return List.of(
                Fault.of("F6", "two hundred calls while every answer is 503")
                        .script(Script.answer(503, ""))
                        .drill(RateFaults::storm)
                        .attempts(200)
                        .within(10_000)
                        .also(bench -> assertThat(bench.ask()).isEqualTo(Outcome.answer(Answers.TEXT)))
                        .fails(UnavailableException.class, 503)
                        .counting(Fault.Counting.TOLD),
                Fault.of("F7", "the first of two targets is down, for twenty calls")
                        .script(Script.answer(503, ""))
                        .drill(RateFaults::besides)
                        .counting(Fault.Counting.TOLD)
                        .attempts(5));
    }

    /** What all of them retry together is bounded; then the server is well again. */
    private static Outcome storm(Bench bench) throws Exception {
        List<Caller<Outcome>> callers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            callers.add(Caller.start(() -> askOften(bench)));
        }
        Outcome last = Outcome.answer("");
        for (Caller<Outcome> caller : callers) {
            last = caller.outcome();
        }
        assertThat(bench.server.requests()).hasSizeBetween(201, 240);
        bench.told(200);
        bench.server.always(Answers.good(bench.mode));
        return last;
    }

    private static Outcome askOften(Bench bench) {
        Outcome last = Outcome.answer("");
        for (int i = 0; i < 10; i++) {
            last = bench.ask();
        }
        return last;
    }

    /** The dead one is left alone after five failures; at most one probe may have gone there since. */
    private static Outcome besides(Bench bench) {
        ScriptedServer other = bench.other(Answers.good(bench.mode));
        ChatModel model = bench.registry.open(
                bench.location("&retries=0") + " | openai-compatible:m?base_url=" + other.uri("/v1"));
        Outcome last = Outcome.answer("");
        for (int i = 0; i < 20; i++) {
            last = bench.outcome(() -> model, Canary.PROMPT);
            assertThat(last).isEqualTo(Outcome.answer(Answers.TEXT));
        }
        assertThat(other.requests()).hasSize(20);
        assertThat(bench.server.requests()).hasSizeBetween(5, 6);
        bench.told(5);
        return last;
    }

    static List<Remark> remarks() {
        return List.of(Remark.elsewhere("F2", "every spelling of a hint", "spi/spi/RetryHintsTest"));
    }
}
