package org.chatmodels.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.chatmodels.ChatRequest;
import org.chatmodels.Part;
import org.chatmodels.Tool;
import org.chatmodels.ToolChoice;
import org.chatmodels.provider.JsonBinding;

/** Calls the tools that a prompt asks for: those that it names, wholly or by a longer word of their name. */
final class Caller {
    private static final int LONG_WORD = 4;

    private final ChatRequest request;
    private final String prompt;
    private final List<String> words;
    private final Supplier<JsonBinding> json;

    Caller(ChatRequest request, String prompt, Supplier<JsonBinding> json) {
        this.request = request;
        this.prompt = prompt;
        this.words = MarkovChain.split(prompt.toLowerCase(Locale.ROOT));
        this.json = json;
    }

    /** Empty if none is asked for; arguments hold the prompt's quoted words. */
    List<Part.ToolCall> calls(long seed) {
        List<Part.ToolCall> calls = new ArrayList<>();
        for (Tool tool : chosen()) {
            String id = String.format(Locale.ROOT, "d%08x", (int) (31 * seed + calls.size()));
            calls.add(new Part.ToolCall(id, tool.name(), Specimen.json(json.get(), tool.parameters(), prompt)));
        }
        return calls;
    }

    private List<Tool> chosen() {
        ToolChoice choice = request.toolChoice().orElse(ToolChoice.AUTO);
        List<Tool> tools = new ArrayList<>(request.tools());
        tools.removeIf(tool -> tool.hostedBy().isPresent());
        if (choice.mode() == ToolChoice.Mode.TOOL) {
            tools.removeIf(tool -> !tool.name().equals(choice.name().orElse("")));
            return tools;
        }
        boolean must = choice.mode() == ToolChoice.Mode.REQUIRED;
        if (tools.isEmpty() || choice.mode() == ToolChoice.Mode.NONE) {
            return List.of();
        }
        List<Tool> named = tools.stream().filter(this::isNamed).toList();
        if (named.isEmpty()) {
            return must || words.contains("tool") ? tools.subList(0, 1) : named;
        }
        return request.options().parallelToolCalls().orElse(true) ? named : named.subList(0, 1);
    }

    private boolean isNamed(Tool tool) {
        String name = tool.name().replaceAll("(?<=[a-z])(?=[A-Z])|[_-]", " ").toLowerCase(Locale.ROOT);
        return prompt.contains(tool.name())
                || MarkovChain.split(name).stream()
                        .anyMatch(word -> word.length() >= LONG_WORD && words.contains(word));
    }
}
