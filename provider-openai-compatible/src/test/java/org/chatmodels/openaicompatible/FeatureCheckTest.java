package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.chatmodels.ChatException;
import org.chatmodels.ChatRequest;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Role;
import org.chatmodels.UnsupportedFeatureException;
import org.junit.jupiter.api.Test;

/** What cannot be carried is refused by name. */
class FeatureCheckTest {
    private final FeatureCheck check = new FeatureCheck(ModelLocation.of("any", "m"));

    @Test
    void optionsThatAreNotCarriedAreRefused() {
        refused(hello().n(2), "Several choices (n)");
        refused(hello().logprobs(true), "logprobs");
        refused(hello().topLogprobs(0), "logprobs");
        refused(hello().previousResponse("r1"), "previousResponse");
    }

    @Test
    void formatsOtherThanTextAreRefused() {
        refused(hello().responseFormat(ResponseFormat.JSON), "Response formats");
        refused(hello().responseFormat(ResponseFormat.schema("s", "{}")), "Response formats");
    }

    @Test
    void partsThatAreNotTextAreRefused() {
        refused(with(Role.ASSISTANT, new Part.ToolCall("1", "f", "{}")), "Tool calls");
        refused(with(Role.USER, new Part.ToolResult("1", "f", "ok", false)), "Tool results");
        refused(with(Role.TOOL, new Part.Text("ok")), "Tool messages");
        refused(with(Role.USER, new Part.Opaque("p", "{}")), "Parts without a type");
    }

    @Test
    void textThoughtsAndRefusalsPass() {
        ChatRequest request = with(Role.ASSISTANT, new Part.Reasoning("hm"), new Part.Text("a"), new Part.Refusal("no"))
                .responseFormat(ResponseFormat.TEXT)
                .n(1)
                .logprobs(false)
                .build();
        assertThatCode(() -> check.check(request)).doesNotThrowAnyException();
    }

    private void refused(ChatRequest.Builder request, String feature) {
        assertThatThrownBy(() -> check.check(request.build()))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining(feature)
                .hasMessageContaining("Send the request")
                .matches(e -> ((ChatException) e).provider().orElse("").equals("any"))
                .matches(e -> ((ChatException) e).delivery() == ChatException.Delivery.NOT_SENT);
    }

    private static ChatRequest.Builder hello() {
        return ChatRequest.builder().user("Hello");
    }

    private static ChatRequest.Builder with(Role role, Part... parts) {
        return hello().message(new Message(role, List.of(parts)));
    }
}
