package org.chatmodels.openaicompatible;

import java.util.List;
import java.util.stream.Collectors;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.Citation;
import org.chatmodels.Logprob;
import org.chatmodels.Part;

/** Pieces of an answer in the words of the fixtures' header lines. */
final class Described {
    private Described() {}

    static String logprobs(Choice choice) {
        return choice.logprobs().stream().map(Described::logprob).collect(Collectors.joining("; "));
    }

    private static String logprob(Logprob logprob) {
        String top = logprob.top().stream().map(Described::logprob).collect(Collectors.joining(", "));
        return logprob.token() + " " + logprob.value() + (top.isEmpty() ? "" : " (" + top + ")");
    }

    static String citations(ChatResponse answer) {
        return answer.citations().stream().map(Described::citation).collect(Collectors.joining("; "));
    }

    private static String citation(Citation citation) {
        String range = citation.start().isPresent()
                ? citation.start().getAsInt() + "-" + citation.end().orElse(-1)
                : "";
        String source = citation.url().or(citation::fileId).orElse("");
        return source + " " + citation.title().orElse("") + " " + range;
    }

    static String media(Choice choice) {
        return parts(choice, Part.Attachment.class).stream()
                .map(part -> part + " " + part.metadata())
                .collect(Collectors.joining("; "));
    }

    /** Calls as they stand there, those that are not whole as JSON. */
    static String calls(Choice choice) {
        return choice.message().parts().stream()
                .map(part -> part instanceof Part.ToolCall call
                        ? call.id() + " " + call.name() + " " + call.arguments()
                        : part instanceof Part.Opaque opaque ? opaque.json() : "")
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(" "));
    }

    /** What is attached to the thought, or to the first piece of media; empty if nothing. */
    static String attached(Choice choice, Class<? extends Part> kind, String name) {
        return parts(choice, kind).stream()
                .findFirst()
                .flatMap(part -> part.metadata().get(name))
                .orElse("");
    }

    /** What is attached of the item that the first part of that kind came in; empty if nothing. */
    static String item(Choice choice, Class<? extends Part> kind) {
        return parts(choice, kind).stream().findFirst().map(Described::item).orElse("");
    }

    static String item(Part part) {
        return part.metadata()
                .get(MetadataNames.item("memory"))
                .or(() -> part.metadata().get(MetadataNames.item("somewhere")))
                .orElse("");
    }

    static String opaque(Choice choice) {
        return parts(choice, Part.Opaque.class).stream().map(Part.Opaque::json).collect(Collectors.joining(" "));
    }

    static String kinds(Choice choice) {
        return choice.message().parts().stream()
                .map(part -> part.getClass().getSimpleName())
                .collect(Collectors.joining(" "));
    }

    static <T extends Part> List<T> parts(Choice choice, Class<T> kind) {
        return choice.message().parts().stream()
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
