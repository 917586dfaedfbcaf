package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatResponse;
import org.chatmodels.Part;
import org.chatmodels.TruncatedException;
import org.junit.jupiter.api.Test;

/** What the model thought is no text, and is the same streamed or not. */
abstract class ThoughtRules extends ListenerRules {
    private static final String THOUGHT = "They want Grüße 🙂: " + Canaries.PROMPT;

    private Script.Builder thinking() {
        needs(ProviderContract.Feature.THOUGHTS, wire().thought(THOUGHT));
        int middle = THOUGHT.indexOf("Grüße");
        Script.Builder script = event(begin(), wire().thought(THOUGHT.substring(0, middle)));
        return event(script, wire().thought(THOUGHT.substring(middle)));
    }

    @Test
    void thoughtIsNoTextAndTheSameStreamedOrNot() {
        needs(ProviderContract.Feature.THOUGHTS, wire().answerWithThought(THOUGHT, WORDS));
        Script whole = Script.json(wire().answerWithThought(THOUGHT, WORDS));
        ChatModel model = open(serve(whole, end(event(thinking(), wire().text(WORDS)))));
        ChatResponse response = model.chat(request());
        Reading reading = Reading.of(() -> model.stream(request()));
        assertEquals(THOUGHT, thought(response));
        assertEquals(WORDS, response.text());
        assertEquals(response.message(), reading.whole().message(), "the message, streamed and not");
        assertEquals(THOUGHT, thoughtOf(reading.events()), "thought of the deltas");
        Canaries.absentFrom(response + " " + response.message() + " " + reading.events());
    }

    @Test
    void thoughtOfACutAnswerIsKept() {
        ChatModel model = open(serve(thinking().cut().build()));
        ChatException failure = streamFails(model, request());
        assertInstanceOf(TruncatedException.class, failure);
        assertPartial("", failure, model);
        assertEquals(THOUGHT, thought(failure.partial().orElseThrow()));
    }

    private static String thought(ChatResponse response) {
        StringBuilder thought = new StringBuilder();
        for (Part part : response.message().parts()) {
            thought.append(part instanceof Part.Reasoning reasoning ? reasoning.text() : "");
        }
        return thought.toString();
    }

    private static String thoughtOf(List<ChatEvent> events) {
        StringBuilder thought = new StringBuilder();
        for (ChatEvent event : events) {
            thought.append(event instanceof ChatEvent.ReasoningDelta delta ? delta.text() : "");
        }
        return thought.toString();
    }
}
