package org.chatmodels.spi;

import java.util.List;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatResponse;
import org.chatmodels.Timings;
import org.chatmodels.Usage;

/**
 * Puts an answer together from its pieces, streamed or whole, and makes the events of a stream: Started first, Finished
 * last, each once. Reasoning, refusal and text of a choice become parts of its message in that order. Latest usage replaces.
 */
public final class AnswerAssembler {
    /** {@code askedModel} stands in for a model that the backend does not name. */
    public AnswerAssembler(String askedModel) {
        throw new AssertionError();
    }

    /** What the backend says of the answer; empty texts are ignored, the first of each counts. */
    public void head(String id, String model, long createdEpochSecond) {
        throw new AssertionError();
    }

    /** More text of a choice; the events since the last call wait in {@link #drain}. Empty pieces make none. */
    public void text(int choice, String piece) {
        throw new AssertionError();
    }

    public void reasoning(int choice, String piece) {
        throw new AssertionError();
    }

    public void refusal(int choice, String piece) {
        throw new AssertionError();
    }

    /** The backend's word for the end of a choice; empty words are no end. */
    public void finishReason(int choice, String word) {
        throw new AssertionError();
    }

    public void usage(Usage usage) {
        throw new AssertionError();
    }

    public void timings(Timings timings) {
        throw new AssertionError();
    }

    public void warning(String text) {
        throw new AssertionError();
    }

    public void requestId(String id) {
        throw new AssertionError();
    }

    /** Whether content has come. */
    public boolean hasContent() {
        throw new AssertionError();
    }

    /** Whether every choice that began has its finish reason. */
    public boolean isFinished() {
        throw new AssertionError();
    }

    /** The events since the last call, Started before the first of them; reused: valid until the next call. */
    public List<ChatEvent> drain() {
        throw new AssertionError();
    }

    /** The whole answer; without any choice one with an empty message and OTHER. */
    public ChatResponse finish() {
        throw new AssertionError();
    }

    /** What has come so far, its finish reasons OTHER where none came. */
    public ChatResponse partial() {
        throw new AssertionError();
    }
}
