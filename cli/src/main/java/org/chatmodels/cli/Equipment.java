package org.chatmodels.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.chatmodels.ChatRequest;
import org.chatmodels.Tool;
import org.jspecify.annotations.Nullable;

/** What goes to the model beside the messages: tools, a form, an effort, a number of choices. */
final class Equipment {
    private final @Nullable AnswerForm form;
    private final List<Tool> tools;
    private final String effort;
    private final int choices;

    /** An empty effort and 0 choices leave both to the location. */
    Equipment(@Nullable AnswerForm form, List<Tool> tools, String effort, int choices) {
        this.form = form;
        this.tools = new ArrayList<>(tools);
        this.effort = effort;
        this.choices = choices;
    }

    ChatRequest addTo(ChatRequest request) {
        ChatRequest.Builder whole = request.toBuilder();
        form().ifPresent(asked -> whole.responseFormat(asked.format()));
        tools.forEach(whole::tool);
        if (!effort.isEmpty()) {
            whole.reasoningEffort(effort);
        }
        if (choices > 0) {
            whole.n(choices);
        }
        return whole.build();
    }

    Optional<AnswerForm> form() {
        return Optional.ofNullable(form);
    }

    boolean hasTools() {
        return !tools.isEmpty();
    }

    /** Whether thoughts are shown as they come. */
    boolean hasEffort() {
        return !effort.isEmpty();
    }

    /** Whether all choices are shown, rather than the first. */
    boolean hasChoices() {
        return choices > 1;
    }
}
