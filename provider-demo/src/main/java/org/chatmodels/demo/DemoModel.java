package org.chatmodels.demo;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.chatmodels.Capabilities;
import org.chatmodels.Capabilities.Feature;
import org.chatmodels.Capabilities.Support;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.ChatStreams;
import org.chatmodels.Choice;
import org.chatmodels.FinishReason;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;
import org.chatmodels.Role;
import org.chatmodels.Usage;

/** demo:small: the same question gets the same answer, unless another seed is set. */
final class DemoModel implements ChatModel {
    private static final double DEFAULT_TEMPERATURE = 0.5;
    private static final String ABOUT = "I am demo:small, a Markov chain over words, and not a large language model."
            + " I know a few pages about this library and do not understand what you write."
            + " Ask me about drivers, streams or errors, or open a real model.";
    private static final String AT_A_LOSS = "No word of your prompt is in my text. ";
    private static final List<String> ABOUT_ME =
            List.of("who are you", "what are you", "are you a", "are you the", "are you real", "your name");

    private final ModelLocation location;
    private final Supplier<MarkovChain> chain;
    private final Duration pace;

    DemoModel(ModelLocation location, Supplier<MarkovChain> chain, Duration pace) {
        this.location = location;
        this.chain = chain;
        this.pace = pace;
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
        List<String> warnings = Refusals.check(request);
        long seed = seed(request);
        ChatResponse answer = ChatResponse.builder()
                .id("demo-" + Long.toHexString(seed))
                .model(location.model())
                .servedBy(location)
                .choices(List.of(new Choice(Message.assistant(""), new FinishReason(FinishReason.Kind.OTHER, ""))))
                .usage(Usage.of(tokens(request), 0))
                .warnings(warnings)
                .build();
        DemoAnswer events = new DemoAnswer(words(request, seed), request.options(), answer, pace);
        return ChatStreams.of(events, events::close);
    }

    @Override
    public Capabilities capabilities() {
        Capabilities.Builder known = Capabilities.builder();
        for (Feature feature : Feature.values()) {
            boolean has = feature == Feature.STREAMING || feature == Feature.SEED;
            known.support(feature, has ? Support.YES : Support.NO);
        }
        return known.build();
    }

    private Iterator<String> words(ChatRequest request, long seed) {
        String prompt = prompt(request.messages());
        String spaced = String.join(" ", Words.split(prompt.toLowerCase(Locale.ROOT)));
        List<String> topics = chain.get().topics(prompt);
        if (ABOUT_ME.stream().anyMatch(spaced::contains)) {
            return Words.split(ABOUT).iterator();
        }
        if (topics.isEmpty()) {
            return Words.split(AT_A_LOSS + ABOUT).iterator();
        }
        double temperature = request.options().temperature().orElse(DEFAULT_TEMPERATURE);
        return new Monologue(chain.get(), topics, temperature, seed);
    }

    private static String prompt(List<Message> messages) {
        for (int index = messages.size() - 1; index >= 0; index--) {
            if (messages.get(index).role() == Role.USER) {
                return messages.get(index).text();
            }
        }
        return "";
    }

    private static long tokens(ChatRequest request) {
        return request.messages().stream()
                .mapToLong(message -> Words.split(message.text()).size())
                .sum();
    }

    /** FNV-1a over the conversation and the seed, if there is one. */
    private static long seed(ChatRequest request) {
        long hash = 0xcbf29ce484222325L ^ request.options().seed().orElse(0);
        for (Message message : request.messages()) {
            String said = message.role().name() + message.text();
            for (int index = 0; index < said.length(); index++) {
                hash = (hash ^ said.charAt(index)) * 0x100000001b3L;
            }
        }
        return hash;
    }
}
