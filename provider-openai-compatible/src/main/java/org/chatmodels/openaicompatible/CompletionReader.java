package org.chatmodels.openaicompatible;

import org.chatmodels.Usage;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.JsonReader;

/**
 * Reads the JSON of a whole answer or of one chunk of a stream, which differ in little more than the name of the
 * message. Only what carries content must have its type; all else may be missing, null or strange.
 */
final class CompletionReader implements AutoCloseable {
    private final JsonReader json = new JsonReader();
    private final ChoiceReader choice = new ChoiceReader(json);
    private final UsageReader usages = new UsageReader(json);
    private String id = "";
    private String model = "";
    private long created;
    private boolean headKnown;
    private int choices;
    private boolean failed;

    /** Reads one document into the answer; false when it tells an error instead. */
    boolean read(byte[] bytes, int offset, int length, AnswerAssembler answer) {
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
        headKnown = !id.isEmpty() && !model.isEmpty();
        return !failed;
    }

    /** How many choices the last document had. */
    int choices() {
        return choices;
    }

    /** Gives buffers back. */
    @Override
    public void close() {
        json.close();
    }

    private void field(AnswerAssembler answer) {
        switch (json.name()) {
            case "id" -> id = headKnown ? passedOver(id) : ChoiceReader.plain(json);
            case "model" -> model = headKnown ? passedOver(model) : ChoiceReader.plain(json);
            case "created" -> created = UsageReader.number(json);
            case "choices" -> choices(answer);
            case "usage" -> usage(answer);
            case "x_groq" -> nestedUsage(answer);
            default -> trouble();
        }
    }

    /** Every chunk of a stream says it again; the first one counts. */
    private String passedOver(String known) {
        json.skip();
        return known;
    }

    /** The ways in which servers put an error into an answer with status 200. */
    private void trouble() {
        switch (json.name()) {
            case "error" -> failed |= tellsError();
            case "object" -> failed |= ChoiceReader.plain(json).equals("error");
            case "success" -> failed |= json.kind() == JsonReader.Kind.BOOLEAN && !json.bool(true);
            case "base_resp" -> baseResponse();
            default -> json.skip();
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

    private void usage(AnswerAssembler answer) {
        Usage usage = usages.read();
        if (!usage.equals(Usage.UNKNOWN)) {
            answer.usage(usage);
        }
    }

    private void nestedUsage(AnswerAssembler answer) {
        if (json.kind() != JsonReader.Kind.OBJECT) {
            json.skip();
            return;
        }
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            if (json.name().equals("usage")) {
                usage(answer);
            } else {
                json.skip();
            }
        }
    }
}
