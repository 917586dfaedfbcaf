package org.chatmodels.demo;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.chatmodels.Capabilities;
import org.chatmodels.Capabilities.Feature;
import org.chatmodels.Capabilities.Support;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.ChatStreams;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;
import org.chatmodels.UnsupportedFeatureException;
import org.chatmodels.provider.JsonBinding;

/** demo:small: the same conversation gets the same answer, unless another seed is set. */
final class DemoModel implements ChatModel {
    private static final Capabilities CAPABILITIES = capabilities(
            Feature.STREAMING,
            Feature.TOOLS,
            Feature.PARALLEL_TOOLS,
            Feature.JSON_MODE,
            Feature.JSON_SCHEMA,
            Feature.IMAGES,
            Feature.AUDIO,
            Feature.FILES,
            Feature.MULTIPLE_CHOICES,
            Feature.SEED);

    private final ModelLocation location;
    private final Supplier<MarkovChain> chain;
    private final Supplier<JsonBinding> json;

    DemoModel(ModelLocation location, Supplier<MarkovChain> chain, Supplier<JsonBinding> json) {
        this.location = location;
        this.chain = chain;
        this.json = json;
    }

    @Override
    public ModelLocation location() {
        return location;
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        try (ChatStream stream = stream(request)) {
            return stream.response();
        }
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        List<String> warnings = warnings(request);
        long seed = seed(request);
        ChatEvent.Started started = new ChatEvent.Started("demo-" + Long.toHexString(seed), location.model());
        ChatResponse.Builder answer = ChatResponse.builder()
                .id(started.id())
                .model(started.model())
                .servedBy(location)
                .warnings(warnings);
        request.responseFormat().ifPresent(answer::responseFormat);
        Speaker speaker = new Speaker(request, chain, json);
        Iterator<Reply> replies = LongStream.range(0, request.options().n().orElse(1))
                .mapToObj(choice -> speaker.reply(seed + choice))
                .iterator();
        return ChatStreams.of(new DemoAnswer(replies, request, started, answer), () -> {});
    }

    private static long seed(ChatRequest request) {
        long seed = request.options().seed().orElse(0);
        for (Message message : request.messages()) {
            seed = 31 * seed + (message.role().name() + message.text()).hashCode();
        }
        return seed;
    }

    @Override
    public Capabilities capabilities() {
        return CAPABILITIES;
    }

    private static Capabilities capabilities(Feature... features) {
        Capabilities.Builder capabilities = Capabilities.builder();
        for (Feature feature : Feature.values()) {
            capabilities.support(feature, List.of(features).contains(feature) ? Support.YES : Support.NO);
        }
        return capabilities.build();
    }

    /** What of a request is left out: an error for features, a warning for sampling options, unless the caller decides. */
    private static List<String> warnings(ChatRequest request) {
        ChatOptions options = request.options();
        List<String> leftOut = used(Map.of("logprobs", options.logprobs().orElse(false)));
        boolean refused = !leftOut.isEmpty() && options.unsupported().isEmpty();
        leftOut.addAll(used(Map.of(
                "top_p", options.topP().isPresent(),
                "top_k", options.topK().isPresent(),
                "presence_penalty", options.presencePenalty().isPresent(),
                "frequency_penalty", options.frequencyPenalty().isPresent(),
                "logit_bias", !options.logitBias().isEmpty(),
                "reasoning_effort", options.reasoningEffort().isPresent(),
                "hosted tools",
                        request.tools().stream()
                                .anyMatch(tool -> tool.hostedBy().isPresent()))));
        boolean strict = options.unsupported().equals(Optional.of(ChatOptions.Unsupported.ERROR));
        if (refused || strict && !leftOut.isEmpty()) {
            throw new UnsupportedFeatureException(
                    "demo:small does not take " + String.join(", ", leftOut) + "; leave it out or set unsupported=drop",
                    ChatException.Details.NONE);
        }
        leftOut.replaceAll(name -> name + " was left out: demo:small does not take it");
        return leftOut;
    }

    private static List<String> used(Map<String, Boolean> names) {
        Map<String, Boolean> used = new TreeMap<>(names);
        used.values().removeIf(isUsed -> !isUsed);
        return new ArrayList<>(used.keySet());
    }
}
