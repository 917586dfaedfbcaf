package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.chatmodels.CallInfo;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatListener;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.ModelLocation;
import org.chatmodels.Timings;
import org.chatmodels.UsageMeter;
import org.junit.jupiter.api.Test;

/** A registry's listeners hear of the provider's calls, in order, with one end. */
abstract class ListenerRules extends PhaseRules {
    /** Writes down what it hears. */
    private static final class Recorder implements ChatListener {
        private final List<String> heard = Collections.synchronizedList(new ArrayList<>());

        @Override
        public Call started(CallInfo info) {
            heard.add(info.streaming() ? "stream" : "chat");
            return new Call() {
                @Override
                public void firstToken() {
                    heard.add("first token");
                }

                @Override
                public void retrying(Duration delay, ChatException cause) {
                    heard.add("retry after " + cause.getClass().getSimpleName());
                }

                @Override
                public void fellBack(ModelLocation from, ModelLocation to, ChatException cause) {
                    heard.add("fallback after " + cause.getClass().getSimpleName());
                }

                @Override
                public void completed(ChatResponse response) {
                    heard.add("completed " + response.text());
                }

                @Override
                public void failed(ChatException exception, Timings timings) {
                    heard.add(Canaries.absentFrom(exception).getClass().getSimpleName());
                }
            };
        }
    }

    private final Recorder recorder = new Recorder();
    private final UsageMeter meter = new UsageMeter();

    private ChatModel heard(ScriptedServer server) {
        ChatModelRegistry registry =
                registry(server.uri()).listener(recorder).listener(meter).build();
        closing(registry);
        return registry.open(location(server.uri()));
    }

    private Script busy() {
        return Script.answer(503, wire().errorBody(503, "not now"));
    }

    @Test
    void listenerHearsOfRetryAndAnswer() {
        assertEquals("one", heard(serve(busy(), answer("one"))).chat(request()).text());
        assertEquals(List.of("chat", "retry after UnavailableException", "completed one"), recorder.heard);
        assertEquals(INPUT, meter.total().inputTokens().orElseThrow());
        assertEquals(OUTPUT, meter.total().outputTokens().orElseThrow());
    }

    @Test
    void listenerHearsOfAStreamAndItsFallback() {
        ScriptedServer server = serve(busy(), streamed("one"));
        ChatModel model = heard(server);
        Reading.of(() -> model.stream(
                        ask().retries(0).fallbacks(location(server.uri())).build()))
                .whole();
        assertEquals(
                List.of("stream", "fallback after UnavailableException", "first token", "completed one"),
                recorder.heard);
    }

    @Test
    void listenerHearsOfAFailureOnce() {
        ChatModel model = heard(serve(begin("one").cut().build()));
        streamFails(model, request());
        assertEquals(List.of("stream", "first token", "TruncatedException"), recorder.heard);
    }

    @Test
    void listenerHearsOfAStreamThatIsClosedEarly() {
        ChatStream stream = heard(serve(begin("one").stall().build())).stream(request());
        assertTrue(stream.iterator().hasNext(), "a stream without events");
        stream.close();
        stream.close();
        assertThrows(CancelledException.class, stream::response);
        assertEquals(List.of("stream", "first token", "CancelledException"), recorder.heard);
    }
}
