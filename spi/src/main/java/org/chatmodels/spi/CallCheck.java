package org.chatmodels.spi;

import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.FinishReason.Kind;
import org.chatmodels.ProtocolException;
import org.chatmodels.ToolChoice;
import org.chatmodels.TruncatedException;

/** Looks at the tool calls of an answer that is complete otherwise. */
final class CallCheck {
    private static final int LONGEST_NAME = 64;

    private final ChatResponse answer;
    private final String provider;
    private final String askedModel;

    CallCheck(ChatResponse answer, String provider, String askedModel) {
        this.answer = answer;
        this.provider = provider;
        this.askedModel = askedModel;
    }

    /** Throws what is to be said of a call that nobody can carry out. */
    void refuse(TrackedCall call) {
        Details.Builder details = Details.builder()
                .phase(Reading.PHASE)
                .delivery(Reading.DELIVERY)
                .retryable(false)
                .partial(answer);
        if (!provider.isEmpty()) {
            details.provider(provider).model(askedModel);
        }
        answer.requestId().ifPresent(details::requestId);
        if (call.state() == TrackedCall.State.CUT) {
            throw new TruncatedException(
                    "The tool call '" + name(call) + "' is cut before its end: raise max_tokens or ask for less",
                    details.code("tool_call_cut").build());
        }
        throw new ProtocolException(
                call.name.isEmpty()
                        ? "A tool call came without a name: ask again, or take a model that is made for tools"
                        : "The arguments of the tool call '" + name(call)
                                + "' are no JSON object: ask again, or take a model that is made for tools",
                details.code("tool_call_broken").build());
    }

    private static String name(TrackedCall call) {
        String line = ServerText.line(call.name);
        return line.length() > LONGEST_NAME ? line.substring(0, LONGEST_NAME) : line;
    }

    /** Whether a choice that came to its end lacks the call that had to be in it. */
    boolean isIgnored(ToolChoice expected) {
        boolean forced = expected.mode() == ToolChoice.Mode.REQUIRED || expected.mode() == ToolChoice.Mode.TOOL;
        for (Choice choice : answer.choices()) {
            Kind kind = choice.finishReason().kind();
            boolean ended = kind != Kind.LENGTH && kind != Kind.CONTENT_FILTER;
            if (forced && ended && !isCalled(choice, expected)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isCalled(Choice choice, ToolChoice expected) {
        return choice.message().toolCalls().stream()
                .anyMatch(call -> expected.name().map(call.name()::equals).orElse(true));
    }

    static String warning(ToolChoice expected) {
        String what = expected.name().map(name -> "the tool '" + name + "'").orElse("a tool");
        return "The model had to call " + what + " and did not: this service does not hold it to tool_choice.";
    }
}
