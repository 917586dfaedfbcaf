package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.chatmodels.ChatException;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.Part;
import org.chatmodels.ToolChoice;
import org.chatmodels.Usage;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.AnswerReader;
import org.chatmodels.testkit.FixtureFile;

/** What a server sends, and what is to become of it. */
record Fixture(String name, Map<String, String> expected, byte[] body) {
    /** The files of a folder whose names end so. */
    static Stream<Fixture> all(String folder, String ending) {
        return all(folder).filter(fixture -> fixture.name.endsWith(ending));
    }

    /** Every file of a folder of the test resources. */
    static Stream<Fixture> all(String folder) {
        return FixtureFile.all(Path.of("src/test/resources", folder)).stream().map(file -> {
            Map<String, String> expected = new LinkedHashMap<>(file.header());
            expected.put("folder", folder);
            return new Fixture(file.name(), expected, file.body());
        });
    }

    boolean isOfResponses() {
        return expected("folder", "").equals("responses");
    }

    /** Reads it in its wire format. */
    AnswerReader reader() {
        return isOfResponses() ? new ResponsesReader("memory", rules()) : new CompletionReader(rules());
    }

    boolean fails() {
        return expected.containsKey("fails");
    }

    String bodyText() {
        return new String(body, StandardCharsets.UTF_8);
    }

    String expected(String key, String absent) {
        return expected.getOrDefault(key, absent);
    }

    /** The rules of the service: words of reasoningIn that are added or, with a minus, taken away, and its options. */
    ReadRules rules() {
        Set<String> places = new HashSet<>(ReadRules.STANDARD.reasoningIn());
        List<String> words = List.of(expected("rules", "").split(" "));
        for (String word : words) {
            if (ReadRules.PLACES.contains(word)) {
                places.add(word);
            } else if (word.startsWith("-")) {
                places.remove(word.substring(1));
            }
        }
        return new ReadRules(places, words.contains("answer_in_reasoning"), words.contains("reasoning_excluded"));
    }

    /** Whether it needs rules or a request that only tests in memory have. */
    boolean isSpecial() {
        return expected.containsKey("rules") || expected.containsKey("tool_choice");
    }

    /** An answer that has yet to arrive, to a request with the tool choice of the header. */
    AnswerAssembler expectedAnswer() {
        AnswerAssembler answer = new AnswerAssembler(MemorySource.LOCATION);
        String choice = expected("tool_choice", "");
        if (choice.equals("required")) {
            answer.expectTools(ToolChoice.REQUIRED);
        } else if (!choice.isEmpty()) {
            answer.expectTools(ToolChoice.tool(choice));
        }
        return answer;
    }

    /** Compares everything that the header lines tell, and that what they don't tell is not there. */
    void check(ChatResponse answer) {
        Choice first = answer.choices().get(0);
        checkCalls("", first);
        checkRest(answer, first);
        assertThat(answer.text()).as(name).isEqualTo(expected("text", ""));
        assertThat(of(first, Part.Reasoning.class))
                .as(name)
                .isEqualTo(expected("reasoning", "").replace("\\n", "\n"));
        assertThat(of(first, Part.Refusal.class)).as(name).isEqualTo(expected("refusal", ""));
        assertThat(finish(first)).as(name).isEqualTo(expected("finish", "?"));
        assertThat(usage(answer.usage())).as(name).isEqualTo(expected("usage", "? ? ?"));
        assertThat(answer.id()).as(name).isEqualTo(expected("id", "c1"));
        assertThat(answer.model()).as(name).isEqualTo(expected("model", "m1"));
        assertThat(answer.warnings()).as(name).hasSize(Integer.parseInt(expected("warnings", "0")));
        assertThat(answer.choices()).as(name).hasSize(expected.containsKey("second") ? 2 : 1);
        if (expected.containsKey("second")) {
            Choice second = answer.choices().get(1);
            assertThat(second.message().text() + " " + finish(second)).as(name).isEqualTo(expected("second", ""));
            checkCalls("second-", second);
        }
    }

