package org.chatmodels.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chatmodels.Message;
import org.chatmodels.Part;

/** The calls of tools: lines for a person when one begins and ends, and all of them for scripts. */
final class ToolReport {
    private final Aside aside;
    private final List<Map<String, Object>> calls = new ArrayList<>();

    /** Without a result yet, in their order, which is that of the results. */
    private final Deque<Map<String, Object>> running = new ArrayDeque<>();

    ToolReport(Aside aside) {
        this.aside = aside;
    }

    /** A message of the run. */
    void add(Message message) {
        for (Part part : message.parts()) {
            if (part instanceof Part.ToolCall call) {
                begin(call);
            } else if (part instanceof Part.ToolResult result) {
                end(result);
            }
        }
    }

    private void begin(Part.ToolCall call) {
        aside.line("tool " + call.name() + " " + call.arguments());
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", call.name());
        fields.put("arguments", parsed(call.arguments()));
        calls.add(fields);
        running.add(fields);
    }

    private void end(Part.ToolResult result) {
        aside.line("tool " + result.name() + " -> " + result.content());
        Map<String, Object> fields = running.remove();
        fields.put("result", result.content());
        fields.put("failed", result.failed());
    }

    /** As text where it is no JSON. */
    private static Object parsed(String arguments) {
        try {
            return Json.binding().read(arguments, Object.class);
        } catch (IllegalArgumentException e) {
            return arguments;
        }
    }

    /** Name, arguments, result and whether it failed, in the order of the calls. */
    List<Map<String, Object>> calls() {
        return calls;
    }
}
