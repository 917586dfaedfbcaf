package org.chatmodels.demo;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.chatmodels.ChatRequest;
import org.chatmodels.Message;
import org.chatmodels.Part;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Role;
import org.chatmodels.provider.JsonBinding;

/** Decides what is said to a conversation: calls that are asked for, JSON of a form, what was shown, or talk. */
final class Speaker {
    private static final double DEFAULT_TEMPERATURE = 0.5;
    private static final List<String> ABOUT_ME = List.of("who are you", "what are you", "are you a", "your name");
    private static final String ABOUT = "I am demo:small, a Markov chain over words, and not a large language model."
            + " I know a few pages about this library and do not understand what you write."
            + " Ask me about drivers, streams or errors, or open a real model.";
    private static final String AT_A_LOSS = "I have nothing to say to that. ";

    private final ChatRequest request;
    private final Supplier<MarkovChain> chain;
    private final Supplier<JsonBinding> json;
    private final Message asked;

    /** The binding is asked for only by requests with tools or a form. */
    Speaker(ChatRequest request, Supplier<MarkovChain> chain, Supplier<JsonBinding> json) {
        this.request = request;
        this.chain = chain;
        this.json = json;
        Message last = Message.user("");
        for (Message message : request.messages()) {
            last = message.role() == Role.USER ? message : last;
        }
        this.asked = last;
    }

    Reply reply(long seed) {
        if (!results().isEmpty()) {
            return Reply.of(formed(seed));
        }
        List<Part.ToolCall> calls = new Caller(request, asked.text(), json).calls(seed);
        return calls.isEmpty() ? Reply.of(formed(seed)) : Reply.of(calls);
    }

    private Iterator<String> formed(long seed) {
        ResponseFormat format = request.responseFormat().orElse(ResponseFormat.TEXT);
        if (format.kind() == ResponseFormat.Kind.TEXT) {
            return plain(seed);
        }
        if (format.kind() == ResponseFormat.Kind.SCHEMA) {
            String schema = format.schema().orElse("{}");
            return MarkovChain.pieces(Specimen.json(json.get(), schema, asked.text()));
        }
        StringBuilder text = new StringBuilder();
        plain(seed).forEachRemaining(text::append);
        return MarkovChain.pieces(json.get().write(Map.of("answer", text.toString())));
    }

    private Iterator<String> plain(long seed) {
        String said = String.join("\n", results());
        String seen = String.join(" and ", sights());
        if (!said.isEmpty()) {
            return MarkovChain.pieces(said);
        }
        return seen.isEmpty() ? talk(seed) : MarkovChain.pieces("I see " + seen + ".");
    }

    private Iterator<String> talk(long seed) {
        String prompt = asked.text().toLowerCase(Locale.ROOT);
        if (ABOUT_ME.stream().anyMatch(prompt::contains)) {
            return MarkovChain.pieces(ABOUT);
        }
        List<List<Integer>> topics = chain.get().topics(prompt);
        if (topics.isEmpty()) {
            return MarkovChain.pieces(AT_A_LOSS + ABOUT);
        }
        double temperature = request.options().temperature().orElse(DEFAULT_TEMPERATURE);
        return MarkovChain.spaced(chain.get().talk(topics, temperature, seed));
    }

    /** What tools have said since anyone else spoke. */
    private List<String> results() {
        List<String> results = new ArrayList<>();
        for (Message message : request.messages()) {
            if (message.role() != Role.TOOL) {
                results.clear();
            }
            for (Part part : message.parts()) {
                if (part instanceof Part.ToolResult result) {
                    results.add(result.name() + (result.failed() ? " failed: " : " says: ") + result.content());
                }
            }
        }
        return results;
    }

    private List<String> sights() {
        List<String> sights = new ArrayList<>();
        for (Part part : asked.parts()) {
            if (part instanceof Part.Attachment attachment) {
                sights.add(Sight.of(attachment.media()));
            }
        }
        return sights;
    }
}
