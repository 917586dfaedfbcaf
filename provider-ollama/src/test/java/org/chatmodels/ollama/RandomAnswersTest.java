package org.chatmodels.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatResponse;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.StreamReader;
import org.junit.jupiter.api.Test;

/** Random answers, in lines of random pieces and as one object: both are the same, and nothing that is cut is whole. */
class RandomAnswersTest {
    private static final int ANSWERS = 3000;
    private static final String LETTERS = "ab \"\\/{}[]:,\n\r\t\u0001é–🙂漢";

    private final long first = new Random().nextLong();

    /** Texts, thoughts and calls in their pieces. */
    private static final class Answer {
        private final StringBuilder lines = new StringBuilder();
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder thought = new StringBuilder();
        private final List<String> calls = new ArrayList<>();
        private final Random random;
        private final String end;

        Answer(long seed) {
            random = new Random(seed);
            end = ",\"done\":true,\"done_reason\":\"" + (random.nextBoolean() ? "stop" : "length")
                    + "\",\"prompt_eval_count\":" + random.nextInt(1000) + ",\"eval_count\":" + random.nextInt(1000);
            int pieces = random.nextInt(12);
            for (int i = 0; i < pieces; i++) {
                piece();
            }
            line("\"content\":\"\"", end);
        }

        private void piece() {
            String piece = words();
            switch (random.nextInt(4)) {
                case 0 -> {
                    thought.append(piece);
                    line("\"content\":\"\",\"thinking\":" + json(piece), ",\"done\":false");
                }
                case 1 -> {
                    calls.add("{\"id\":\"c" + calls.size() + "\",\"function\":{\"name\":\"f\",\"arguments\":{"
                            + json("k" + piece) + ":" + json(piece) + "}}}");
                    line("\"content\":\"\",\"tool_calls\":[" + calls.get(calls.size() - 1) + "]", ",\"done\":false");
                }
                default -> {
                    text.append(piece);
                    line("\"content\":" + json(piece), ",\"done\":false");
                }
            }
        }

        private String words() {
            StringBuilder words = new StringBuilder();
            int[] letters = LETTERS.codePoints().toArray();
            for (int i = random.nextInt(20); i > 0; i--) {
                words.appendCodePoint(letters[random.nextInt(letters.length)]);
            }
            return words.toString();
        }

        /** Some characters as escapes. */
        private String json(String text) {
            StringBuilder json = new StringBuilder("\"");
            for (int c : text.codePoints().toArray()) {
                boolean escaped = c < ' ' || c == '"' || c == '\\' || random.nextInt(10) == 0;
                for (char half : Character.toChars(c)) {
                    json.append(escaped ? String.format("\\u%04x", (int) half) : String.valueOf(half));
                }
            }
            return json.append('"').toString();
        }

        private static String object(String message, String rest) {
            return "{\"model\":\"m1\",\"created_at\":\"2026-08-21T09:30:00Z\",\"message\":{\"role\":\"assistant\","
                    + message + "}" + rest + "}";
        }

        private void line(String message, String rest) {
            lines.append(object(message, rest)).append(random.nextInt(5) == 0 ? "\r\n" : "\n");
        }

        byte[] streamed() {
            return lines.toString().getBytes(StandardCharsets.UTF_8);
        }

        byte[] whole() {
            return object(
                            "\"content\":" + json(text.toString()) + ",\"thinking\":" + json(thought.toString())
                                    + (calls.isEmpty() ? "" : ",\"tool_calls\":[" + String.join(",", calls) + "]"),
                            end)
                    .getBytes(StandardCharsets.UTF_8);
        }
    }

    @Test
    void streamedOrWholeTheyAreTheSame() {
        for (int i = 0; i < ANSWERS; i++) {
            Answer answer = new Answer(first + i);
            String name = "seed " + (first + i);
            byte[] streamed = answer.streamed();
            ChatResponse whole = whole(answer.whole());
            ChatResponse lines =
                    read(new MemoryStream(streamed, new Random(i).nextInt(streamed.length), streamed.length));
            assertThat(lines.choices()).as(name).isEqualTo(whole.choices());
            assertThat(lines.usage()).as(name).isEqualTo(whole.usage());
            assertThat(whole.text()).as(name).isEqualTo(answer.text.toString());
            assertThat(whole.toolCalls()).as(name).hasSameSizeAs(answer.calls);
        }
    }

    @Test
    void cutTheyAreNeverWhole() {
        for (int i = 0; i < ANSWERS; i++) {
            Answer answer = new Answer(first + i);
            byte[] bytes = answer.streamed();
            int last = new String(bytes, StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8).length;
            MemoryStream cut = new MemoryStream(bytes, 0, new Random(i).nextInt(last));
            String name = "seed " + (first + i);
            try {
                read(cut);
                throw new AssertionError(name + ": a cut answer passed as a whole one");
            } catch (ChatException e) {
                assertThat(answer.text.toString()).as(name).startsWith(Fixture.partial(e));
                assertThat(cut.isClosed()).as(name).isTrue();
            }
        }
    }

    private static ChatResponse whole(byte[] body) {
        AnswerAssembler answer = new AnswerAssembler("m");
        try (LineAnswer reader = new LineAnswer(new PromptCheck(List.of(), 0, () -> 0))) {
            reader.read(body, 0, body.length, answer);
            reader.end(answer);
        }
        return answer.finish();
    }

    private static ChatResponse read(MemoryStream source) {
        List<ChatEvent> events = new ArrayList<>();
        LineAnswer reader = new LineAnswer(new PromptCheck(List.of(), 0, () -> 0));
        new StreamReader(source, new AnswerAssembler("m"), reader, false).forEachRemaining(events::add);
        return ((ChatEvent.Finished) events.get(events.size() - 1)).response();
    }
}