    private void checkCalls(String choice, Choice came) {
        List<Part.ToolCall> calls = came.message().toolCalls();
        assertThat(expected).as(name).doesNotContainKey(choice + "call" + (calls.size() + 1));
        for (int i = 0; i < calls.size(); i++) {
            Part.ToolCall call = calls.get(i);
            String key = choice + "call" + (i + 1);
            String expectedCall = expected(key, "none");
            boolean made = expectedCall.startsWith("* ");
            assertThat((made ? "*" : call.id()) + " " + call.name() + " " + call.arguments())
                    .as(name)
                    .isEqualTo(expectedCall);
            assertThat(call.id()).as(name).matches(made ? "[A-Za-z0-9]{9}" : ".+");
            compare(key + "-item", Described.item(call), "");
            for (String metadata : List.of(MetadataNames.EXTRA_CONTENT, MetadataNames.MEMBERS)) {
                String attached = call.metadata().get(metadata).orElse("");
                assertThat(attached).as(name).isEqualTo(expected(key + "-" + metadata, ""));
            }
        }
    }

    private void checkRest(ChatResponse answer, Choice first) {
        compare("logprobs", Described.logprobs(first), "");
        compare("citations", Described.citations(answer), "");
        compare("media", Described.media(first).replace("somewhere_", "memory_"), "");
        compare("reasoning-item", Described.item(first, Part.Reasoning.class), "");
        compare("text-item", Described.item(first, Part.Text.class), "");
        compare("refusal-item", Described.item(first, Part.Refusal.class), "");
        compare("opaque", Described.opaque(first), "");
        compare("parts", Described.kinds(first), expected("parts", Described.kinds(first)));
        compare("extra", answer.extra().toString(), "{}");
        compare("timings", answer.timings().backend().toString(), "{}");
        compare("usage-all", answer.usage().toString(), answer.usage().toString());
        String field = Described.attached(first, Part.Reasoning.class, MetadataNames.REASONING_FIELD);
        compare("reasoning-field", field, field);
        String sound = Described.attached(first, Part.Attachment.class, MetadataNames.AUDIO_ID);
        compare("audio-id", sound, sound);
        compare(
                "reasoning-details",
                Described.attached(first, Part.Reasoning.class, MetadataNames.REASONING_DETAILS),
                "");
        compare(
                "reasoning-signature",
                Described.attached(first, Part.Reasoning.class, MetadataNames.REASONING_SIGNATURE),
                "");
        assertThat(String.join(" ", answer.warnings())).as(name).contains(expected("warning", ""));
    }

    private void compare(String key, String came, String absent) {
        assertThat(came).as(name + " " + key).isEqualTo(expected(key, absent));
    }

    /** Compares the class, the message and what else the header lines tell of a failure. */
    void check(Throwable failure) {
        assertThat(failure).as(name).isInstanceOf(ChatException.class);
        ChatException known = (ChatException) failure;
        if (!expected("fails", "*").equals("*")) {
            String simple = known.getClass().getSimpleName();
            boolean half =
                    simple.equals("TruncatedException") && expected("fails", "").equals("ProtocolException");
            assertThat(half ? "ProtocolException" : simple)
                    .as(name + ": " + known)
                    .isEqualTo(expected("fails", ""));
        }
        assertThat(known.getMessage()).as(name).contains(expected("says", "")).doesNotContain("SECRET", "sk-abcdef");
        if (expected.containsKey("status")) {
            assertThat(known.status()).as(name).hasValue(Integer.parseInt(expected("status", "")));
        }
        if (expected.containsKey("code")) {
            assertThat(known.code()).as(name).contains(expected("code", ""));
        }
        if (expected.containsKey("partial-calls")) {
            assertThat(known.partial()
                            .map(answer -> Described.calls(answer.choices().get(0))))
                    .as(name)
                    .contains(expected("partial-calls", ""));
        }
        if (expected.containsKey("partial")) {
            assertThat(partial(known)).as(name).isEqualTo(expected("partial", ""));
        }
    }

    /** What had arrived; empty if nothing had. */
    static String partial(ChatException failure) {
        return failure.partial().map(ChatResponse::text).orElse("");
    }

    private static String finish(Choice choice) {
        return choice.finishReason().kind() + " " + choice.finishReason().raw();
    }

    private static String of(Choice choice, Class<? extends Part> kind) {
        StringBuilder text = new StringBuilder();
        for (Part part : choice.message().parts()) {
            if (kind.isInstance(part)) {
                text.append(part instanceof Part.Reasoning thought ? thought.text() : "")
                        .append(part instanceof Part.Refusal refusal ? refusal.text() : "");
            }
        }
        return text.toString();
    }

    private static String usage(Usage usage) {
        return figure(usage.inputTokens()) + " " + figure(usage.outputTokens()) + " " + figure(usage.totalTokens());
    }

    private static String figure(OptionalLong value) {
        return value.isPresent() ? Long.toString(value.getAsLong()) : "?";
    }

    @Override
    public String toString() {
        return name;
    }
}
