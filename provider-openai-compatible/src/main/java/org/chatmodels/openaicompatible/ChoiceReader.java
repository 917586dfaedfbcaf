package org.chatmodels.openaicompatible;

import java.util.List;
import org.chatmodels.Logprob;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.JsonReader;
import org.chatmodels.spi.LogprobReader;

/**
 * Reads one choice. Some servers stream a {@code message} where others have a {@code delta}; where both stand, the
 * message repeats what came before and the delta counts.
 */
final class ChoiceReader {
    private final JsonReader json;
    private final MessageReader pieces;
    private final LogprobReader probabilities;
    private long index;
    private String finishReason = "";
    private String nativeReason = "";
    private List<Logprob> logprobs = List.of();
    private boolean deltaCame;

    ChoiceReader(JsonReader json, ReadRules rules) {
        this.json = json;
        pieces = new MessageReader(json, rules);
        probabilities = new LogprobReader(json);
    }

    /** Reads the choice that comes next; one without an index is the {@code position}-th. */
    void read(int position, AnswerAssembler answer) {
        index = position;
        finishReason = "";
        nativeReason = "";
        logprobs = List.of();
        deltaCame = false;
        pieces.forget();
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            field();
        }
        tell((int) Math.max(-1, Math.min(index, Integer.MAX_VALUE)), answer);
    }

    private void field() {
        switch (json.name()) {
            case "index" -> index = json.integer(index);
            case "message" -> message();
            case "delta" -> delta();
            case "finish_reason" -> finishReason = json.plain();
            case "native_finish_reason" -> nativeReason = json.plain();
            case "logprobs" -> logprobs = probabilities.read();
            default -> json.skip();
        }
    }

    /** Whether the choice read last was ended by an error, which stands beside it or nowhere. */
    boolean isFailed() {
        return finishReason.equals("error");
    }

    private void tell(int choice, AnswerAssembler answer) {
        pieces.tell(choice, answer);
        answer.logprobs(choice, logprobs);
        answer.finishReason(choice, isFailed() ? "" : finishReason);
        if (choice == 0 && !nativeReason.isEmpty()) {
            answer.extra("native_finish_reason", nativeReason);
        }
    }

    /** Nothing more comes: tells what was waiting for more. */
    void end(AnswerAssembler answer) {
        pieces.end(answer);
    }

    private void delta() {
        if (json.kind() == JsonReader.Kind.OBJECT) {
            pieces.read(false);
            deltaCame = true;
        } else {
            json.skip();
        }
    }

    private void message() {
        if (deltaCame) {
            json.skip();
        } else {
            pieces.read(true);
        }
    }
}
