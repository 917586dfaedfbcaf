package org.chatmodels.openaicompatible;

import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.AnswerReader;
import org.chatmodels.spi.Frames;
import org.chatmodels.spi.JsonReader;

/**
 * Reads the JSON of a whole answer or of one chunk of a stream, which differ in little more than the name of the
 * message. Only what carries content must have its type; all else may be missing, null or strange.
 */
final class CompletionReader implements AnswerReader {
    private final JsonReader json = new JsonReader();
    private final ChoiceReader choice;
    private final TimingsReader timings = new TimingsReader(json);
    private final UsageReader usages;
    private final CitationReader sources = new CitationReader(json);
    private final ReadRules rules;
    private String id = "";
    private String model = "";
    private long created;
    private boolean headKnown;
    private int choices;
    private boolean failed;

    CompletionReader(ReadRules rules) {
        choice = new ChoiceReader(json, rules);
        usages = new UsageReader(json, timings, rules);
        this.rules = rules;
    }

    /** The same for a whole answer and for a chunk. */
    @Override
    public boolean read(byte[] bytes, int offset, int length, AnswerAssembler answer) {
        choices = 0;
        failed = false;
        json.read(bytes, offset, length);
        if (json.kind() == JsonReader.Kind.ARRAY) {
            json.skip();
            failed = true;
        } else {
            for (boolean in = json.enterObject(); in && json.nextField(); ) {
                field(answer);
            }
        }
        json.end();
        answer.head(id, model, created);
        timings.tell(answer);
        headKnown = !id.isEmpty() && !model.isEmpty();
        return !failed;
    }

    @Override
    public boolean readEvent(Frames event, AnswerAssembler answer) {
        boolean told = read(event.buffer(), event.offset(), event.length(), answer);
        return told && !event.event().equals("error");
    }

    @Override
    public boolean isAnswer() {
        return choices > 0;
    }

    @Override
    public void end(AnswerAssembler answer) {
        rules.end(this, answer);
    }

    @Override
    public void breakOff(AnswerAssembler answer) {
        choice.end(answer);
    }

    @Override
    public void close() {
        json.close();
    }

    private void field(AnswerAssembler answer) {
        switch (json.name()) {
            case "id" -> id = headKnown ? passedOver(id) : json.plain();
            case "model" -> model = headKnown ? passedOver(model) : json.plain();
            case "created" -> created = UsageReader.number(json);
            case "choices" -> choices(answer);
            case "usage" -> usages.read(answer);
            case "x_groq" -> nestedUsage(answer);
            case "timings", "time_info" -> timings.read();
            case "citations", "search_results" -> sources.readInto(answer);
            default -> trouble(answer);
        }
    }

    /** Every chunk of a stream says it again; the first one counts. */
    private String passedOver(String known) {
        json.skip();
        return known;
    }

    /** The ways in which servers put an error into an answer with status 200. */
    private void trouble(AnswerAssembler answer) {
        switch (json.name()) {
            case "error" -> failed |= tellsError();
            case "object" -> failed |= json.plain().equals("error");
            case "success" -> failed |= json.kind() == JsonReader.Kind.BOOLEAN && !json.bool(true);
            case "base_resp" -> baseResponse();
            // padding and the progress of a prompt say nothing of the answer
            case "obfuscation", "prompt_progress" -> json.skip();
            default -> answer.extra(json);
        }
    }

    private boolean tellsError() {
        return switch (json.kind()) {
            case NULL -> json.enterObject();
            case BOOLEAN -> json.bool(false);
            case STRING -> !json.text("").isEmpty();
            default -> {
                json.skip();
                yield true;
            }
        };
    }

    private void baseResponse() {
        if (json.kind() != JsonReader.Kind.OBJECT) {
            json.skip();
            return;
        }
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            if (json.name().equals("status_code")) {
                failed |= UsageReader.number(json) > 0;
            } else {
                json.skip();
            }
        }
    }

    private void choices(AnswerAssembler answer) {
        for (boolean in = json.enterArray(); in && json.nextElement(); ) {
            choice.read(choices, answer);
            failed |= choice.isFailed();
            choices++;
        }
    }

    private void nestedUsage(AnswerAssembler answer) {
        if (json.kind() != JsonReader.Kind.OBJECT) {
            json.skip();
            return;
        }
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            if (json.name().equals("usage")) {
                usages.read(answer);
            } else {
                json.skip();
            }
        }
    }
}
