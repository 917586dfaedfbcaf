package org.chatmodels;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it hears, in plain fields: whoever tells it has to take care of order and threads. */
class HeardCalls implements ChatListener {
    final List<String> lines = new ArrayList<>();
    private boolean inside;

    @Override
    public Call started(CallInfo info) {
        heard("started " + info.location());
        return new Heard();
    }

    /** After each line; a test may do more. */
    void also(String line) {}

    private void heard(String line) {
        if (inside) {
            lines.add("two at once");
        }
        inside = true;
        lines.add(line);
        also(line);
        inside = false;
    }

    private final class Heard implements Call {
        @Override
        public void firstToken() {
            heard("token");
        }

        @Override
        public void retrying(Duration delay, ChatException cause) {
            heard("retry " + delay.toMillis() + " " + cause.getClass().getSimpleName());
        }

        @Override
        public void fellBack(ModelLocation from, ModelLocation to, ChatException cause) {
            heard("fall " + from + " " + to + " " + cause.getClass().getSimpleName());
        }

        @Override
        public void completed(ChatResponse response) {
            heard("completed");
        }

        @Override
        public void failed(ChatException exception, Timings timings) {
            heard("failed " + exception.getClass().getSimpleName());
        }
    }
}
