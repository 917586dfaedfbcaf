package org.chatmodels.ollama;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chatmodels.ChatException;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.Logprob;
import org.chatmodels.Part;
import org.chatmodels.Usage;
import org.chatmodels.testkit.FixtureFile;

/** What Ollama sends and what is to become of it. */
record Fixture(String name, Map<String, String> expected, String body) {
    static Stream<Fixture> all(String folder) {
        return FixtureFile.all(Path.of("src/test/resources", folder)).stream()
                .map(file -> new Fixture(file.name(), file.header(), new String(file.body(), StandardCharsets.UTF_8)));
    }

    boolean fails() {
        return expected.containsKey("fails");
    }

    String expected(String key, String absent) {
        return expected.getOrDefault(key, absent);
    }

    /** Everything that the header tells, and that nothing else is there. */
    void check(ChatResponse answer) {
        Choice choice = answer.choices().get(0);
        assertThat(answer.text()).as(name).isEqualTo(expected("text", ""));
        assertThat(thought(choice)).as(name).isEqualTo(expected("thought", ""));
        assertThat(choice.finishReason().kind() + " " + choice.finishReason().raw())
                .as(name)
                .isEqualTo(expected("finish", "?"));
        assertThat(usage(answer.usage())).as(name).isEqualTo(expected("usage", "? ? ?"));
        assertThat(answer.timings().backend()).as(name).hasToString(expected("timings", "{}"));
        assertThat(answer.extra()).as(name).hasToString(expected("extra", "{}"));
        assertThat(logprobs(choice.logprobs())).as(name).isEqualTo(expected("logprobs", "[]"));
        assertThat(answer.model()).as(name).isEqualTo("m1");
        assertThat(answer.warnings()).as(name).isEmpty();
        List<Part.ToolCall> calls = choice.message().toolCalls();
        assertThat(expected).as(name).doesNotContainKey("call" + (calls.size() + 1));
        for (int i = 0; i < calls.size(); i++) {
            String call = expected("call" + (i + 1), "none");
            boolean made = call.startsWith("* ");
            String id = calls.get(i).id();
            assertThat((made ? "*" : id) + " " + calls.get(i).name() + " "
                            + calls.get(i).arguments())
                    .as(name)
                    .isEqualTo(call);
            assertThat(id).as(name).isNotBlank();
        }
    }

    void check(Throwable failure) {
        assertThat(failure).as(name).isInstanceOf(ChatException.class);
        ChatException known = (ChatException) failure;
        if (!expected("fails", "*").equals("*")) {
            assertThat(known.getClass().getSimpleName()).as(name + ": " + known).isEqualTo(expected("fails", ""));
        }
        assertThat(known.getMessage()).as(name).contains(expected("says", "")).doesNotContain("SECRET");
        assertThat(partial(known)).as(name).isEqualTo(expected("partial", ""));
        if (expected.containsKey("code")) {
            assertThat(known.code()).as(name).contains(expected("code", ""));
        }
        if (expected.containsKey("retryable")) {
            assertThat(known.isRetryable()).as(name).isEqualTo(Boolean.parseBoolean(expected("retryable", "")));
        }
        assertThat(known.provider()).as(name).contains("ollama");
    }

    static String partial(ChatException failure) {
        return failure.partial().map(ChatResponse::text).orElse("");
    }

    private static String thought(Choice choice) {
        return choice.message().parts().stream()
                .filter(Part.Reasoning.class::isInstance)
                .map(part -> ((Part.Reasoning) part).text())
                .collect(Collectors.joining());
    }

    private static String logprobs(List<Logprob> all) {
        return all.stream()
                .map(one -> one.token() + " " + one.value()
                        + (one.top().isEmpty() && all.size() < 3 ? "" : " " + logprobs(one.top())))
                .collect(Collectors.joining(", ", "[", "]"));
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
