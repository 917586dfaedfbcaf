package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chatmodels.Capabilities.Feature;
import org.chatmodels.Capabilities.Support;
import org.junit.jupiter.api.Test;

/** Timings, RateLimit and Capabilities. */
class FiguresTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @Test
    void timingsKnowWhatTheyWereGiven() {
        assertThat(Timings.NONE.firstToken()).isEmpty();
        assertThat(Timings.NONE.total()).isEmpty();
        assertThat(Timings.NONE.backend()).isEmpty();
        Timings streamed = Timings.of(Duration.ZERO, SECOND, Map.of());
        assertThat(streamed.firstToken()).contains(Duration.ZERO);
        assertThat(streamed.total()).contains(SECOND);
        assertThat(Timings.of(SECOND, Map.of()).firstToken()).isEmpty();
        assertThat(Timings.ofBackend(Map.of("queue_time", SECOND)).total()).isEmpty();
        assertThat(streamed).hasToString("Timings[firstToken=PT0S, total=PT1S, backend={}]");
    }

    @Test
    void timingsAreEqualByTheirFigures() {
        Timings one = Timings.of(SECOND, SECOND, Map.of("a", SECOND));
        assertThat(one).isEqualTo(Timings.of(SECOND, SECOND, Map.of("a", SECOND)));
        assertThat(one).hasSameHashCodeAs(Timings.of(SECOND, SECOND, Map.of("a", SECOND)));
        assertThat(one).isNotEqualTo(Timings.of(SECOND, Map.of("a", SECOND)));
        assertThat(one).isNotEqualTo(Timings.of(SECOND, SECOND, Map.of()));
        assertThat(one).isNotEqualTo(Timings.NONE);
        assertThat(Timings.ofBackend(Map.of())).isEqualTo(Timings.NONE);
    }

    @Test
    void figuresOfTheBackendAreAnImmutableCopyInItsOrder() {
        Map<String, Duration> backend = new LinkedHashMap<>();
        backend.put("z", SECOND);
        backend.put("a", SECOND);
        Timings timings = Timings.ofBackend(backend);
        backend.clear();
        assertThat(timings.backend().keySet()).containsExactly("z", "a");
        assertThatThrownBy(() -> timings.backend().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void rateLimitIsSilentWhereTheHeadersAre() {
        assertThat(RateLimit.NONE.remainingRequests()).isEmpty();
        assertThat(RateLimit.NONE.remainingTokens()).isEmpty();
        assertThat(RateLimit.NONE.resetRequests()).isEmpty();
        assertThat(RateLimit.NONE.resetTokens()).isEmpty();
    }

    @Test
    void rateLimitComesBackAndIsEqualByItsFigures() {
        RateLimit limit = limits().build();
        assertThat(limit.remainingRequests()).hasValue(0);
        assertThat(limit.remainingTokens()).hasValue(5);
        assertThat(limit.resetRequests()).contains(SECOND);
        assertThat(limit.resetTokens()).contains(Duration.ZERO);
        assertThat(limit.toBuilder().build()).isEqualTo(limit).hasSameHashCodeAs(limit);
        assertThat(limit).isNotEqualTo(limits().remainingRequests(1).build());
        assertThat(limit).isNotEqualTo(limits().remainingTokens(1).build());
        assertThat(limit).isNotEqualTo(limits().resetRequests(Duration.ZERO).build());
        assertThat(limit).isNotEqualTo(limits().resetTokens(SECOND).build());
        assertThat(limit).hasToString("RateLimit[requests=0 for PT1S, tokens=5 for PT0S]");
        assertThat(RateLimit.NONE).hasToString("RateLimit[requests=unknown, tokens=unknown]");
    }

    private static RateLimit.Builder limits() {
        return RateLimit.builder()
                .remainingRequests(0)
                .remainingTokens(5)
                .resetRequests(SECOND)
                .resetTokens(Duration.ZERO);
    }

    @Test
    void negativeLimitOfAServerIsUnknown() {
        RateLimit limit = RateLimit.builder()
                .remainingRequests(-1)
                .remainingTokens(-1)
                .resetRequests(Duration.ofMillis(-1))
                .resetTokens(Duration.ofMillis(-1))
                .build();
        assertThat(limit).isEqualTo(RateLimit.NONE);
    }

    @Test
    void whatNobodySaidOfAModelIsUnknown() {
        for (Feature feature : Feature.values()) {
            assertThat(Capabilities.UNKNOWN.support(feature)).isEqualTo(Support.UNKNOWN);
        }
        assertThat(Capabilities.UNKNOWN.contextWindow()).isEmpty();
        assertThat(Capabilities.UNKNOWN.maxOutputTokens()).isEmpty();
    }

    @Test
    void capabilitiesComeBackAndAreEqualByWhatIsKnown() {
        Capabilities some = Capabilities.builder()
                .support(Feature.TOOLS, Support.YES)
                .support(Feature.AUDIO, Support.NO)
                .contextWindow(8192)
                .maxOutputTokens(1024)
                .build();
        assertThat(some.support(Feature.TOOLS)).isEqualTo(Support.YES);
        assertThat(some.support(Feature.AUDIO)).isEqualTo(Support.NO);
        assertThat(some.contextWindow()).hasValue(8192);
        assertThat(some.maxOutputTokens()).hasValue(1024);
        assertThat(some.toBuilder().build()).isEqualTo(some).hasSameHashCodeAs(some);
        assertThat(some)
                .isNotEqualTo(
                        some.toBuilder().support(Feature.TOOLS, Support.NO).build());
        assertThat(some).isNotEqualTo(some.toBuilder().contextWindow(1).build());
        assertThat(some).isNotEqualTo(some.toBuilder().maxOutputTokens(1).build());
        assertThat(some).hasToString("Capabilities[{TOOLS=YES, AUDIO=NO}, contextWindow=8192, maxOutputTokens=1024]");
    }

    @Test
    void unknownSupportIsAsIfNeverSet() {
        Capabilities.Builder builder = Capabilities.builder().support(Feature.SEED, Support.YES);
        assertThat(builder.support(Feature.SEED, Support.UNKNOWN).build()).isEqualTo(Capabilities.UNKNOWN);
    }

    @Test
    void builderDoesNotReachIntoWhatItBuilt() {
        Capabilities.Builder builder = Capabilities.builder();
        Capabilities first = builder.build();
        builder.support(Feature.SEED, Support.YES);
        assertThat(first).isEqualTo(Capabilities.UNKNOWN);
    }

    @Test
    void windowsAreAtLeastOneToken() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Capabilities.builder().contextWindow(0))
                .withMessageContaining("contextWindow");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Capabilities.builder().maxOutputTokens(0));
    }
}
