package org.chatmodels;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One question: messages, tools, format and options. Messages are never empty. */
public final class ChatRequest {
    private ChatRequest() {}

    /** One user message. */
    public static ChatRequest of(String prompt) {
        throw new AssertionError();
    }

    public static Builder builder() {
        throw new AssertionError();
    }

    public Builder toBuilder() {
        throw new AssertionError();
    }

    public List<Message> messages() {
        throw new AssertionError();
    }

    public List<Tool> tools() {
        throw new AssertionError();
    }

    /** Empty: the backend decides. */
    public Optional<ToolChoice> toolChoice() {
        throw new AssertionError();
    }

    public Optional<ResponseFormat> responseFormat() {
        throw new AssertionError();
    }

    public ChatOptions options() {
        throw new AssertionError();
    }

    /** Kinds and sizes of messages, names of tools, format and options; no content. */
    @Override
    public String toString() {
        throw new AssertionError();
    }

    /** Collects a request; every option can be set directly. */
    public static final class Builder {
        private Builder() {}

        /** Adds a system message. */
        public Builder system(String text) {
            throw new AssertionError();
        }

        public Builder user(String text) {
            throw new AssertionError();
        }

        public Builder user(String text, Media... media) {
            throw new AssertionError();
        }

        public Builder message(Message message) {
            throw new AssertionError();
        }

        public Builder messages(List<Message> messages) {
            throw new AssertionError();
        }

        public Builder tool(Tool tool) {
            throw new AssertionError();
        }

        public Builder toolChoice(ToolChoice choice) {
            throw new AssertionError();
        }

        public Builder responseFormat(ResponseFormat format) {
            throw new AssertionError();
        }

        /** Lays these over what is set: a list or map replaces, headers and extra merge. */
        public Builder options(ChatOptions options) {
            throw new AssertionError();
        }

        public Builder temperature(double value) {
            throw new AssertionError();
        }

        public Builder topP(double value) {
            throw new AssertionError();
        }

        public Builder topK(int value) {
            throw new AssertionError();
        }

        public Builder maxTokens(int value) {
            throw new AssertionError();
        }

        /** Replaces. */
        public Builder stop(String... sequences) {
            throw new AssertionError();
        }

        public Builder seed(long value) {
            throw new AssertionError();
        }

        public Builder presencePenalty(double value) {
            throw new AssertionError();
        }

        public Builder frequencyPenalty(double value) {
            throw new AssertionError();
        }

        public Builder n(int value) {
            throw new AssertionError();
        }

        public Builder logprobs(boolean on) {
            throw new AssertionError();
        }

        public Builder topLogprobs(int value) {
            throw new AssertionError();
        }

        public Builder logitBias(Map<String, Integer> biases) {
            throw new AssertionError();
        }

        public Builder userId(String id) {
            throw new AssertionError();
        }

        public Builder parallelToolCalls(boolean on) {
            throw new AssertionError();
        }

        public Builder reasoningEffort(String effort) {
            throw new AssertionError();
        }

        public Builder store(boolean on) {
            throw new AssertionError();
        }

        public Builder previousResponse(String id) {
            throw new AssertionError();
        }

        public Builder timeout(Duration value) {
            throw new AssertionError();
        }

        public Builder connectTimeout(Duration value) {
            throw new AssertionError();
        }

        public Builder firstTokenTimeout(Duration value) {
            throw new AssertionError();
        }

        public Builder idleTimeout(Duration value) {
            throw new AssertionError();
        }

        public Builder retries(int value) {
            throw new AssertionError();
        }

        public Builder fallbacks(String... locations) {
            throw new AssertionError();
        }

        public Builder unsupported(ChatOptions.Unsupported action) {
            throw new AssertionError();
        }

        public Builder keepRaw(boolean on) {
            throw new AssertionError();
        }

        public Builder extra(String jsonName, Object value) {
            throw new AssertionError();
        }

        public Builder header(String name, String value) {
            throw new AssertionError();
        }

        /** Fails with IllegalArgumentException without a message. */
        public ChatRequest build() {
            throw new AssertionError();
        }
    }
}
