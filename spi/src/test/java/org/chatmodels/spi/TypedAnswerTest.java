package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ContentFilterException;
import org.chatmodels.FinishReason;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.ProtocolException;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Role;
import org.chatmodels.TruncatedException;
import org.chatmodels.Usage;
import org.chatmodels.provider.ApiLevel;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.chatmodels.provider.ProviderContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the api's typed asks make of answers, through this binding. */
class TypedAnswerTest {
    record Line(String text, int count) {}

    record Invoice(String number, BigDecimal total, Optional<LocalDate> due, List<Line> lines) {}

    enum Mood {
        GOOD,
        BAD
    }

    sealed interface Sign {}

    record Plus(int value) implements Sign {}

    record Minus() implements Sign {}

    private static final Invoice INVOICE =
            new Invoice("7", new BigDecimal("12.50"), Optional.empty(), List.of(new Line("tea", 2)));
    private static final String GOOD =
            "{\"number\":\"7\",\"total\":12.50,\"due\":null,\"lines\":[{\"text\":\"tea\",\"count\":2}]}";
    private static final String WRONG = "{\"number\":\"7\",\"total\":\"secret\",\"due\":null,\"lines\":[]}";
    private static final String REASON = "total: does not fit BigDecimal";
    private static final FinishReason STOP = new FinishReason(FinishReason.Kind.STOP, "stop");

    private final List<ChatRequest> requests = new ArrayList<>();
    private final Deque<ChatResponse> answers = new ArrayDeque<>();
    private final ChatModel model = ChatModel.of(ModelLocation.parse("fake:m"), this::answer);

    private ChatResponse answer(ChatRequest request) {
        requests.add(request);
        return answers.remove();
    }

    private static ChatResponse.Builder said(FinishReason reason, Part... parts) {
        return ChatResponse.builder().choices(List.of(new Choice(new Message(Role.ASSISTANT, List.of(parts)), reason)));
    }

    private static ChatResponse said(FinishReason.Kind kind, String text) {
        return said(new FinishReason(kind, ""), new Part.Text(text)).build();
    }

    private ChatModel says(String... texts) {
        for (String text : texts) {
            answers.add(said(STOP, new Part.Text(text)).usage(Usage.of(10, 2)).build());
        }
        return model;
    }

    @Test
    void aRecordIsAskedForAndRead() {
        assertThat(says(GOOD).ask("Read this", Invoice.class)).isEqualTo(INVOICE);

        assertThat(requests.get(0).messages()).containsExactly(Message.user("Read this"));
        assertThat(requests.get(0).responseFormat()).contains(ResponseFormat.of(Invoice.class));
    }

