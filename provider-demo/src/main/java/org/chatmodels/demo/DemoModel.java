package org.chatmodels.demo;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
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
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Role;
import org.chatmodels.UnsupportedFeatureException;

/** demo:small: the same conversation gets the same answer, unless another seed is set. */
final class DemoModel implements ChatModel {
    private static final double DEFAULT_TEMPERATURE = 0.5;
    private static final List<String> ABOUT_ME = List.of("who are you", "what are you", "are you a", "your name");
    private static final String ABOUT = "I am demo:small, a Markov chain over words, and not a large language model."
            + " I know a few pages about this library and do not understand what you write."
            + " Ask me about drivers, streams or errors, or open a real model.";
    private static final String AT_A_LOSS = "I have nothing to say to that. ";

    private final ModelLocation location;
    private final Supplier<MarkovChain> chain;

    DemoModel(ModelLocation location, Supplier<MarkovChain> chain) {
        this.location = location;
        this.chain = chain;
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
        long seed = request.options().seed().orElse(0);
        for (Message message : request.messages()) {
            seed = 31 * seed + (message.role().name() + message.text()).hashCode();
        }
        ChatEvent.Started started = new ChatEvent.Started("demo-" + Long.toHexString(seed), location.model());
        ChatResponse.Builder answer = ChatResponse.builder()
                .id(started.id())
                .model(started.model())
                .servedBy(location)
                .warnings(warnings);
        return ChatStreams.of(new DemoAnswer(words(request, seed), request, started, answer), () -> {});
    }

    private Iterator<String> words(ChatRequest request, long seed) {
        String prompt = "";
        for (Message message : request.messages()) {
            prompt = message.role() == Role.USER ? message.text().toLowerCase(Locale.ROOT) : prompt;
        }
        if (ABOUT_ME.stream().anyMatch(prompt::contains)) {
            return MarkovChain.split(ABOUT).iterator();
        }
        List<List<Integer>> topics = chain.get().topics(prompt);
        if (topics.isEmpty()) {
            return MarkovChain.split(AT_A_LOSS + ABOUT).iterator();
        }
        return chain.get().talk(topics, request.options().temperature().orElse(DEFAULT_TEMPERATURE), seed);
    }

    /** What of a request is left out: an error for features, a warning for sampling options, unless the caller decides. */
    private static List<String> warnings(ChatRequest request) {
        ChatOptions options = request.options();
        boolean format = request.responseFormat().orElse(ResponseFormat.TEXT).kind() != ResponseFormat.Kind.TEXT;
        List<String> leftOut = used(Map.of(
                "tools",
                !request.tools().isEmpty() || has(request, Part.ToolCall.class),
                "media",
                has(request, Part.Attachment.class),
                "response_format",
                format,
                "n",
                options.n().orElse(1) != 1,
                "logprobs",
                options.logprobs().orElse(false)));
        boolean refused = !leftOut.isEmpty() && options.unsupported().isEmpty();
        leftOut.addAll(used(Map.of(
                "top_p", options.topP().isPresent(),
                "top_k", options.topK().isPresent(),
                "presence_penalty", options.presencePenalty().isPresent(),
                "frequency_penalty", options.frequencyPenalty().isPresent(),
                "logit_bias", !options.logitBias().isEmpty(),
                "reasoning_effort", options.reasoningEffort().isPresent())));
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

    private static boolean has(ChatRequest request, Class<? extends Part> kind) {
        return request.messages().stream()
                .flatMap(message -> message.parts().stream())
                .anyMatch(kind::isInstance);
    }
}
