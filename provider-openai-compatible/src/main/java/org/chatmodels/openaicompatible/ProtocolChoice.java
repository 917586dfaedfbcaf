package org.chatmodels.openaicompatible;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.Tool;

/**
 * In which wire format a request goes out: the preferred one, unless it has no words for something that is asked and the
 * other one has, for all that is asked.
 */
final class ProtocolChoice {
    /** Tools that services run, by their types in the Responses API. */
    private static final Set<String> HOSTED = Set.of(
            "web_search",
            "web_search_preview",
            "x_search",
            "file_search",
            "code_interpreter",
            "image_generation",
            "computer_use_preview",
            "local_shell",
            "shell",
            "apply_patch",
            "mcp");

    private final ModelLocation location;
    private final Dialect dialect;
    private final List<Protocol> protocols;

    /** One or two, the preferred one first. */
    ProtocolChoice(ModelLocation location, Dialect dialect, List<Protocol> protocols) {
        this.location = location;
        this.dialect = dialect;
        this.protocols = protocols;
    }

    /** Why it is not the preferred one that a request goes out in; empty if it is. */
    Optional<String> reason(ChatRequest request) {
        return lost(request)
                .map(what -> what + " is taken in " + protocols.get(1).api().title() + " only by '"
                        + location.provider() + "': the request went out so");
    }

    /** The preferred one, unless there is a reason for the other. */
    Protocol of(Optional<String> reason) {
        return protocols.get(reason.isEmpty() ? 0 : 1);
    }

    /** What speaks for the second one: in words. */
    private Optional<String> lost(ChatRequest request) {
        if (protocols.size() < 2) {
            return Optional.empty();
        }
        Api first = protocols.get(0).api();
        Api second = protocols.get(1).api();
        Set<Feature> asked = asked(request);
        Optional<String> tool = hosted(request);
        boolean secondLoses = second == Api.CHAT && tool.isPresent()
                || asked.stream().anyMatch(feature -> first.suits(feature) && !second.suits(feature));
        if (secondLoses) {
            return Optional.empty();
        }
        return asked.stream()
                .filter(feature -> !first.suits(feature))
                .filter(feature -> !dialect.drops(feature, Adjustments.thinks(request.options())))
                .map(feature -> "'" + feature.wireName() + "'")
                .findFirst()
                .or(() -> first == Api.CHAT ? tool : Optional.empty());
    }

    private static Optional<String> hosted(ChatRequest request) {
        return request.tools().stream()
                .filter(tool -> tool.hostedBy().isPresent())
                .map(ProtocolChoice::type)
                .filter(HOSTED::contains)
                .map(type -> "The tool '" + type + "'")
                .findFirst();
    }

    private static String type(Tool hosted) {
        Map<String, Object> json = Quoted.object(hosted.parameters());
        return json.get("type") instanceof String type ? type : "";
    }

    /** What is asked that one of the two may not have words for. */
    private static Set<Feature> asked(ChatRequest request) {
        ChatOptions options = request.options();
        Set<Feature> asked = EnumSet.noneOf(Feature.class);
        add(asked, Feature.PREVIOUS_RESPONSE, options.previousResponse().isPresent());
        add(asked, Feature.N, options.n().orElse(1) > 1);
        add(asked, Feature.STOP, !options.stop().isEmpty());
        add(asked, Feature.SEED, options.seed().isPresent());
        add(asked, Feature.LOGIT_BIAS, !options.logitBias().isEmpty());
        add(asked, Feature.TOP_K, options.topK().isPresent());
        add(asked, Feature.PRESENCE_PENALTY, options.presencePenalty().isPresent());
        add(asked, Feature.FREQUENCY_PENALTY, options.frequencyPenalty().isPresent());
        for (Message message : request.messages()) {
            for (Part part : message.parts()) {
                if (part instanceof Part.Attachment attachment) {
                    asked.add(MediaWriter.kind(attachment.media()));
                }
            }
        }
        return asked;
    }

    private static void add(Set<Feature> asked, Feature feature, boolean is) {
        if (is) {
            asked.add(feature);
        }
    }
}
