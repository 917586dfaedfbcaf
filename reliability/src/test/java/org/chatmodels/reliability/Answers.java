package org.chatmodels.reliability;

import java.util.ArrayList;
import java.util.List;
import org.chatmodels.testkit.Script;

/** What backends of the Chat Completions protocol say. */
final class Answers {
    /** Of every good answer, unless a row says otherwise. */
    static final String TEXT = "one two";

    static final String DONE = "[DONE]";
    static final String FINISH = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";
    static final String USAGE =
            "{\"choices\":[],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2,\"total_tokens\":5}}";

    private Answers() {}

    /** A whole answer. */
    static String json(String text) {
        return "{\"id\":\"c1\",\"model\":\"m1\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":"
                + "\"" + text + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":3,"
                + "\"completion_tokens\":2,\"total_tokens\":5}}";
    }

    /** A piece of a streamed answer. */
    static String delta(String text) {
        return "{\"id\":\"c1\",\"model\":\"m1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}";
    }

    static String error(String code, String message) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"" + code + "\",\"code\":\"" + code + "\"}}";
    }

    /** A good answer to whoever asks so. */
    static Script good(Mode mode) {
        return Script.builder().readRequest().then(unread(mode)).build();
    }

    /** A good answer to a request that was read already; headers are names and values in turn. */
    static Script unread(Mode mode, String... headers) {
        boolean whole = mode == Mode.SYNC;
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", whole ? "application/json" : "text/event-stream"));
        if (whole) {
            return Script.builder()
                    .answer(200, json(TEXT), all.toArray(String[]::new))
                    .build();
        }
        all.addAll(List.of("Transfer-Encoding", "chunked"));
        return Script.builder()
                .head(200, all.toArray(String[]::new))
                .event(delta("one "))
                .event(delta("two"))
                .event(FINISH)
                .event(DONE)
                .lastChunk()
                .build();
    }

    /** A request, and a stream that has begun with these texts. */
    static Script.Builder begun(String... texts) {
        Script.Builder script = Script.builder().readRequest().sseHead();
        for (String text : texts) {
            script.event(delta(text));
        }
        return script;
    }

    /** Head and all but the end of a good answer's body: of its Content-Length when sync, chunked when streamed. */
    static Script.Builder half(Mode mode) {
        if (mode == Mode.STREAM) {
            return begun("one ");
        }
        String body = json(TEXT);
        return Script.builder()
                .readRequest()
                .head(200, "Content-Type", "application/json", "Content-Length", Integer.toString(body.length()))
                .write(body.substring(0, body.length() / 2));
    }
}
