package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.chatmodels.ToolScene.call;
import static org.chatmodels.ToolScene.request;
import static org.chatmodels.ToolScene.result;
import static org.chatmodels.ToolScene.says;
import static org.chatmodels.ToolScene.tool;
import static org.chatmodels.ToolScene.wants;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.chatmodels.ChatException.Details;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked and what the model is told. */
class ToolRunnerTest {
    private static final Message HELLO = Message.user("Hello");

    private final ToolScene scene = new ToolScene();

    @AfterEach
    void close() {
        scene.close();
    }

    @Test
    void resultsGoBackUntilTheModelAnswers() {
        ChatResponse first = wants("sun", "rain");
        ChatResponse answer = scene.runner(first, wants("sun"), says("Take an umbrella."))
                .run(request(tool("sun", words -> words.json()), tool("rain")));

        assertThat(answer.text()).isEqualTo("Take an umbrella.");
        List<Message> second = List.of(
                HELLO,
                first.message(),
                result(0, "sun", "{\"number\":0}", false),
                result(1, "rain", "rain done", false));
        assertThat(scene.requests).hasSize(3);
        assertThat(scene.requests.get(0).messages()).containsExactly(HELLO);
        assertThat(scene.requests.get(1).messages()).isEqualTo(second);
        assertThat(scene.requests.get(2).messages())
                .startsWith(second.toArray(Message[]::new))
                .hasSize(6);
        assertThat(scene.requests.get(2).tools()).hasSize(2);
    }

    @Test
    void withoutCallsTheAnswerIsTheModelsOwn() {
        ChatResponse answer = says("Hi").servedBy(ToolScene.LOCATION);

        assertThat(scene.runner(answer).run(request())).isSameAs(answer);
        assertThat(scene.told).containsExactly(answer.message());
    }

    @Test
    void aResultThatIsNoStringIsWrittenAsJson() {
        scene.runner(wants("sum"), says("42")).run(request(tool("sum", words -> 42)));

        assertThat(scene.results(1)).extracting(Part.ToolResult::content).containsExactly("42");
    }