    @Test
    void aRequestKeepsAllElseAndItsOwnFormat() {
        ChatRequest request = ChatRequest.builder()
                .system("Be exact.")
                .user("Read")
                .maxTokens(5)
                .build();
        assertThat(says(GOOD).ask(request, Invoice.class)).isEqualTo(INVOICE);
        assertThat(requests.get(0).messages()).isEqualTo(request.messages());
        assertThat(requests.get(0).options()).isEqualTo(request.options());

        ChatRequest own =
                request.toBuilder().responseFormat(ResponseFormat.JSON).build();
        Map<?, ?> read = says("{\"a\":1}").ask(own, Map.class);
        assertThat(read.get("a")).isEqualTo(BigDecimal.ONE);
        assertThat(requests.get(1).responseFormat()).contains(ResponseFormat.JSON);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"value\":\"BAD\"}", "\"BAD\"", "{\"value\":\"bad\"}", "It is {\"value\": \"BAD\"}."})
    void anEnumIsTheValueOfAnObjectOrStandsAlone(String answer) {
        assertThat(says(answer).ask("How?", Mood.class)).isEqualTo(Mood.BAD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"value\":{\"type\":\"Plus\",\"value\":3}}",
                "{\"value\":3,\"type\":\"Plus\"}",
                "{\"type\":\"plus\",\"value\":3}"
            })
    void aSealedInterfaceIsTheValueOfAnObjectOrStandsAlone(String answer) {
        assertThat(says(answer).ask("Which?", Sign.class)).isEqualTo(new Plus(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"items\":[{\"text\":\"a\",\"count\":1},{\"text\":\"b\",\"count\":2}]}",
                "[{\"text\":\"a\",\"count\":1},{\"text\":\"b\",\"count\":2}]",
                "{\"type\":\"list\",\"items\":[{\"text\":\"a\",\"count\":1},{\"text\":\"b\",\"count\":2}]}"
            })
    void aListIsTheItemsOfAnObjectOrStandsAlone(String answer) {
        List<Line> lines = says(answer).askList("Which?", Line.class);
        assertThat(lines).containsExactly(new Line("a", 1), new Line("b", 2));
        assertThatThrownBy(() -> lines.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void listsOfOtherThingsAreRead() {
        assertThat(says("{\"items\":[\"GOOD\",\"BAD\"]}").askList("?", Mood.class))
                .containsExactly(Mood.GOOD, Mood.BAD);
        assertThat(says("{\"items\":[{\"type\":\"Minus\"},{\"type\":\"Plus\",\"value\":1}]}")
                        .askList("?", Sign.class))
                .containsExactly(new Minus(), new Plus(1));
        assertThat(says("[\"a\",\"b\"]").askList("?", String.class)).containsExactly("a", "b");
        assertThat(says("[]").askList("?", Integer.class)).isEmpty();
    }

    @Test
    void whatDoesNotFitIsATypedErrorWithPathAndReasonAndTheAnswer() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> says(WRONG).ask("Read this", Invoice.class))
                .withMessage("The answer does not fit Invoice: " + REASON
                        + ". It is in partial(); ask again, or let the model mend it with repair=true")
                .withNoCause()
                .satisfies(e -> {
                    assertThat(e.code()).contains("answer_does_not_fit");
                    assertThat(e.phase()).isEqualTo(ChatException.Phase.BODY);
                    assertThat(e.isRetryable()).isFalse();
                    assertThat(e.provider()).contains("fake");
                    assertThat(e.model()).contains("m");
                    assertThat(e.partial().orElseThrow().text()).isEqualTo(WRONG);
                });
        assertThat(requests).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"items\":[{\"text\":\"a\",\"count\":1},null]} | items[1]: is missing or null",
                "{\"items\":[{\"text\":\"a\"}]} | items[0].count: is missing or null",
                "[{\"text\":\"a\",\"count\":\"secret\"}] | items[0].count: does not fit int",
                "{\"items\":null} | items: is missing or null",
                "{\"lines\":[]} | items: does not fit a list",
                "secret | the document: this is not valid JSON",
                "null | items: is missing or null"
            })
    void ofAListTheItemIsNamed(String answer, String reason) {
        assertThatThrownBy(() -> says(answer).askList("?", Line.class))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("does not fit List<Line>: " + reason)
                .hasMessageNotContaining("secret");
    }

    @Test
    void ofAValueTheChoicesAreNamed() {
        assertThatThrownBy(() -> says("{\"value\":\"secret\"}").ask("?", Mood.class))
                .hasMessageContaining("Mood: value: is none of GOOD, BAD.");
        assertThatThrownBy(() -> says("{\"value\":{\"type\":\"secret\"}}").ask("?", Sign.class))
                .hasMessageContaining("Sign: value: has to be an object whose \"type\" is one of Plus, Minus.");
        assertThatThrownBy(() -> says("null").ask("?", Line.class))
                .hasMessageContaining("Line: the document: is missing or null.");
        assertThatThrownBy(() -> says("").ask("?", Line.class)).hasMessageContaining("Line: it has no text.");
    }

    @Test
    void wordsAroundJsonAreToleratedUnlessTheBackendWasHeldToTheSchema() {
        String fenced = "Here you are:\n```json\n" + GOOD + "\n```\nAnything else?";
        ChatResponse free = ChatResponse.of(fenced);
        ResponseFormat strict = ResponseFormat.of(Invoice.class);

        assertThat(free.read(Invoice.class)).isEqualTo(INVOICE);
        assertThat(free.toBuilder().responseFormat(ResponseFormat.JSON).build().read(Invoice.class))
                .isEqualTo(INVOICE);
        assertThat(free.toBuilder().responseFormat(strict.strict(false)).build().read(Invoice.class))
                .isEqualTo(INVOICE);
        ChatResponse held = free.toBuilder().responseFormat(strict).build();
        assertThatThrownBy(() -> held.read(Invoice.class))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("Invoice: Not one JSON document");
        assertThat(ChatResponse.of(" " + GOOD + "\n").toBuilder()
                        .responseFormat(strict)
                        .build()
                        .read(Invoice.class))
                .isEqualTo(INVOICE);
    }

    @Test
    void aCutAnswerSaysThatItIsCut() {
        String cut = "For example {\"text\":\"a\",\"count\":1}. So: {\"text\":\"secret\",\"cou";
        assertThatExceptionOfType(TruncatedException.class)
                .isThrownBy(() -> said(FinishReason.Kind.LENGTH, cut).read(Line.class))
                .withMessage("The answer reached its limit of tokens, so the JSON of Line is cut:"
                        + " raise max_tokens or ask for less")
                .satisfies(e -> {
                    assertThat(e.code()).contains("answer_cut");
                    assertThat(e.isRetryable()).isFalse();
                    assertThat(e.partial().orElseThrow().text()).isEqualTo(cut);
                });
        assertThat(said(FinishReason.Kind.LENGTH, "{\"text\":\"a\",\"count\":1}")
                        .read(Line.class))
                .isEqualTo(new Line("a", 1));
    }

    @Test
    void refusalsFiltersAndCallsAreToldApart() {
        ChatResponse refusal = said(STOP, new Part.Refusal("secret no")).build();
        assertThatExceptionOfType(ContentFilterException.class)
                .isThrownBy(() -> refusal.read(Line.class))
                .withMessageStartingWith("The model declined to answer with Line: rephrase")
                .withMessageNotContaining("secret")
                .satisfies(e -> {
                    assertThat(e.code()).contains("refusal");
                    assertThat(e.partial()).contains(refusal);
                });
        assertThatExceptionOfType(ContentFilterException.class)
                .isThrownBy(
                        () -> said(FinishReason.Kind.CONTENT_FILTER, "{\"te").read(Line.class))
                .satisfies(e -> assertThat(e.code()).contains("content_filter"));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> said(STOP, new Part.Text("Let me see"), new Part.ToolCall("1", "look", "{}"))
                        .build()
                        .read(Line.class))
                .withMessageContaining("ToolRunner")
                .satisfies(e -> assertThat(e.code()).contains("answer_has_calls"));
    }

    private static ChatRequest repairing() {
        return ChatRequest.builder().user("Read this").repair(true).build();
    }

    @Test
    void oneRepairSendsTheAnswerBackWithTheReason() {
        assertThat(says(WRONG, GOOD).ask(repairing(), Invoice.class)).isEqualTo(INVOICE);

        assertThat(requests).hasSize(2);
        assertThat(requests.get(1).messages())
                .containsExactly(
                        Message.user("Read this"),
                        Message.assistant(WRONG),
                        Message.user("Your answer does not fit the form that was asked for: " + REASON
                                + ". Answer again with the corrected JSON and nothing else."));
        assertThat(requests.get(1).responseFormat()).isEqualTo(requests.get(0).responseFormat());
        assertThat(requests.get(1).options()).isEqualTo(requests.get(0).options());
    }

    @Test
    void whatFitsNeedsNoRepair() {
        assertThat(says(GOOD).ask(repairing(), Invoice.class)).isEqualTo(INVOICE);
        assertThat(requests).hasSize(1);
    }

    @Test
    void aRepairThatFailsTellsOfBothAnswersUsage() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> says(WRONG, "{\"number\":\"7\"}", GOOD).ask(repairing(), Invoice.class))
                .withMessageContaining("Invoice: total: is missing or null")
                .satisfies(e -> {
                    ChatResponse partial = e.partial().orElseThrow();
                    assertThat(partial.text()).isEqualTo("{\"number\":\"7\"}");
                    assertThat(partial.usage()).isEqualTo(Usage.of(20, 4));
                });
        assertThat(requests).hasSize(2);
    }

    @Test
    void whatNoWordsMendIsNotRepaired() {
        answers.add(said(FinishReason.Kind.LENGTH, "{\"te"));
        assertThatThrownBy(() -> model.ask(repairing(), Line.class)).isInstanceOf(TruncatedException.class);
        answers.add(said(STOP, new Part.Refusal("no")).build());
        assertThatThrownBy(() -> model.ask(repairing(), Line.class)).isInstanceOf(ContentFilterException.class);
        assertThat(requests).hasSize(2);
    }

    @ChatProvider(names = "scripted", apiLevel = ApiLevel.CURRENT)
    private record Scripted(ChatModel model) implements ChatModelProvider {
        @Override
        public ChatModel open(ModelLocation location, ProviderContext context) {
            return ChatModel.of(location, model::chat);
        }
    }

    private ChatModelRegistry.Builder registry() {
        return ChatModelRegistry.builder()
                .discovery(false)
                .environment(Map.of())
                .provider(new Scripted(model));
    }

    @ParameterizedTest
    @CsvSource({"scripted:m?repair=true, 2", "scripted:m, 1", "scripted:m?repair=false, 1"})
    void aLocationMayAskForTheRepair(String location, int asked) {
        says(WRONG, GOOD);
        try (ChatModelRegistry registry = registry().build()) {
            ChatModel opened = registry.open(location);
            if (asked == 2) {
                assertThat(opened.ask("Read this", Invoice.class)).isEqualTo(INVOICE);
            } else {
                assertThatThrownBy(() -> opened.ask("Read this", Invoice.class)).isInstanceOf(ProtocolException.class);
            }
        }
        assertThat(requests).hasSize(asked);
    }

    @Test
    void aRequestDecidesBeforeTheLocation() {
        says(WRONG);
        try (ChatModelRegistry registry = registry().build()) {
            ChatRequest request =
                    ChatRequest.builder().user("Read this").repair(false).build();
            assertThatThrownBy(() -> registry.open("scripted:m?repair=true").ask(request, Invoice.class))
                    .isInstanceOf(ProtocolException.class);
        }
        assertThat(requests).hasSize(1);
    }

    @Test
    void answersAreReadByTheBindingOfTheRegistryThatOpenedTheModel() {
        says(GOOD, GOOD);
        try (ChatModelRegistry bare =
                registry().classLoader(ClassLoader.getPlatformClassLoader()).build()) {
            ChatModel opened = bare.open("scripted:m");
            ChatResponse answer = opened.chat(ChatRequest.of("Read this"));
            assertThatThrownBy(() -> answer.read(Invoice.class)).isInstanceOf(ConfigurationException.class);
            assertThatThrownBy(() -> opened.ask("Read this", Invoice.class)).isInstanceOf(ConfigurationException.class);
        }
        try (ChatModelRegistry registry = registry().build()) {
            assertThat(registry.open("scripted:m")
                            .chat(ChatRequest.of("Read this"))
                            .read(Invoice.class))
                    .isEqualTo(INVOICE);
        }
    }
}
