package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChatResponseTest {
    private static final ModelLocation LOCATION = ModelLocation.of("fake", "m1");
    private static final FinishReason LENGTH = new FinishReason(FinishReason.Kind.LENGTH, "max_tokens");
    private static final Citation CITATION =
            Citation.builder().url("https://example.com").start(1).end(2).build();
    private static final Attempt ATTEMPT = new Attempt("a:b", "E", "m", Duration.ZERO);

    @Test
    void plainAnswerStoppedByItself() {
        ChatResponse answer = ChatResponse.of("hi");
        assertThat(answer.text()).isEqualTo("hi");
        assertThat(answer.message()).isEqualTo(Message.assistant("hi"));
        assertThat(answer.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.STOP, ""));
        assertThat(answer.toolCalls()).isEmpty();
        assertThat(answer.choices()).hasSize(1);
    }

    @Test
    void whatWasNotSaidIsEmpty() {
        ChatResponse answer = ChatResponse.of("hi");
        assertThat(answer.id()).isEmpty();
        assertThat(answer.model()).isEmpty();
        assertThat(answer.created()).isEmpty();
        assertThat(answer.usage()).isEqualTo(Usage.UNKNOWN);
        assertThat(answer.citations()).isEmpty();
        assertThat(answer.attempts()).isEmpty();
        assertThat(answer.warnings()).isEmpty();
        assertThat(answer.requestId()).isEmpty();
        assertThat(answer.timings()).isEqualTo(Timings.NONE);
        assertThat(answer.rateLimit()).isEqualTo(RateLimit.NONE);
        assertThat(answer.raw()).isEmpty();
        assertThat(answer.extra()).isEmpty();
    }

    @Test
    void answerStraightFromABuilderDoesNotKnowWhoServedIt() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ChatResponse.of("hi").servedBy())
                .withMessageContaining("builder");
    }

    @Test
    void withoutChoicesThereIsNoAnswer() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChatResponse.builder().build())
                .withMessageContaining("choices");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ChatResponse.of("a").toBuilder().choices(List.of()).build());
    }

    @Test
    void everythingComesBackAndSurvivesToBuilder() {
        ChatResponse answer = everything().toBuilder().build();
        assertThat(answer.id()).isEqualTo("1");
        assertThat(answer.model()).isEqualTo("m");
        assertThat(answer.created()).contains(Instant.EPOCH);
        assertThat(answer.choices()).hasSize(2);
        assertThat(answer.text()).isEqualTo("a");
        assertThat(answer.finishReason()).isEqualTo(LENGTH);
        assertThat(answer.usage()).isEqualTo(Usage.of(1, 2));
        assertThat(answer.citations()).containsExactly(CITATION);
        assertThat(answer.servedBy()).isEqualTo(LOCATION);
        assertThat(answer.attempts()).containsExactly(ATTEMPT);
        assertThat(answer.warnings()).containsExactly("dropped seed");
        assertThat(answer.requestId()).contains("r");
        assertThat(answer.timings()).isEqualTo(Timings.of(Duration.ofSeconds(1), Map.of()));
        assertThat(answer.rateLimit())
                .isEqualTo(RateLimit.builder().remainingTokens(1).build());
        assertThat(answer.raw()).contains("{}");
        assertThat(answer.extra()).isEqualTo(Map.of("tier", "x"));
    }

    private static ChatResponse everything() {
        return ChatResponse.builder()
                .id("1")
                .model("m")
                .created(Instant.EPOCH)
                .choices(List.of(
                        new Choice(Message.assistant("a"), LENGTH, List.of(new Logprob("a", -0.5, List.of()))),
                        new Choice(Message.assistant("b"), LENGTH)))
                .usage(Usage.of(1, 2))
                .citations(List.of(CITATION))
                .servedBy(LOCATION)
                .attempts(List.of(ATTEMPT))
                .warnings(List.of("dropped seed"))
                .requestId("r")
                .timings(Timings.of(Duration.ofSeconds(1), Map.of()))
                .rateLimit(RateLimit.builder().remainingTokens(1).build())
                .raw("{}")
                .extra(Map.of("tier", "x"))
                .build();
    }

    @Test
    void whoServedAndTheModelAreFilledInOnlyWhereMissing() {
        ChatResponse filled = ChatResponse.of("a").servedBy(LOCATION);
        assertThat(filled.servedBy()).isEqualTo(LOCATION);
        assertThat(filled.model()).isEqualTo("m1");
        ChatResponse named =
                ChatResponse.of("a").toBuilder().model("own").build().servedBy(LOCATION);
        assertThat(named.model()).isEqualTo("own");
        assertThat(named.servedBy()).isEqualTo(LOCATION);
        ChatResponse complete = everything();
        assertThat(complete.servedBy(ModelLocation.of("other", "x"))).isSameAs(complete);
    }

    @Test
    void listsAreImmutableCopies() {
        List<String> warnings = new ArrayList<>(List.of("w"));
        ChatResponse answer =
                ChatResponse.of("a").toBuilder().warnings(warnings).build();
        warnings.clear();
        assertThat(answer.warnings()).containsExactly("w");
        assertThatThrownBy(() -> answer.choices().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void citationComesBackAndIsEqualByAllItHas() {
        Citation citation = CITATION.toBuilder().title("t").fileId("f").build();
        assertThat(citation.url()).contains("https://example.com");
        assertThat(citation.title()).contains("t");
        assertThat(citation.fileId()).contains("f");
        assertThat(citation.start()).hasValue(1);
        assertThat(citation.end()).hasValue(2);
        assertThat(citation)
                .isEqualTo(citation.toBuilder().build())
                .hasSameHashCodeAs(citation.toBuilder().build());
        assertThat(citation).isNotEqualTo(CITATION);
        assertThat(citation).isNotEqualTo(citation.toBuilder().end(3).build());
        assertThat(citation).hasToString("Citation[url, 1..2]");
        assertThat(Citation.builder().fileId("f").build()).hasToString("Citation[file, ..]");
        assertThat(Citation.builder().build().start()).isEmpty();
    }

    @Test
    void logprobPrintsSizesOnly() {
        Logprob logprob = new Logprob("abc", -0.5, List.of(new Logprob("x", -1, List.of())));
        assertThat(logprob).hasToString("Logprob[3 chars, value=-0.5, top=1]");
        assertThat(logprob.top()).hasSize(1);
    }

    @Test
    void finishedTellsReasonAndUsageOfTheAnswer() {
        ChatEvent.Finished finished = new ChatEvent.Finished(everything());
        assertThat(finished.reason()).isEqualTo(LENGTH);
        assertThat(finished.usage()).isEqualTo(Usage.of(1, 2));
        assertThat(finished.choice()).isZero();
    }
}
