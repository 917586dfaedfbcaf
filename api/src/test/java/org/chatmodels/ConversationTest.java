package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is remembered, and when. */
class ConversationTest {
    private static final Message HELLO = Message.user("Hello");
    private static final Message ANSWER = new Message(
            Role.ASSISTANT,
            List.of(
                    new Part.Reasoning("hm", Metadata.of("sign", "{\"a\" : 1}")),
                    new Part.Text("Good "),
                    new Part.Text("morning"),
                    new Part.ToolCall("c1", "look", "{}")),
            Metadata.of("item", "\"i1\""));
    private static final ChatResponse RESPONSE = ChatResponse.builder()
            .choices(List.of(new Choice(ANSWER, new FinishReason(FinishReason.Kind.STOP, "stop"))))
            .build();

    private final List<ChatRequest> requests = new ArrayList<>();
    private Supplier<ChatResponse> outcome = () -> RESPONSE;
    private final Conversation talk =
            Conversation.of(ChatModel.of(ModelLocation.parse("fake:m"), request -> answer(request)));

    private ChatResponse answer(ChatRequest request) {
        requests.add(request);
        return outcome.get();
    }

    private ChatResponse fail(ChatRequest request) {
        throw new UnavailableException("busy", ChatException.Details.NONE);
    }

    @Test
    void questionAndWholeAnswerAreRememberedAndSentAgain() {
        assertThat(talk.system("Be brief.").ask("Hello")).isEqualTo("Good morning");
        assertThat(talk.messages()).containsExactly(Message.system("Be brief."), HELLO, ANSWER);

        Media picture = Media.of("image/png", new byte[] {1, 2});
        talk.ask("", picture);

        List<Message> expected = List.of(
                Message.system("Be brief."),
                HELLO,
                ANSWER,
                new Message(Role.USER, List.of(new Part.Attachment(picture))));
        assertThat(requests.get(1).messages()).isEqualTo(expected);
        assertThat(talk.messages()).hasSize(5).startsWith(expected.toArray(Message[]::new));
    }

    @Test
    void theSystemMessageStaysFirstWhenItIsReplaced() {
        talk.ask("Hello");
        talk.system("One.").system("Two.");

        assertThat(talk.messages()).containsExactly(Message.system("Two."), HELLO, ANSWER);
    }

    @Test
    void messagesAreACopyThatCannotBeChanged() {
        List<Message> before = talk.messages();
        talk.ask("Hello");

        assertThat(before).isEmpty();
        assertThatThrownBy(() -> talk.messages().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aFailedCallLeavesNoTrace() {
        talk.system("Be brief.").ask("Hello");
        List<Message> before = talk.messages();
        outcome = () -> fail(requests.get(0));

        assertThatThrownBy(() -> talk.ask("again")).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> talk.stream("again")).isInstanceOf(UnavailableException.class);
        outcome = () -> {
            throw new IllegalStateException("a mistake");
        };
        assertThatThrownBy(() -> talk.ask("again")).hasMessage("a mistake");

        assertThat(talk.messages()).isEqualTo(before);
    }

    @Test
    void aStreamIsRememberedOnceFinishedWasRead() {
        try (ChatStream stream = talk.stream("Hello")) {
            for (ChatEvent event : stream) {
                boolean last = event instanceof ChatEvent.Finished;
                assertThat(talk.messages()).hasSize(last ? 2 : 0);
            }
            assertThat(stream.response().message()).isEqualTo(ANSWER);
        }
        assertThat(talk.messages()).containsExactly(HELLO, ANSWER);
    }

    @Test
    void everyWayToReadAStreamRemembersOnce() {
        try (ChatStream stream = talk.stream("Hello")) {
            stream.response();
            stream.response();
        }
        assertThat(talk.messages()).hasSize(2);
        try (ChatStream stream = talk.stream("Hello")) {
            stream.forEachText(text -> {});
        }
        assertThat(talk.messages()).hasSize(4);
        try (ChatStream stream = talk.stream("Hello")) {
            stream.texts().iterator().next();
            stream.response();
        }
        assertThat(talk.messages()).hasSize(6);
    }

    @Test
    void aStreamThatIsClosedBeforeFinishedWasReadLeavesNoTrace() {
        ChatStream stream = talk.stream("Hello");
        Iterator<ChatEvent> events = stream.iterator();
        while (!(events.next() instanceof ChatEvent.ToolCallDelta)) {
            assertThat(talk.messages()).isEmpty();
        }
        stream.close();
        assertThatThrownBy(events::next).isInstanceOf(CancelledException.class);
        assertThatThrownBy(stream::response).isInstanceOf(CancelledException.class);
        assertThat(talk.messages()).isEmpty();
    }

    @Test
    void aStreamThatFailsLeavesNoTrace() {
        List<ChatEvent> cut = List.of(new ChatEvent.Started("i", "m"), new ChatEvent.TextDelta("Goo"));
        Conversation cutting = Conversation.of(new StreamingModel(() -> ChatStreams.of(cut.iterator(), () -> {})));

        try (ChatStream stream = cutting.stream("Hello")) {
            assertThatThrownBy(() -> stream.forEachText(text -> {})).isInstanceOf(TruncatedException.class);
            assertThatThrownBy(stream::response).isInstanceOf(TruncatedException.class);
        }
        assertThat(cutting.messages()).isEmpty();
    }

    @Test
    void streamsSideBySideAreRememberedInTheOrderInWhichTheyEnd() {
        try (ChatStream first = talk.stream("1");
                ChatStream second = talk.stream("2")) {
            second.response();
            talk.ask("3");
            first.response();
        }
        assertThat(talk.messages())
                .containsExactly(Message.user("2"), ANSWER, Message.user("3"), ANSWER, Message.user("1"), ANSWER);
    }

    @Test
    void aStreamIsReadOnlyOnce() {
        try (ChatStream stream = talk.stream("Hello")) {
            stream.iterator();
            assertThatThrownBy(stream::iterator).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void itsJsonNeedsABinding() {
        try (ChatModelRegistry registry = ChatModelRegistry.builder()
                .discovery(false)
                .environment(Map.of())
                .provider(new FakeProvider())
                .classLoader(ClassLoader.getPlatformClassLoader())
                .build()) {
            Conversation opened = Conversation.of(registry.open("fake:m"));
            assertThatThrownBy(opened::toJson)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("add chatmodels-spi");
            assertThatThrownBy(() -> Conversation.fromJson(registry.open("fake:m"), "{}"))
                    .isInstanceOf(ConfigurationException.class);
        }
    }

    /** Answers with streams only. */
    private record StreamingModel(Supplier<ChatStream> answer) implements ChatModel {
        @Override
        public ModelLocation location() {
            return ModelLocation.parse("fake:m");
        }

        @Override
        public ChatResponse chat(ChatRequest request) {
            return stream(request).response();
        }

        @Override
        public ChatStream stream(ChatRequest request) {
            return answer.get();
        }
    }
}
