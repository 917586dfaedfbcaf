package org.chatmodels.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.chatmodels.ChatException;
import org.chatmodels.ChatResponse;
import org.chatmodels.Part;
import org.chatmodels.testkit.FixtureFile;

/** What OpenRouter sends and what is to become of it. */
record Fixture(String name, Map<String, String> expected, String body) {
    static Stream<Fixture> all(String folder) {
        return FixtureFile.all(Path.of("src/test/resources", folder)).stream()
                .map(file -> new Fixture(file.name(), file.header(), new String(file.body(), StandardCharsets.UTF_8)));
    }

    boolean fails() {
        return expected.containsKey("fails");
    }

    String expected(String key) {
        return expected.getOrDefault(key, "");
    }

    void check(ChatResponse answer) {
        List<Part> parts = answer.choices().get(0).message().parts();
        assertThat(answer.text()).as(name).isEqualTo(expected("text"));
        assertThat(of(parts, Part.Reasoning.class)).as(name).isEqualTo(expected("reasoning"));
        assertThat(details(answer)).as(name).isEqualTo(expected("details"));
        assertThat(answer.choices().get(0).finishReason().kind() + " "
                        + answer.choices().get(0).finishReason().raw())
                .as(name)
                .isEqualTo(expected("finish"));
        assertThat(answer.extra()).as(name).hasToString(expected("extra"));
        if (expected.containsKey("usage")) {
            assertThat(answer.usage()).as(name).hasToString(expected("usage"));
        }
        assertThat(answer.citations().stream()
                        .map(citation -> citation.url().orElse(""))
                        .collect(Collectors.joining(" ")))
                .as(name)
                .isEqualTo(expected("citations"));
        assertThat(of(parts, Part.Attachment.class)).as(name).isEqualTo(expected("media"));
        assertThat(answer.warnings()).as(name).isEmpty();
        assertThat(answer.requestId()).as(name).contains("gen-of-the-header");
        assertThat(answer.id()).as(name).isEqualTo("gen-1");
    }

    static String details(ChatResponse answer) {
        return answer.choices().get(0).message().parts().stream()
                .flatMap(part -> part.metadata().get("reasoning_details").stream())
                .collect(Collectors.joining());
    }

    private static String of(List<Part> parts, Class<? extends Part> kind) {
        return parts.stream()
                .filter(kind::isInstance)
                .map(part -> part instanceof Part.Reasoning thought
                        ? thought.text()
                        : ((Part.Attachment) part).media().mimeType().orElse(""))
                .collect(Collectors.joining());
    }

    void check(Throwable failure) {
        assertThat(failure).as(name).isInstanceOf(ChatException.class);
        ChatException known = (ChatException) failure;
        assertThat(known.getClass().getSimpleName()).as(name).isEqualTo(expected("fails"));
        assertThat(known.getMessage()).as(name).contains(expected("says")).doesNotContain("SECRET");
        assertThat(known.partial().map(ChatResponse::text).orElse("")).as(name).isEqualTo(expected("partial"));
        if (expected.containsKey("status")) {
            assertThat(known.status()).as(name).hasValue(Integer.parseInt(expected("status")));
        }
        if (expected.containsKey("code")) {
            assertThat(known.code()).as(name).contains(expected("code"));
        }
        if (expected.containsKey("wait")) {
            assertThat(known.retryAfter().orElseThrow()).as(name).hasToString(expected("wait"));
        }
        if (expected.containsKey("retryable")) {
            assertThat(known.isRetryable()).as(name).isEqualTo(Boolean.parseBoolean(expected("retryable")));
        }
        assertThat(known.requestId()).as(name).contains("gen-of-the-header");
    }

    @Override
    public String toString() {
        return name;
    }
}
