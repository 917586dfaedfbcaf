package org.chatmodels.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for what goes along with a prompt. */
final class QuestionOptions {
    @Option(
            names = {"-a", "--attach"},
            paramLabel = "FILE|URL",
            description = "An image, sound, PDF or other file, or the URL of one, which the service fetches;"
                    + " a text file goes into the prompt; repeatable.")
    private List<String> attached = new ArrayList<>();

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description = "A JSON Schema that the answer has to fit; --json has what it says as value.")
    private @Nullable String schema;

    @Option(
            names = "--tool",
            paramLabel = "NAME",
            split = ",",
            description = "Lets the model use clock, calculator or dice; repeatable.")
    private @Nullable List<String> tools;

    @Option(
            names = "--reasoning",
            paramLabel = "EFFORT",
            description = "none, low, medium, high or the service's own word; thoughts go to standard error.")
    private @Nullable String effort;

    @Option(names = "-n", paramLabel = "COUNT", description = "That many answers to choose from, not streamed.")
    private @Nullable Integer choices;

    Question question(String prompt) {
        return new Attachments(prompt).add(attached).question();
    }

    Equipment equipment() {
        if (effort != null && effort.isBlank()) {
            throw new Refusal("--reasoning takes a word: none, low, medium, high, or the service's own");
        }
        if (choices != null && choices < 1) {
            throw new Refusal("-n takes a number from 1 on");
        }
        if (choices != null && choices > 1 && tools != null) {
            throw new Refusal("-n and --tool don't go together: tools answer one choice; leave one of them out");
        }
        return new Equipment(
                schema == null ? null : AnswerForm.of(schema),
                tools == null ? List.of() : new Toolbox().tools(tools),
                effort == null ? "" : effort.strip(),
                choices == null ? 0 : choices);
    }
}
