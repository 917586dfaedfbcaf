package org.chatmodels;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;

/**
 * A chat with memory, for one thread at a time. A call sends what is remembered when it begins and the question; question
 * and answer are remembered together, behind all else, when the answer is whole. So streams that are open side by side
 * don't know of each other, and are remembered in the order in which they end. Of several choices the first counts.
 */
public final class Conversation {
    private final ChatModel model;
    private volatile List<Message> messages;

    private Conversation(ChatModel model, List<Message> messages) {
        this.model = Objects.requireNonNull(model, "model");
        this.messages = List.copyOf(messages);
    }

    /** Starts without a message. */
    public static Conversation of(ChatModel model) {
        return new Conversation(model, List.of());
    }

    /**
     * Goes on where {@link #toJson()} stopped; the model may be another. What a later version added to the JSON is left
     * out, but for parts of a kind that is unknown here: these are kept and written again. IllegalArgumentException names
     * the place, and no content, where the JSON is none of a conversation; ConfigurationException as for
     * {@link #toJson()}.
     */
    public static Conversation fromJson(ChatModel model, String json) {
        Objects.requireNonNull(json, "json");
        return new Conversation(model, new ConversationJson(model).read(json));
    }

    /** Sets or replaces the system message, which comes first, and returns this. */
    public Conversation system(String text) {
        List<Message> changed = new ArrayList<>(messages);
        if (!changed.isEmpty() && changed.get(0).role() == Role.SYSTEM) {
            changed.remove(0);
        }
        changed.add(0, Message.system(text));
        messages = List.copyOf(changed);
        return this;
    }

    /** The text of the answer. Remembers question and answer; a call that fails leaves no trace. */
    public String ask(String prompt, Media... media) {
        Message question = Message.user(prompt, media);
        ChatResponse answer = model.chat(request(question));
        remember(question, answer);
        return answer.text();
    }

    /**
     * The caller closes it. Question and answer are remembered once Finished was read, also by {@code response()} and the
     * like; of a stream that fails, or is closed before, there is no trace.
     */
    public ChatStream stream(String prompt, Media... media) {
        Message question = Message.user(prompt, media);
        return new Remembered(question, model.stream(request(question)));
    }

    /** A copy, oldest first; empty before the first answer if there is no system message. */
    public List<Message> messages() {
        return messages;
    }

    /**
     * All messages with their metadata, character for character, and attached bytes, also those of files, which are
     * bytes from then on; neither model nor options. ConfigurationException without a JSON binding: that of the model's
     * registry, else of {@link ChatModels#registry()}; or when a file cannot be read. IllegalArgumentException for a
     * part of a class that is unknown here. The binding of chatmodels-spi reads texts of up to 20,000,000 characters, so 15 MB an
     * attachment, and 64 MB in all.
     */
    public String toJson() {
        return new ConversationJson(model).write(messages);
    }

    private ChatRequest request(Message question) {
        return ChatRequest.builder().messages(messages).message(question).build();
    }

    private void remember(Message question, ChatResponse answer) {
        List<Message> longer = new ArrayList<>(messages);
        longer.add(question);
        longer.add(answer.message());
        messages = List.copyOf(longer);
    }

    /** A stream, and its own single pass, that tells what was read to its end. */
    private final class Remembered implements ChatStream, Iterator<ChatEvent> {
        private final Message question;
        private final ChatStream stream;
        private Iterator<ChatEvent> events = this;
        private boolean told;

        Remembered(Message question, ChatStream stream) {
            this.question = question;
            this.stream = stream;
        }

        @Override
        public Iterator<ChatEvent> iterator() {
            events = stream.iterator();
            return this;
        }

        @Override
        public boolean hasNext() {
            return events.hasNext();
        }

        @Override
        public ChatEvent next() {
            ChatEvent event = events.next();
            if (event instanceof ChatEvent.Finished finished) {
                tell(finished.response());
            }
            return event;
        }

        @Override
        public ChatResponse response() {
            ChatResponse response = stream.response();
            tell(response);
            return response;
        }

        private void tell(ChatResponse response) {
            if (!told) {
                told = true;
                remember(question, response);
            }
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