    @Test
    void aToolThatDoesNotExistIsAFailureThatNamesThoseThatDo() {
        scene.runner(wants("snow"), says("ok")).run(request(tool("sun"), Tool.hosted("acme", "{}"), tool("rain")));

        assertThat(scene.results(1))
                .containsExactly(new Part.ToolResult(
                        "0snow", "snow", "Tool snow failed: there is no such tool, call one of sun, rain", true));
        scene.requests.clear();
        scene.runner(wants("snow"), says("ok")).run(request());
        assertThat(scene.results(1).get(0).content()).isEqualTo("Tool snow failed: there are no tools");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aToolThatThrowsIsAFailureThatSaysWhy(int parallelism) {
        Tool talking = tool("talking", words -> {
            throw new IOException("the door is locked");
        });
        Tool silent = tool("silent", words -> {
            throw new IllegalStateException();
        });
        Tool cancelled = tool("cancelled", words -> {
            throw new CancellationException("not now");
        });
        scene.runner(wants("talking", "silent", "cancelled"), says("ok"))
                .parallelism(parallelism)
                .run(request(talking, silent, cancelled));

        assertThat(scene.results(1))
                .extracting(Part.ToolResult::content)
                .containsExactly(
                        "Tool talking failed: the door is locked",
                        "Tool silent failed: java.lang.IllegalStateException",
                        "Tool cancelled failed: not now");
        assertThat(scene.results(1)).allMatch(Part.ToolResult::failed);
    }

    @Test
    void argumentsThatDoNotFitAreAFailureAndTheBodyIsNotRun() {
        AtomicInteger ran = new AtomicInteger();
        ChatResponse misfit = answered(new Part.ToolCall("1", "sun", "{\"misfit\":1}"));
        scene.runner(misfit, says("ok")).run(request(tool("sun", words -> ran.incrementAndGet())));

        assertThat(scene.results(1)).hasSize(1).allMatch(Part.ToolResult::failed);
        assertThat(scene.results(1).get(0).content())
                .startsWith("Tool sun failed: ")
                .contains("$.city is no text");
        assertThat(ran).hasValue(0);
    }

    private static ChatResponse answered(Part... parts) {
        Message message = new Message(Role.ASSISTANT, List.of(parts));
        return ChatResponse.builder()
                .choices(List.of(new Choice(message, new FinishReason(FinishReason.Kind.LENGTH, "length"))))
                .build();
    }

    @Test
    void callsAreRunWhateverTheFinishReasonSays() {
        scene.runner(answered(call(0, "sun")), says("ok")).run(request(tool("sun")));

        assertThat(scene.results(1)).extracting(Part.ToolResult::content).containsExactly("sun done");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void anErrorOfAToolPasses(int parallelism) {
        Error error = new StackOverflowError("deep");
        Tool tool = tool("sun", words -> {
            throw error;
        });

        assertThatThrownBy(() -> scene.runner(wants("sun"), says("ok"))
                        .parallelism(parallelism)
                        .run(request(tool)))
                .isSameAs(error);
        assertThat(scene.requests).hasSize(1);
    }

    @Test
    void aToolThatIsOnlyDeclaredIsRefusedBeforeAnythingIsSent() {
        ToolRunner runner = scene.runner(says("ok"));
        ChatRequest request = request(tool("sun"), Tool.declare("rain", "", "{}"));

        for (Runnable run : List.<Runnable>of(() -> runner.run(request), () -> runner.stream(request))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(run::run)
                    .withMessageContaining("rain")
                    .withMessageContaining("Tool.of")
                    .withMessageContaining("Message.toolResult");
        }
        assertThat(scene.requests).isEmpty();
    }

    @Test
    void twoToolsOfOneNameAreRefused() {
        ToolRunner runner = scene.runner(says("ok"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> runner.run(request(tool("sun"), tool("sun"))))
                .withMessageContaining("two of the name sun");
        Tool hosted = Tool.hosted("acme", "{}");
        assertThat(runner.run(request(tool("acme"), hosted, hosted)).text()).isEqualTo("ok");
        assertThat(scene.requests.get(0).tools()).hasSize(3);
    }

    @Test
    void withoutAJsonBindingNothingIsSent() {
        Tool tool = tool("sun");
        scene.close();

        assertThatThrownBy(() -> scene.runner(wants("sun")).run(request(tool)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("chatmodels-spi");
        assertThat(scene.requests).isEmpty();
    }

    @Test
    void theLimitOfRoundsEndsTheLoopAndKeepsTheTranscript() {
        AtomicInteger ran = new AtomicInteger();
        ToolRunner runner = scene.runner(wants("sun")).maxRounds(3);
        ToolLoopException thrown = catchThrowableOfType(
                ToolLoopException.class, () -> runner.run(request(tool("sun", words -> ran.incrementAndGet()))));

        Message wish = wants("sun").message();
        assertThat(thrown).hasMessageContaining("3 rounds").hasMessageContaining("maxRounds");
        assertThat(thrown.transcript())
                .containsExactly(HELLO, wish, result(0, "sun", "1", false), wish, result(0, "sun", "2", false), wish);
        assertThat(scene.told).isEqualTo(thrown.transcript().subList(1, 6));
        assertThat(thrown.partial().map(ChatResponse::usage)).contains(Usage.of(30, 3));
        assertThat(thrown.phase()).isEqualTo(ChatException.Phase.TOOL);
        assertThat(thrown.isRetryable()).isFalse();
        assertThat(scene.requests).hasSize(3);
        assertThat(ran).hasValue(2);
    }

    @Test
    void oneRoundAsksAndRunsNothing() {
        assertThatThrownBy(() -> scene.runner(wants("sun")).maxRounds(1).run(request(tool("sun"))))
                .isInstanceOf(ToolLoopException.class)
                .hasMessageContaining("1 round:");
        assertThat(scene.told).hasSize(1);
    }

    @Test
    void tenRoundsAreTheLimitUnlessSet() {
        assertThatThrownBy(() -> scene.runner(wants("sun")).run(request(tool("sun"))))
                .isInstanceOf(ToolLoopException.class);
        assertThat(scene.requests).hasSize(10);
    }

    @Test
    void theAnswerHasWhatAllRoundsCost() {
        Attempt attempt = new Attempt("aa:m", "UnavailableException", "busy", Duration.ofSeconds(1));
        Timings slow = Timings.of(Duration.ofDays(1), Map.of("queue", Duration.ofSeconds(1)));
        ChatResponse first = wants("sun").toBuilder()
                .warnings(List.of("seed dropped", "first"))
                .attempts(List.of(attempt))
                .build();
        ChatResponse last = says("ok").toBuilder()
                .id("last")
                .warnings(List.of("seed dropped", "last"))
                .attempts(List.of(attempt))
                .timings(slow)
                .build();
        ChatResponse answer = scene.runner(first, last).run(request(tool("sun")));

        assertThat(answer.id()).isEqualTo("last");
        assertThat(answer.usage()).isEqualTo(Usage.of(20, 2));
        assertThat(answer.warnings()).containsExactly("seed dropped", "first", "last");
        assertThat(answer.attempts()).containsExactly(attempt, attempt);
        assertThat(answer.timings().total()).get().matches(total -> total.compareTo(Duration.ofDays(1)) < 0);
        assertThat(answer.timings().backend()).isEqualTo(slow.backend());
        assertThat(answer.timings().firstToken()).isEmpty();
    }

    @Test
    void usageOfARoundThatIsUnknownLeavesTheSumUnknown() {
        ChatResponse silent = says("ok").toBuilder().usage(Usage.UNKNOWN).build();

        assertThat(scene.runner(wants("sun"), silent).run(request(tool("sun"))).usage())
                .isEqualTo(Usage.UNKNOWN);
    }

    @Test
    void aChoiceThatDemandsACallHoldsForTheFirstRequest() {
        for (ToolChoice choice : List.of(ToolChoice.REQUIRED, ToolChoice.tool("sun"), ToolChoice.NONE)) {
            scene.requests.clear();
            ChatRequest request =
                    request(tool("sun")).toBuilder().toolChoice(choice).seed(7).build();
            scene.runner(wants("sun"), says("ok")).run(request);

            ToolChoice later = choice == ToolChoice.NONE ? choice : ToolChoice.AUTO;
            assertThat(scene.requests)
                    .extracting(ChatRequest::toolChoice)
                    .containsExactly(Optional.of(choice), Optional.of(later));
            assertThat(scene.requests.get(1).options()).isEqualTo(request.options());
        }
        scene.requests.clear();
        scene.runner(wants("sun"), says("ok")).run(request(tool("sun")));
        assertThat(scene.requests).allMatch(request -> request.toolChoice().isEmpty());
    }

    @Test
    void ofSeveralChoicesTheFirstCounts() {
        Choice calls = wants("sun").choices().get(0);
        Choice text = says("never mind").choices().get(0);
        ChatResponse both = says("").toBuilder().choices(List.of(text, calls)).build();

        assertThat(scene.runner(both).run(request(tool("sun"))).text()).isEqualTo("never mind");
        scene.told.clear();
        scene.runner(both.toBuilder().choices(List.of(calls, text)).build(), says("ok"))
                .run(request(tool("sun")));
        assertThat(scene.told)
                .startsWith(calls.message(), result(0, "sun", "sun done", false))
                .hasSize(3);
    }

    @Test
    void messagesAreToldAsSoonAsTheyAreKnown() {
        List<Object> seen = new ArrayList<>();
        Tool tool = tool("sun", words -> {
            seen.add("tool");
            return "shines";
        });
        ChatModel model = scene.model(wants("sun", "sun"), says("ok"));
        ToolRunner.of(model).onMessage(message -> seen.add(message.role())).run(request(tool));

        assertThat(seen).containsExactly(Role.ASSISTANT, "tool", Role.TOOL, "tool", Role.TOOL, Role.ASSISTANT);
    }

    @Test
    void whatTheActionThrowsPassesAndEndsTheRun() {
        AtomicInteger ran = new AtomicInteger();
        IllegalStateException full = new IllegalStateException("disk full");
        ToolRunner runner = ToolRunner.of(scene.model(wants("sun"), says("ok"))).onMessage(message -> {
            throw full;
        });

        assertThatThrownBy(() -> runner.run(request(tool("sun", words -> ran.incrementAndGet()))))
                .isSameAs(full);
        assertThat(ran).hasValue(0);
        assertThat(scene.requests).hasSize(1);
    }

    @Test
    void aFailureOfTheModelInALaterRoundPassesAsItIs() {
        RateLimitException busy = new RateLimitException("slow down", Details.NONE);

        assertThatThrownBy(() -> scene.runner(wants("sun"), busy).run(request(tool("sun"))))
                .isSameAs(busy);
        assertThat(scene.told).containsExactly(wants("sun").message(), result(0, "sun", "sun done", false));
    }

    @Test
    void settersMakeAnotherRunnerAndRefuseWhatCannotBe() {
        ToolRunner runner = scene.runner(wants("sun"), wants("sun"), says("ok"));
        runner.maxRounds(1);
        assertThat(runner.run(request(tool("sun"))).text()).isEqualTo("ok");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> runner.maxRounds(0))
                .withMessageContaining("maxRounds");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> runner.parallelism(0))
                .withMessageContaining("parallelism");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> runner.timeout(Duration.ZERO))
                .withMessageContaining("timeout");
        assertThatThrownBy(() -> ToolRunner.of(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> runner.run(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> runner.onMessage(null)).isInstanceOf(NullPointerException.class);
    }
}
