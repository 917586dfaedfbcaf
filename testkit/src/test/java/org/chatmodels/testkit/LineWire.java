package org.chatmodels.testkit;

/** A made-up wire format of lines, without tools and thoughts; nobody speaks it. */
class LineWire implements Wire {
    @Override
    public String request(boolean streamed) {
        return streamed ? "stream hi\n" : "answer hi\n";
    }

    @Override
    public String answer(String text, long inputTokens, long outputTokens) {
        return text + "\n" + inputTokens + " " + outputTokens + "\n";
    }

    @Override
    public String streamType() {
        return "text/lines";
    }

    @Override
    public String start() {
        return "start\n";
    }

    @Override
    public String text(String piece) {
        return "text " + piece + "\n";
    }

    @Override
    public String ending(long inputTokens, long outputTokens) {
        return "finish " + inputTokens + " " + outputTokens + "\n";
    }

    @Override
    public String terminator() {
        return "end\n";
    }

    @Override
    public String comment() {
        return "#\n";
    }

    @Override
    public String error(String message) {
        return "error " + message + "\n";
    }

    @Override
    public String garbage() {
        return "?!\n";
    }

    @Override
    public String errorBody(int status, String message) {
        return "error " + message + "\n";
    }
}
