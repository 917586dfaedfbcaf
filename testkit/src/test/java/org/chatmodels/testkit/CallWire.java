package org.chatmodels.testkit;

import java.util.List;
import org.chatmodels.Part;

/** Lines with tools and thoughts. */
final class CallWire extends LineWire {
    @Override
    public String answerWithCalls(List<Part.ToolCall> calls, long inputTokens, long outputTokens) {
        StringBuilder answer = new StringBuilder();
        for (int index = 0; index < calls.size(); index++) {
            Part.ToolCall call = calls.get(index);
            answer.append(toolCall(index, call.id(), call.name(), call.arguments()));
        }
        return answer + answer("", inputTokens, outputTokens);
    }

    @Override
    public String toolCall(int index, String id, String name, String argumentsPiece) {
        return "call " + index + " " + id + " " + name + " " + argumentsPiece + "\n";
    }

    @Override
    public String answerCutInCall(Part.ToolCall call, long inputTokens, long outputTokens) {
        return "cut " + answerWithCalls(List.of(call), inputTokens, outputTokens);
    }

    @Override
    public String limitEnding(long inputTokens, long outputTokens) {
        return "cut " + ending(inputTokens, outputTokens);
    }

    @Override
    public String answerWithThought(String thought, String text) {
        return thought + "\n" + text + "\n";
    }

    @Override
    public String thought(String piece) {
        return "thought " + piece + "\n";
    }
}
