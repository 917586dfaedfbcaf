package org.chatmodels.reliability.soak;

import java.util.ArrayList;
import java.util.List;

/** What the server answers: derived from the number of the call alone, so that everybody knows his own. */
final class Answers {
    private static final int MOST_MORE_PIECES = 8;
    private static final String STRAY = "stray ";

    private Answers() {}

    /** Three to ten. */
    static List<String> pieces(int id) {
        int count = 3 + Mix.below(MOST_MORE_PIECES, Mix.of(1, id, -1));
        List<String> pieces = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            pieces.add("#" + id + "." + i + " é🙂 " + Long.toHexString(Mix.of(2, id, i)) + "\n");
        }
        return pieces;
    }

    static String text(int id) {
        return String.join("", pieces(id));
    }

    /** Whether that is how the answer to this call begins, or all of it. */
    static boolean isStart(String text, int id) {
        return text(id).startsWith(text);
    }

    /** The text of an answer that nobody asked for; {@code late} if it came when the connection was idle. */
    static String stray(int number, boolean late) {
        return STRAY + (late ? "late " : "now ") + number;
    }

    /** The number of an answer that came when the connection was idle, -1 for every other text. */
    static int lateStray(String text) {
        String start = STRAY + "late ";
        return text.startsWith(start) ? Integer.parseInt(text.substring(start.length())) : -1;
    }

    static String completion(String text) {
        return "{\"id\":\"c\",\"object\":\"chat.completion\",\"created\":1760000000,\"model\":\"m\",\"choices\":"
                + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"" + escaped(text)
                + "\"},\"finish_reason\":\"stop\"}],\"usage\":" + USAGE + "}";
    }

    private static final String USAGE = "{\"prompt_tokens\":3,\"completion_tokens\":5,\"total_tokens\":8}";

    static String started() {
        return event("[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]", "");
    }

    static String delta(String piece) {
        return event("[{\"index\":0,\"delta\":{\"content\":\"" + escaped(piece) + "\"},\"finish_reason\":null}]", "");
    }

    static String finish() {
        return event("[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]", "")
                + event("[]", ",\"usage\":" + USAGE)
                + "data: [DONE]\n\n";
    }

    static String error(String message) {
        return "{\"error\":{\"message\":\"" + message + "\",\"type\":\"server_error\",\"param\":null,\"code\":null}}";
    }

    private static String event(String choices, String more) {
        return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1760000000,\"model\":\"m\","
                + "\"choices\":" + choices + more + "}\n\n";
    }

    private static String escaped(String text) {
        return text.replace("\n", "\\n");
    }
}
