package org.chatmodels.openaicompatible;

import java.util.Set;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.AnswerReader;

/**
 * How the answers of a service are read. Where thought stands: the fields {@code reasoning_content}, {@code reasoning}
 * and {@code reasoning_details}, parts of the content called {@code thinking}, {@code tags} at the start of the content,
 * and {@code open_tags}, of which the first may be missing.
 *
 * @param reasoningIn the words above that hold for the service; of all others nothing is read
 * @param answerInReasoning whether an answer of thought alone is the answer
 * @param reasoningExcluded whether the tokens of thought are counted beside those of the completion
 */
record ReadRules(Set<String> reasoningIn, boolean answerInReasoning, boolean reasoningExcluded) {
    static final String CONTENT_FIELD = "reasoning_content";
    static final String FIELD = "reasoning";
    static final String DETAILS = "reasoning_details";
    static final String THINKING = "thinking";
    static final String TAGS = "tags";
    static final String OPEN_TAGS = "open_tags";

    /** All words that {@link #reasoningIn} may hold. */
    static final Set<String> PLACES = Set.of(CONTENT_FIELD, FIELD, DETAILS, THINKING, TAGS, OPEN_TAGS);

    /** All fields, no tags; thought is no answer. */
    static final ReadRules STANDARD = new ReadRules(Set.of(CONTENT_FIELD, FIELD, DETAILS, THINKING), false, false);

    ReadRules {
        reasoningIn = Set.copyOf(reasoningIn);
    }

    /** The answer is complete; one of thought alone may be the answer. */
    void end(AnswerReader reader, AnswerAssembler answer) {
        reader.breakOff(answer);
        if (answerInReasoning) {
            answer.reasoningIsAnswer();
        }
    }

    boolean reads(String place) {
        return reasoningIn.contains(place);
    }
}
