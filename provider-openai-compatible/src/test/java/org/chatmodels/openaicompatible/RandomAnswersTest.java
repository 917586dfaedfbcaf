package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.Message;
import org.chatmodels.Part;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.StreamReader;
import org.junit.jupiter.api.Test;

/** Answers made up at random, cut into chunks and the chunks into pieces at random, come out as they went in. */
class RandomAnswersTest {
    private static final int ANSWERS = 3000;

    @Test
    void streamedOrWholeTheyAreTheSame() {
        long first = new Random().nextLong();
        for (int i = 0; i < ANSWERS; i++) {
            long seed = first + i;
            RandomAnswer answer = new RandomAnswer(seed);
            String name = "seed " + seed;
            assertThat(comparable(whole(answer))).as(name).isEqualTo(answer.choices());
            assertThat(comparable(streamed(answer, seed))).as(name).isEqualTo(answer.choices());
        }
    }

    @Test
    void cutTheyAreNeverWhole() {
        long first = new Random().nextLong();
        for (int i = 0; i < ANSWERS; i++) {
            long seed = first + i;
            RandomAnswer answer = new RandomAnswer(seed);
            byte[] all = answer.streamed();
            byte[] bytes = Arrays.copyOf(all, new Random(seed).nextInt(all.length));
            List<ChatEvent> events = new ArrayList<>();
            StreamReader reader = reader(answer, new MemorySource(bytes, 0, Integer.MAX_VALUE));
            try {
                reader.forEachRemaining(events::add);
                ChatResponse response = ((ChatEvent.Finished) events.get(events.size() - 1)).response();
                assertThat(response.choices())
                        .as("seed " + seed)
                        .allMatch(choice -> !choice.finishReason().raw().isEmpty());
            } catch (ChatException e) {
                e.partial()
                        .ifPresent(partial -> assertThat(unfinishedCalls(partial))
                                .as("seed " + seed)
                                .isEmpty());
            }
        }
    }

    /** Calls of choices that had no finish reason, and are not to be carried out. */
    private static List<Part.ToolCall> unfinishedCalls(ChatResponse partial) {
        return partial.choices().stream()
                .filter(choice -> choice.finishReason().raw().isEmpty())
                .flatMap(choice -> choice.message().toolCalls().stream())
                .toList();
    }

    private static List<Choice> whole(RandomAnswer random) {
        AnswerAssembler answer = new AnswerAssembler("m");
        byte[] bytes = random.whole();
        try (CompletionReader reader = new CompletionReader(random.rules())) {
            reader.read(bytes, 0, bytes.length, answer);
            reader.end(answer);
        }
        return answer.finish().choices();
    }

    private static List<Choice> streamed(RandomAnswer random, long seed) {
        int piece = 1 + new Random(seed).nextInt(40);
        List<ChatEvent> events = new ArrayList<>();
        reader(random, new MemorySource(random.streamed(), 0, piece)).forEachRemaining(events::add);
        return ((ChatEvent.Finished) events.get(events.size() - 1)).response().choices();
    }

    private static StreamReader reader(RandomAnswer random, MemorySource source) {
        return new StreamReader(source, new AnswerAssembler("m"), new CompletionReader(random.rules()), false);
    }

    /** With "*" for ids that were made. */
    private static List<Choice> comparable(List<Choice> choices) {
        return choices.stream()
                .map(choice -> new Choice(comparable(choice.message()), choice.finishReason()))
                .toList();
    }

    private static Message comparable(Message message) {
        List<Part> parts = new ArrayList<>();
        for (Part part : message.parts()) {
            boolean made = part instanceof Part.ToolCall call && call.id().matches("[A-Za-z0-9]{9}");
            parts.add(made ? withoutId((Part.ToolCall) part) : part);
        }
        return new Message(message.role(), parts);
    }

    private static Part withoutId(Part.ToolCall call) {
        return new Part.ToolCall("*", call.name(), call.arguments(), call.metadata());
    }
}
