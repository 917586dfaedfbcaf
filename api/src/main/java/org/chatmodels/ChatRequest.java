package org.chatmodels;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One question: messages, tools, format and options. Messages are never empty. */
public final class ChatRequest {
    private final List<Message> messages;
    private final List<Tool> tools;
    private final @Nullable ToolChoice toolChoice;
    private final @Nullable ResponseFormat responseFormat;
    private final ChatOptions options;

    /** By a run of tools before this round of it; counts towards the limits of the options. */
    final List<Usage> used;

    private ChatRequest(Builder from) {
        Arguments.check(!from.messages.isEmpty(), "messages", "are empty: add at least one, for example user(text)");
        messages = List.copyOf(from.messages);
        tools = List.copyOf(from.tools);
        toolChoice = from.toolChoice;
        responseFormat = from.responseFormat;
        options = from.options.build();
        used = from.used;
    }

    /** One user message. */
    public static ChatRequest of(String prompt) {
        return builder().user(prompt).build();
    }

    /** Starts with nothing. */
    public static Builder builder() {
        return new Builder(ChatOptions.builder());
    }

    /** Starts with what this request says. */
    public Builder toBuilder() {
        Builder builder = new Builder(options.toBuilder());
        builder.messages.addAll(messages);
        builder.tools.addAll(tools);
        builder.toolChoice = toolChoice;
        builder.responseFormat = responseFormat;
        builder.used = used;
        return builder;
    }

    /** The same request with these options and no others. */
    ChatRequest with(ChatOptions replacement) {
        Builder builder = toBuilder();
        builder.options = replacement.toBuilder();
        return builder.build();
    }

    /** What was said so far, oldest first; never empty. */
    public List<Message> messages() {
        return messages;
    }

    /** What the model may call; empty if nothing. */
    public List<Tool> tools() {
        return tools;
    }

    /** Empty: the backend decides. */
    public Optional<ToolChoice> toolChoice() {
        return Optional.ofNullable(toolChoice);
    }

    /** The form the answer must have; empty: the backend decides. */
    public Optional<ResponseFormat> responseFormat() {
        return Optional.ofNullable(responseFormat);
    }

    /** The options; {@link ChatOptions#NONE} equals them if none is set. */
    public ChatOptions options() {
        return options;
    }

    /** Kinds and sizes of messages, names of tools, format and options; no content. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("ChatRequest[messages=").append(messages);
        if (!tools.isEmpty()) {
            text.append(", tools=").append(tools);
        }
        if (toolChoice != null) {
            text.append(", toolChoice=").append(toolChoice);
        }
        if (responseFormat != null) {
            text.append(", responseFormat=").append(responseFormat);
        }
        return text.append(", options=").append(options).append(']').toString();
    }

    /**
     * Collects a request; every option can be set directly. A value that no backend could take is an
     * IllegalArgumentException that says what to write instead.
     */
    public static final class Builder {
        private final List<Message> messages = new ArrayList<>();
        private final List<Tool> tools = new ArrayList<>();
        private @Nullable ToolChoice toolChoice;
        private @Nullable ResponseFormat responseFormat;
        private ChatOptions.Builder options;
        List<Usage> used = List.of();

        private Builder(ChatOptions.Builder options) {
            this.options = options;
        }

        /** Adds a system message. */
        public Builder system(String text) {
            return message(Message.system(text));
        }

        /** Adds a user message. */
        public Builder user(String text) {
            return message(Message.user(text));
        }

        /** Adds a user message with images, sounds or files. */
        public Builder user(String text, Media... media) {
            return message(Message.user(text, media));
        }

        /** Adds a message. */
        public Builder message(Message message) {
            messages.add(Objects.requireNonNull(message, "message"));
            return this;
        }

        /** Adds messages in their order. */
        public Builder messages(List<Message> messages) {
            this.messages.addAll(List.copyOf(messages));
            return this;
        }

        /** Adds a tool. */
        public Builder tool(Tool tool) {
            tools.add(Objects.requireNonNull(tool, "tool"));
            return this;
        }

        /** Sets whether the model must call a tool. */
        public Builder toolChoice(ToolChoice choice) {
            toolChoice = Objects.requireNonNull(choice, "choice");
            return this;
        }

        /** Sets the form the answer must have. */
        public Builder responseFormat(ResponseFormat format) {
            responseFormat = Objects.requireNonNull(format, "format");
            return this;
        }

        /** Lays these over what is set: a list or map replaces, headers and extra merge. */
        public Builder options(ChatOptions options) {
            this.options.layOver(options);
            return this;
        }

        /** Sets how freely tokens are drawn: 0 or more. */
        public Builder temperature(double value) {
            options.temperature(value);
            return this;
        }

