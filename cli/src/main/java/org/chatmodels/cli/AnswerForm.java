package org.chatmodels.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.ChatException;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.ProtocolException;
import org.chatmodels.ResponseFormat;

/** The form that a file with a JSON Schema gives an answer. */
final class AnswerForm {
    private static final int LONGEST_NAME = 64;

    private final ResponseFormat format;

    private AnswerForm(ResponseFormat format) {
        this.format = format;
    }

    /** Named for the file. */
    static AnswerForm of(String name) {
        GivenFile file = GivenFile.of("--schema", name);
        String schema = file.text().orElseThrow(() -> wrong(file, "is no text in UTF-8 of up to 4 MiB"));
        try {
            if (Json.binding().read(schema, Object.class) instanceof Map<?, ?>) {
                return new AnswerForm(ResponseFormat.schema(fit(file.name()), schema));
            }
        } catch (IllegalArgumentException e) {
            throw wrong(file, "is no JSON (" + e.getMessage() + ")");
        }
        throw wrong(file, "is no JSON object");
    }

    private static Refusal wrong(GivenFile file, String why) {
        return file.refused("that " + why + ": write a JSON Schema, for example"
                + " {\"type\":\"object\",\"properties\":{\"total\":{\"type\":\"number\"}},\"required\":[\"total\"]}");
    }

    /** What services take as a name. */
    private static String fit(String file) {
        int dot = file.lastIndexOf('.');
        String plain = file.substring(0, dot > 0 ? dot : file.length()).replaceAll("[^A-Za-z0-9_-]", "_");
        return plain.substring(0, Math.min(plain.length(), LONGEST_NAME));
    }

    ResponseFormat format() {
        return format;
    }

    /** What a choice says, read; a {@link ChatException} with the answer where that is no JSON. */
    Object value(ChatResponse response, Choice choice) {
        ChatResponse one = response.toBuilder().choices(List.of(choice)).build();
        try {
            return one.read(Object.class);
        } catch (ProtocolException e) {
            throw e.code().equals(Optional.of("answer_does_not_fit")) ? noJson(one) : e;
        }
    }

    private static ProtocolException noJson(ChatResponse response) {
        return new ProtocolException(
                "the answer is no JSON, though --schema asks for it: ask again, or ask a model that is held to schemas",
                ChatException.Details.builder()
                        .code("answer_does_not_fit")
                        .partial(response)
                        .attempts(response.attempts())
                        .build());
    }
}
