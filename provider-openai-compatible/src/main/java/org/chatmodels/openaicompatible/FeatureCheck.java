package org.chatmodels.openaicompatible;

import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Role;
import org.chatmodels.UnsupportedFeatureException;

/** Refuses, before anything is sent, what {@link RequestWriter} cannot carry. */
final class FeatureCheck {
    private final ModelLocation location;

    FeatureCheck(ModelLocation location) {
        this.location = location;
    }

    /** UnsupportedFeatureException names the first feature that is in the way. */
    void check(ChatRequest request) {
        refuse(!request.tools().isEmpty() || request.toolChoice().isPresent(), "Tools", "without tools");
        boolean text = request.responseFormat().orElse(ResponseFormat.TEXT).kind() == ResponseFormat.Kind.TEXT;
        refuse(!text, "Response formats", "without one and ask for the form in the prompt");
        checkOptions(request.options());
        for (Message message : request.messages()) {
            refuse(message.role() == Role.TOOL, "Tool messages", "without them");
            for (Part part : message.parts()) {
                checkPart(part);
            }
        }
    }

    private void checkOptions(ChatOptions options) {
        refuse(options.n().orElse(1) > 1, "Several choices (n)", "n times");
        boolean logprobs =
                options.logprobs().orElse(false) || options.topLogprobs().isPresent();
        refuse(logprobs, "Token probabilities (logprobs)", "without logprobs");
        refuse(
                options.previousResponse().isPresent(),
                "Continuing a kept answer (previousResponse)",
                "with all messages");
    }

    private void checkPart(Part part) {
        refuse(part instanceof Part.Attachment, "Images, sound and files", "with text only");
        refuse(part instanceof Part.ToolCall, "Tool calls", "without them");
        refuse(part instanceof Part.ToolResult, "Tool results", "without them");
        refuse(part instanceof Part.Other, "Parts without a type", "with text only");
    }

    private void refuse(boolean asked, String feature, String remedy) {
        if (asked) {
            throw new UnsupportedFeatureException(
                    feature + " are not carried to '" + location.provider() + "' yet. Send the request " + remedy + ".",
                    Details.builder()
                            .provider(location.provider())
                            .model(location.model())
                            .build());
        }
    }
}
