package org.chatmodels.openaicompatible;

import org.chatmodels.spi.AnswerAssembler;

/** What one chunk of a choice leaves for the next. */
final class ChoiceProgress {
    private final int choice;
    private final ThinkTags tags;
    private final Sound sound = new Sound();
    private boolean thoughtCame;

    ChoiceProgress(int choice, ThinkTags tags) {
        this.choice = choice;
        this.tags = tags;
    }

    ThinkTags tags() {
        return tags;
    }

    Sound sound() {
        return sound;
    }

    /** The first place where thought stood is told with it. */
    void thought(String piece, String place, AnswerAssembler answer) {
        if (piece.isEmpty()) {
            return;
        }
        if (!thoughtCame) {
            thoughtCame = true;
            answer.reasoningMetadata(choice, MetadataNames.REASONING_FIELD, Quoted.of(place));
        }
        answer.reasoning(choice, piece);
    }

    /** Nothing more comes. */
    void end(AnswerAssembler answer) {
        tags.end();
        thought(tags.thought(), ReadRules.TAGS, answer);
        answer.text(choice, tags.text());
        sound.tell(choice, answer);
    }
}