        /** Sets the probability that the tokens drawn from have together: 0 to 1. */
        public Builder topP(double value) {
            options.topP(value);
            return this;
        }

        /** Sets how many of the likeliest tokens are drawn from: -1 or more. */
        public Builder topK(int value) {
            options.topK(value);
            return this;
        }

        /** Limits the answer's tokens: 1 or more. */
        public Builder maxTokens(int value) {
            options.maxTokens(value);
            return this;
        }

        /** Replaces the texts that end the answer; without any it is as if never set. */
        public Builder stop(String... sequences) {
            options.stop(sequences);
            return this;
        }

        /** Makes answers repeatable, as far as a service can. */
        public Builder seed(long value) {
            options.seed(value);
            return this;
        }

        /** Makes tokens that have appeared less likely. */
        public Builder presencePenalty(double value) {
            options.presencePenalty(value);
            return this;
        }

        /** Makes tokens less likely the more they have appeared. */
        public Builder frequencyPenalty(double value) {
            options.frequencyPenalty(value);
            return this;
        }

        /** Sets the number of choices: 1 or more. */
        public Builder n(int value) {
            options.n(value);
            return this;
        }

        /** Asks for the probabilities of the answer's tokens. */
        public Builder logprobs(boolean on) {
            options.logprobs(on);
            return this;
        }

        /** Sets how many of the likeliest tokens come with each: 0 or more. */
        public Builder topLogprobs(int value) {
            options.topLogprobs(value);
            return this;
        }

        /** Replaces the biases by token id: -100 to 100 each. */
        public Builder logitBias(Map<String, Integer> biases) {
            options.logitBias(biases);
            return this;
        }

        /** Names the end user for the backend. */
        public Builder userId(String id) {
            options.userId(id);
            return this;
        }

        /** Sets whether the model may want several calls at once. */
        public Builder parallelToolCalls(boolean on) {
            options.parallelToolCalls(on);
            return this;
        }

        /** Sets how long the model thinks, in the backend's words. */
        public Builder reasoningEffort(String effort) {
            options.reasoningEffort(effort);
            return this;
        }

        /** Sets whether the service may keep the answer. */
        public Builder store(boolean on) {
            options.store(on);
            return this;
        }

        /** Continues an answer that the service has kept. */
        public Builder previousResponse(String id) {
            options.previousResponse(id);
            return this;
        }

        /** Limits all of a call, retries, pauses and fallbacks included. */
        public Builder timeout(Duration value) {
            options.timeout(value);
            return this;
        }

        /** Limits name look-up, connect and TLS together. */
        public Builder connectTimeout(Duration value) {
            options.connectTimeout(value);
            return this;
        }

        /** Limits the wait for a stream's first content. */
        public Builder firstTokenTimeout(Duration value) {
            options.firstTokenTimeout(value);
            return this;
        }

        /** Limits silence on the wire inside a stream. */
        public Builder idleTimeout(Duration value) {
            options.idleTimeout(value);
            return this;
        }

        /** Sets the additional attempts on one target: 0 or more. */
        public Builder retries(int value) {
            options.retries(value);
            return this;
        }

        /** Replaces the locations or aliases to move on to; without any it is as if never set. */
        public Builder fallbacks(String... locations) {
            options.fallbacks(locations);
            return this;
        }

        /** Sets what happens to a feature that the service is known not to take. */
        public Builder unsupported(ChatOptions.Unsupported action) {
            options.unsupported(action);
            return this;
        }

        /** Limits the US dollars of a call or a run of tools: 0 or more. */
        public Builder maxCost(BigDecimal value) {
            options.maxCost(value);
            return this;
        }

        /** Limits the tokens in and out of a call or a run of tools: 1 or more. */
        public Builder maxTotalTokens(long value) {
            options.maxTotalTokens(value);
            return this;
        }

        /** Keeps {@link ChatResponse#raw()}. */
        public Builder keepRaw(boolean on) {
            options.keepRaw(on);
            return this;
        }

        /** Sets whether typed asks send an answer that does not fit back once. */
        public Builder repair(boolean on) {
            options.repair(on);
            return this;
        }

        /** Sets a field of the wire's request to a copy of a JSON value; null removes the field. */
        public Builder extra(String jsonName, Object value) {
            options.extra(jsonName, value);
            return this;
        }

        /** Adds or replaces a header: a name that neither carries a key nor belongs to the transport, a visible value. */
        public Builder header(String name, String value) {
            options.header(name, value);
            return this;
        }

        /** Makes the request; IllegalArgumentException without a message. The builder can be used again. */
        public ChatRequest build() {
            return new ChatRequest(this);
        }
    }
}
