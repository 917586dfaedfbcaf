package org.chatmodels.demo;

import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatException;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatOptions.Unsupported;
import org.chatmodels.ChatRequest;
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.UnsupportedFeatureException;

/** What a Markov chain cannot do: an error for features, a warning for sampling options, unless the caller decides. */
final class Refusals {
    private final ChatOptions options;
    private final List<String> warnings = new ArrayList<>();

    private Refusals(ChatOptions options) {
        this.options = options;
    }

    /** A warning for each thing that is left out; UnsupportedFeatureException if one must not be. */
    static List<String> check(ChatRequest request) {
        Refusals refusals = new Refusals(request.options());
        refusals.features(request);
        refusals.sampling();
        return refusals.warnings;
    }

    private void features(ChatRequest request) {
        refuse("tools", Unsupported.ERROR, !request.tools().isEmpty() || has(request, Part.ToolCall.class));
        refuse("media", Unsupported.ERROR, has(request, Part.Attachment.class));
        refuse(
                "response_format",
                Unsupported.ERROR,
                request.responseFormat()
                        .filter(format -> format.kind() != ResponseFormat.Kind.TEXT)
                        .isPresent());
        refuse("n", Unsupported.ERROR, options.n().orElse(1) != 1);
        refuse("logprobs", Unsupported.ERROR, options.logprobs().orElse(false));
    }

    private void sampling() {
        refuse("top_p", Unsupported.WARN, options.topP().isPresent());
        refuse("top_k", Unsupported.WARN, options.topK().isPresent());
        refuse("presence_penalty", Unsupported.WARN, options.presencePenalty().isPresent());
        refuse("frequency_penalty", Unsupported.WARN, options.frequencyPenalty().isPresent());
        refuse("logit_bias", Unsupported.WARN, !options.logitBias().isEmpty());
        refuse("reasoning_effort", Unsupported.WARN, options.reasoningEffort().isPresent());
    }

    private void refuse(String name, Unsupported unlessSet, boolean used) {
        if (!used) {
            return;
        }
        if (options.unsupported().orElse(unlessSet) == Unsupported.ERROR) {
            throw new UnsupportedFeatureException(
                    "demo:small does not take " + name + "; leave it out or set unsupported=drop",
                    ChatException.Details.NONE);
        }
        warnings.add(name + " was left out: demo:small does not take it");
    }

    private static boolean has(ChatRequest request, Class<? extends Part> kind) {
        return request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .anyMatch(kind::isInstance);
    }
}
