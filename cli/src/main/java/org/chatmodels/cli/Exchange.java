package org.chatmodels.cli;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.Conversation;
import org.chatmodels.Message;

/** One question in a conversation, and the line of it in the log if one is kept. */
final class Exchange {
    private final Place place;
    private final EquippedModel model;
    private final Conversation talk;
    private final Question question;
    private final StringBuilder text = new StringBuilder();
    private final Instant asked = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final long began = System.nanoTime();

    /**
     * Where in which conversation it stands.
     *
     * @param turn 1 for the first
     * @param location what opens the model again
     * @param system the system message that is new in this turn, else empty
     */
    record Place(Session session, boolean logged, String conversation, int turn, String location, String system) {}

    Exchange(Place place, EquippedModel model, Conversation talk, Question question) {
        this.place = place;
        this.model = model;
        this.talk = talk;
        this.question = question;
    }

    /** What is sent. */
    List<Message> messages() {
        List<Message> messages = new ArrayList<>(talk.messages());
        messages.add(question.message());
        return messages;
    }

    ChatStream stream() {
        return talk.stream(question.text(), question.media());
    }

    ChatResponse whole() {
        talk.ask(question.text(), question.media());
        return model.heard();
    }

    /** More of the answer's text. */
    void heard(String more) {
        text.append(more);
    }

    /** The answer is whole. */
    void answered(ChatResponse response) {
        if (place.logged()) {
            write(() -> entry(response));
        }
    }

    /** It is not, but what was heard so far. */
    void failed(RuntimeException failure) {
        if (place.logged()) {
            boolean cancelled = failure instanceof Terminal.ReaderGone;
            Class<?> error = cancelled ? CancelledException.class : failure.getClass();
            write(() -> entry(error.getSimpleName()));
        }
    }

    private interface Line {
        Map<String, Object> fields();
    }

    /** The answer counts, whatever becomes of the log. */
    private void write(Line line) {
        ExchangeLog log = place.session().log();
        try {
            log.append(asked, line.fields());
        } catch (IOException e) {
            lost(log, UserFile.why(e));
        } catch (RuntimeException e) {
            lost(log, e.toString());
        }
    }

    private void lost(ExchangeLog log, String why) {
        place.session().complain("the log in " + log.folder() + " cannot be written: " + why);
    }

    private Map<String, Object> entry() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", asked.toString());
        fields.put("conversation", place.conversation());
        fields.put("turn", place.turn());
        fields.put("location", place.location());
        fields.put("ms", Duration.ofNanos(System.nanoTime() - began).toMillis());
        return fields;
    }

    private Map<String, Object> entry(String error) {
        Map<String, Object> fields = entry();
        fields.put("error", error);
        fields.put("prompt", question.text());
        if (text.length() > 0) {
            fields.put("partial", text.toString());
        }
        return fields;
    }

    private Map<String, Object> entry(ChatResponse response) {
        Map<String, Object> fields = entry();
        fields.put("served_by", response.servedBy().toString());
        fields.put("model", response.model());
        fields.put("finish_reason", response.finishReason().kind().name());
        fields.put("usage", AnswerJson.usage(response.usage()));
        if (Json.binding().read(talk.toJson(), Object.class) instanceof Map<?, ?> document
                && document.get("messages") instanceof List<?> all) {
            fields.put("version", document.get("version"));
            fields.put("messages", ofThisTurn(all));
        }
        return fields;
    }

    private List<Object> ofThisTurn(List<?> all) {
        List<Object> messages = new ArrayList<>(all.subList(all.size() - 2, all.size()));
        if (!place.system().isEmpty()) {
            messages.add(0, all.get(0));
        }
        return messages;
    }
}
