package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.chatmodels.ChatException.Delivery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Limits of one call, and of one run of tools. */
class BudgetTest {
    /** 40 bytes, so 10 tokens. */
    private static final String PROMPT = "ten tokens are in these forty letters ..";

    private final FakeProvider fake = new FakeProvider();
    private final UsageMeter meter = new UsageMeter();
    private final TestPace pace = new TestPace();
    private final ChatModelRegistry registry = ChatModelRegistry.builder()
            .discovery(false)
            .environment(Map.of())
            .provider(fake)
            .provider("next", fake)
            .pace(pace)
            .listener(meter)
            .property("chatmodels.price.own", "fake:priced; input=1000; output=10000")
            .build();

    @AfterEach
    void close() {
        registry.close();
    }

    private static ChatResponse answer(Usage usage) {
        return ChatResponse.of("yes").toBuilder().usage(usage).build();
    }

    private BudgetException refused(RetriesTest.Way way, String location, ChatRequest request) {
        ChatModel model = registry.open(location);
        return catchThrowableOfType(BudgetException.class, () -> way.ask(model, request));
    }

    private static ChatRequest request(Consumer<ChatRequest.Builder> more) {
        ChatRequest.Builder builder = ChatRequest.builder().user(PROMPT);
        more.accept(builder);
        return builder.build();
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatTakesMoreTokensIsNotSent(RetriesTest.Way way) {
        BudgetException refused = refused(way, "fake:m | next:m", request(b -> b.maxTotalTokens(9)));
        assertThat(refused)
                .hasMessageContaining(
                        "0 and 10 tokens, more than max_total_tokens=9: raise that limit, or ask for less");
        assertThat(refused.delivery()).isEqualTo(Delivery.NOT_SENT);
        assertThat(refused.isRetryable()).isFalse();
        assertThat(refused.code()).contains("budget_exceeded");
        assertThat(refused.attempts()).isEmpty();
        assertThat(fake.requests).isEmpty();
        way.ask(registry.open("fake:m"), request(b -> b.maxTotalTokens(10)));
        assertThat(fake.requests).hasSize(1);
    }

    @Test
    void theLimitMayStandInTheLocation() {
        assertThat(refused(RetriesTest.Way.CHAT, "fake:m?max_total_tokens=9", request(b -> {})))
                .isNotNull();
        registry.open("fake:m?max_total_tokens=9").chat(request(b -> b.maxTotalTokens(10)));
    }

    private static void takes(int tokens, Consumer<ChatRequest.Builder> more) {
        ChatRequest request = request(more);
        ChatOptions limits = ChatOptions.builder().maxTotalTokens(tokens - 1).build();
        assertThatThrownBy(() -> Budget.check(limits, List.of(), request, usage -> Optional.empty()))
                .hasMessageContaining(" and " + tokens + " tokens,");
        Budget.check(limits.toBuilder().maxTotalTokens(tokens).build(), List.of(), request, usage -> Optional.empty());
    }

    @Test
    void allTextsCountAndMaxTokensToo() {
        Part.ToolCall call = new Part.ToolCall("id", "ab", "{\"\":1}");
        Media image = Media.of("image/png", new byte[1000]);
        takes(10, b -> {});
        takes(15, b -> b.maxTokens(5));
        takes(17, b -> b.tool(Tool.declare("name", "text", "{\"type\":\"object\"}")));
        takes(15, b -> b.responseFormat(ResponseFormat.schema("s", "{\"type\":\"object\"}")));
        takes(11, b -> b.user("\u00e9\u00e9"));
        takes(12, b -> b.message(new Message(Role.ASSISTANT, List.of(call))));
        takes(11, b -> b.message(Message.toolResult(call, "four")));
        takes(10, b -> b.user("", image));
    }

    @Test
    void aCallThatCostsMoreIsNotSent() {
        BudgetException refused =
                refused(RetriesTest.Way.CHAT, "fake:priced", request(b -> b.maxCost(new BigDecimal("0.0099"))));
        assertThat(refused).hasMessageContaining("0 and 0.01 US dollars, more than max_cost=0.0099");
        assertThat(fake.requests).isEmpty();
        assertThat(refused(RetriesTest.Way.CHAT, "fake:priced?max_cost=0.0199", request(b -> b.maxTokens(1))))
                .isNotNull();
        registry.open("fake:priced?max_cost=0.02").chat(request(b -> b.maxTokens(1)));
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerOfUnknownCostSaysSo(RetriesTest.Way way) {
        ChatRequest request = request(b -> b.maxCost(BigDecimal.ZERO));
        fake.answer = asked -> answer(Usage.of(10, 10));
        assertThat(way.ask(registry.open("fake:m"), request).warnings())
                .singleElement()
                .asString()
                .contains("doesn't count towards max_cost", "chatmodels.price.NAME = fake:m; input=");
        assertThat(way.ask(registry.open("fake:m"), request(b -> {})).warnings())
                .isEmpty();
        assertThat(way.ask(registry.open("fake:priced?max_cost=9"), request(b -> {}))
                        .warnings())
                .isEmpty();
    }

    @Test
    void whatFailedAttemptsUsedCounts() {
        List<ChatException> failures = new ArrayList<>(List.of(
                new UnavailableException(
                        "busy",
                        Scenes.told(503).partial(answer(Usage.of(10, 7))).build()),
                Scenes.busy()));
        fake.answer = request -> {
            if (failures.isEmpty()) {
                return answer(Usage.of(10, 1));
            }
            throw failures.remove(0);
        };
        BudgetException refused =
                refused(RetriesTest.Way.CHAT, "fake:m?max_total_tokens=26 | next:m", request(b -> {}));
        assertThat(refused).hasMessageContaining("17 and 10 tokens");
        assertThat(refused.attempts()).hasSize(1);
        assertThat(fake.requests).hasSize(1);
    }

    @Test
    void aRunOfToolsCountsAsOne() {
        try (ToolScene scene = new ToolScene()) {
            Part.ToolCall call = new Part.ToolCall("1", "t", "{}");
            Tool tool = Tool.of("t", "d", ToolScene.Words.class, words -> "done");
            fake.answer = request -> ChatResponse.builder()
                    .choices(List.of(new Choice(
                            new Message(Role.ASSISTANT, List.of(call)),
                            new FinishReason(FinishReason.Kind.TOOL_CALLS, ""))))
                    .usage(Usage.of(100, 20))
                    .build();
            ToolRunner runner = ToolRunner.of(registry.open("fake:priced"));
            BudgetException refused = catchThrowableOfType(
                    BudgetException.class,
                    () -> runner.run(request(b -> b.tool(tool).maxTotalTokens(260))));
            assertThat(refused).hasMessageContaining("240 and ");
            assertThat(fake.requests).hasSize(2);
            BudgetException costly = catchThrowableOfType(
                    BudgetException.class,
                    () -> runner.run(request(b -> b.tool(tool).maxCost(new BigDecimal("0.5")))));
            assertThat(costly).hasMessageContaining("0.6 and 0.");
            ChatRequest streamed = request(b -> b.tool(tool).maxTotalTokens(260));
            assertThatThrownBy(() -> runner.stream(streamed).response()).isInstanceOf(BudgetException.class);
            assertThat(scene.told).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMeterRefusesTheCallThatWouldGoBeyondItsLimit(RetriesTest.Way way) {
        fake.answer = request -> answer(Usage.of(10, 30));
        ChatModel model = meter.limit(
                registry.open("fake:m"),
                ChatOptions.builder().maxTotalTokens(89).build());
        way.ask(model, request(b -> {}));
        way.ask(model, request(b -> {}));
        assertThatThrownBy(() -> way.ask(model, request(b -> {})))
                .isInstanceOf(BudgetException.class)
                .hasMessageContaining("80 and 10 tokens, more than max_total_tokens=89");
        assertThat(fake.requests).hasSize(2);
        registry.open("fake:m").chat(request(b -> {}));
        assertThat(meter.total()).isEqualTo(Usage.of(30, 90));
        assertThat(model.location()).isEqualTo(ModelLocation.parse("fake:m"));
        assertThat(model.unwrap(OpenedModel.class)).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void aMeterCountsTheDollarsThatAreKnown(RetriesTest.Way way) {
        fake.answer = request -> answer(Usage.of(10, 3));
        ChatOptions budget =
                ChatOptions.builder().maxCost(new BigDecimal("0.0899")).build();
        ChatModel unknown = meter.limit(registry.open("fake:m"), budget);
        ChatModel priced = meter.limit(registry.open("fake:priced"), budget);
        assertThat(way.ask(unknown, request(b -> {})).warnings())
                .singleElement()
                .asString()
                .contains("chatmodels.price.NAME = fake:m;");
        assertThat(way.ask(priced, request(b -> {})).warnings()).isEmpty();
        assertThat(way.ask(priced, request(b -> {})).usage().cost()).contains(new BigDecimal("0.04"));
        assertThatThrownBy(() -> way.ask(priced, request(b -> {})))
                .isInstanceOf(BudgetException.class)
                .hasMessageContaining("0.08 and 0.01 US dollars");
        assertThatThrownBy(() -> way.ask(priced, request(b -> b.maxTokens(1)))).isInstanceOf(BudgetException.class);
        assertThat(way.ask(unknown, request(b -> {})).text()).isEqualTo("yes");
    }

    @Test
    void aMeterLimitsModelsOfNobodyToo() {
        ChatModel model = meter.limit(
                ChatModel.of(ModelLocation.of("own", "m"), request -> answer(Usage.UNKNOWN)),
                ChatOptions.builder().maxTotalTokens(9).maxCost(BigDecimal.ONE).build());
        assertThat(model.chat(ChatRequest.of("hi")).warnings()).hasSize(1);
        assertThatThrownBy(() -> model.chat(request(b -> {}))).isInstanceOf(BudgetException.class);
    }
}
