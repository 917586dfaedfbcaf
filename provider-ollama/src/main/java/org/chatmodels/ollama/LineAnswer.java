package org.chatmodels.ollama;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.Timings;
import org.chatmodels.TruncatedException;
import org.chatmodels.Usage;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.AnswerReader;
import org.chatmodels.spi.ByteInput;
import org.chatmodels.spi.Frames;
import org.chatmodels.spi.JsonReader;
import org.chatmodels.spi.LineReader;
import org.chatmodels.spi.LogprobReader;
import org.chatmodels.spi.ToolCallPiece;

/**
 * Reads an answer of {@code /api/chat}: one object, or a line for each piece of it, which have the same fields. The line
 * that says {@code done} is the last; calls of tools come whole, in any line.
 */
final class LineAnswer implements AnswerReader {
    private final JsonReader json = new JsonReader();
    private final LogprobReader logprobs = new LogprobReader(json);
    private final PromptCheck prompt;
    private final Map<String, Duration> times = new LinkedHashMap<>(4);
    private String model = "";
    private long created;
    private String reason = "";
    private long input = -1;
    private long output = -1;
    private int calls;
    private boolean known;
    private boolean done;
    private boolean failed;

    LineAnswer(PromptCheck prompt) {
        this.prompt = prompt;
    }

    @Override
    public boolean read(byte[] bytes, int offset, int length, AnswerAssembler answer) {
        failed = false;
        json.read(bytes, offset, length);
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            field(answer);
        }
        json.end();
        answer.head("", model, created);
        if (done && !failed) {
            ending(answer);
        }
        return !failed;
    }

    @Override
    public boolean readEvent(Frames line, AnswerAssembler answer) {
        return read(line.buffer(), line.offset(), line.length(), answer);
    }

    private void field(AnswerAssembler answer) {
        switch (json.name()) {
            case "model" -> model = json.plain();
            case "created_at" -> created = seconds(json.plain());
            case "message" -> message(answer);
            case "done" -> done = json.bool(false);
            case "done_reason" -> reason = json.plain();
            case "logprobs" -> answer.logprobs(0, logprobs.tokens());
            case "prompt_eval_count" -> input = json.integer(-1);
            case "eval_count" -> output = json.integer(-1);
            case "total_duration", "load_duration", "prompt_eval_duration", "eval_duration" -> nanoseconds();
            case "error" -> failed = !json.raw().equals("null");
            default -> answer.extra(json);
        }
    }

    /** Of the first line; every line has a time. */
    private long seconds(String time) {
        try {
            return created == 0 ? Instant.parse(time).getEpochSecond() : created;
        } catch (DateTimeParseException none) {
            return 0;
        }
    }

    private void nanoseconds() {
        String name = json.name();
        long nanos = json.integer(-1);
        if (nanos >= 0) {
            times.put(name, Duration.ofNanos(nanos));
        }
    }

    /** Thought comes before the text that it led to, whatever the order of the fields. */
    private void message(AnswerAssembler answer) {
        known = true;
        answer.begin(0);
        String text = "";
        String thought = "";
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            switch (json.name()) {
                case "content" -> text = json.plain();
                case "thinking" -> thought = json.plain();
                case "tool_calls" -> calls(answer);
                default -> json.skip();
            }
        }
        answer.reasoning(0, thought);
        answer.text(0, text);
    }

    private void calls(AnswerAssembler answer) {
        for (boolean in = json.enterArray(); in && json.nextElement(); ) {
            ToolCallPiece call = new ToolCallPiece().whole();
            for (boolean inCall = json.enterObject(); inCall && json.nextField(); ) {
                switch (json.name()) {
                    case "id" -> call.id(json.plain());
                    case "function" -> function(call);
                    default -> json.skip();
                }
            }
            answer.toolCall(0, call.index(calls++));
        }
    }

    /** Arguments are an object; some models' templates make a text of it. */
    private void function(ToolCallPiece call) {
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            switch (json.name()) {
                case "name" -> call.name(json.plain());
                case "arguments" -> call.object(json.kind() == JsonReader.Kind.STRING ? json.plain() : json.raw());
                default -> json.skip();
            }
        }
    }

    /** Ollama says "stop" of an answer that calls tools too, and versions before 0.2 say nothing. */
    private void ending(AnswerAssembler answer) {
        boolean stopped = reason.isEmpty() || reason.equals("stop");
        answer.finishReason(0, !stopped ? reason : calls > 0 ? "tool_calls" : "stop");
        answer.timings(Timings.ofBackend(times));
        long total = input < 0 || output < 0 ? -1 : input + output;
        answer.usage(Usage.builder()
                .inputTokens(input)
                .outputTokens(output)
                .totalTokens(total)
                .build());
    }

    @Override
    public boolean isAnswer() {
        return known || done;
    }

    @Override
    public boolean isLast() {
        return done;
    }

    @Override
    public Frames frames(ByteInput body) {
        return new LineReader(body, OllamaServer.LONGEST_LINE);
    }

    @Override
    public String streamType() {
        return "application/x-ndjson";
    }

    @Override
    public boolean isStream(byte first) {
        return first == '{';
    }

    /** An answer that is not done was cut, even with status 200: servers give up a model that repeats itself so. */
    @Override
    public void end(AnswerAssembler answer) {
        if (!done) {
            Details.Builder details = Details.builder().delivery(Delivery.MAYBE_PROCESSED);
            throw new TruncatedException(
                    "The answer ended before it was done: it is cut. Ask again",
                    details.partial(answer.partial()).build());
        }
        prompt.warning(input).ifPresent(answer::warning);
    }

    @Override
    public void close() {
        json.close();
    }
}
