package org.chatmodels.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.FinishReason;
import org.chatmodels.ModelLocation;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Tool;
import org.chatmodels.UnsupportedFeatureException;
import org.chatmodels.spi.JacksonBinding;
import org.chatmodels.testkit.LeakCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
@ExtendWith(LeakCheck.class)
class DemoModelTest {
    private static final ModelLocation LOCATION = ModelLocation.of("demo", "small");
    private static final MarkovChain CHAIN = MarkovChain.train();

    private static final String ABOUT_JDBC =
            "JDBC drivers read a URL, open a connection and return results row by row. JDBC has drivers for almost"
                    + " every database, and the driver knows it. JDBC finds a driver through the service loader, so a"
                    + " limit is a budget. JDBC ignored unknown parameters without a word, so a program needs no import of the driver.";

    private final ChatModel model = new DemoModel(LOCATION, () -> CHAIN, JacksonBinding::new);

    @Test
    void sameQuestionHasTheSameAnswerAndAnotherQuestionAnother() {
        assertThat(model.ask("What is a stream?")).isEqualTo(model.ask("What is a stream?"));
        assertThat(model.ask("What is a stream?")).isNotEqualTo(model.ask("What is a stream"));
    }

    @Test
    void seedDecidesTheAnswer() {
        assertThat(text(request -> request.seed(1))).isEqualTo(text(request -> request.seed(1)));
        assertThat(text(request -> request.seed(1))).isNotEqualTo(text(request -> request.seed(2)));
        assertThat(text(request -> request.temperature(0).seed(1)))
                .isEqualTo(text(request -> request.temperature(0).seed(2)));
    }

    @Test
    void answerIsTheSameOnEveryJava() {
        assertThat(model.ask("Tell me about JDBC")).isEqualTo(ABOUT_JDBC);
    }

    @Test
    void streamHasTheTextOfTheWholeAnswerWordByWord() {
        List<ChatEvent> events = new ArrayList<>();
        try (ChatStream stream = model.stream("Tell me about JDBC")) {
            stream.forEach(events::add);
        }
        StringBuilder text = new StringBuilder();
        for (ChatEvent event : events) {
            text.append(event instanceof ChatEvent.TextDelta delta ? delta.text() : "");
        }
        assertThat(events.get(0)).isInstanceOf(ChatEvent.Started.class);
        assertThat(events.get(events.size() - 1)).isInstanceOf(ChatEvent.Finished.class);
        assertThat(events).hasSize(2 + MarkovChain.split(text.toString()).size());
        assertThat(text).hasToString(model.ask("Tell me about JDBC"));
    }

    @Test
    void usageCountsItsOwnTokensOfTheWholeConversation() {
        ChatResponse response = model.chat(ChatRequest.builder()
                .system("Be brief.")
                .user("Tell me about JDBC!")
                .build());
        assertThat(response.usage().inputTokens()).hasValue(8);
        assertThat(response.usage().outputTokens())
                .hasValue(MarkovChain.split(response.text()).size());
        assertThat(response.model()).isEqualTo("small");
        assertThat(response.servedBy()).isEqualTo(LOCATION);
        assertThat(response.id()).startsWith("demo-");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void limitOfTokensCutsTheAnswer(int limit) {
        ChatResponse response = chat(request -> request.maxTokens(limit));
        assertThat(response.finishReason()).isEqualTo(new FinishReason(FinishReason.Kind.LENGTH, "length"));
        assertThat(response.usage().outputTokens()).hasValue(limit);
        assertThat(text(request -> request)).startsWith(response.text());
    }

    @Test
    void limitThatIsNotReachedChangesNothing() {
        ChatResponse whole = chat(request -> request);
        int tokens = (int) whole.usage().outputTokens().orElseThrow();
        ChatResponse limited = chat(request -> request.maxTokens(tokens));
        assertThat(limited.text()).isEqualTo(whole.text());
        assertThat(limited.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
    }

    @Test
    void everyStopSequenceCutsBeforeItselfWhereverItStands() {
        String whole = text(request -> request.maxTokens(20));
        for (int start = 0; start < whole.length(); start++) {
            for (int end = start + 1; end <= Math.min(start + 12, whole.length()); end++) {
                String stop = whole.substring(start, end);
                ChatResponse cut = chat(request -> request.maxTokens(20).stop(stop));
                assertThat(cut.text()).isEqualTo(whole.substring(0, whole.indexOf(stop)));
                assertThat(cut.finishReason().kind()).isEqualTo(FinishReason.Kind.STOP);
            }
        }
    }

    @Test
    void earliestOfSeveralStopSequencesCuts() {
        String whole = text(request -> request);
        String early = whole.substring(5, 9);
        assertThat(text(request -> request.stop(whole.substring(20, 25), early, "\u0000")))
                .isEqualTo(whole.substring(0, whole.indexOf(early)));
    }

    @Test
    void beginningOfAStopSequenceThatDoesNotComeIsSaidLater() {
        String whole = text(request -> request);
        String almost = whole.substring(whole.length() - 8) + "!";
        assertThat(text(request -> request.stop(almost))).isEqualTo(whole);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Who are you?", "what ARE you", "Are you an LLM?", "xyzzy", "Is it?", " "})
    void saysThatItIsNoLanguageModelWhenAskedOrAtALoss(String prompt) {
        assertThat(model.ask(prompt)).contains("not a large language model");
    }

    @Test
    void whatItCannotDoIsRefused() {
        refuses("logprobs", request -> request.logprobs(true));
        refuses("top_p", request -> request.topP(0.5).unsupported(ChatOptions.Unsupported.ERROR));
    }

    @Test
    void whatIsLeftOutIsInTheWarnings() {
        assertThat(chat(request -> request.topP(0.5)).warnings())
                .singleElement()
                .asString()
                .contains("top_p");
        assertThat(chat(request -> request.logprobs(true).unsupported(ChatOptions.Unsupported.DROP))
                        .warnings())
                .singleElement()
                .asString()
                .contains("logprobs was left out");
        assertThat(chat(request -> request.tool(Tool.hosted("other", "{}"))).warnings())
                .singleElement()
                .asString()
                .contains("hosted tools was left out");
        assertThat(chat(request -> request.n(1).responseFormat(ResponseFormat.TEXT))
                        .warnings())
                .isEmpty();
    }

    @Test
    void interruptEndsTheAnswerAndStaysSet() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> model.ask("streams")).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private void refuses(String name, UnaryOperator<ChatRequest.Builder> change) {
        assertThatThrownBy(() -> chat(change))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining(" " + name + ";");
    }

    private String text(UnaryOperator<ChatRequest.Builder> change) {
        return chat(change).text();
    }

    private ChatResponse chat(UnaryOperator<ChatRequest.Builder> change) {
        return model.chat(
                change.apply(ChatRequest.builder().user("Tell me about JDBC")).build());
    }
}
