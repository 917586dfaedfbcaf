package org.chatmodels.testkit;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.Set;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;

/** What every rule of models inside the JVM needs: a model, and something to ask it. */
abstract class ModelUnderTest {
    /** A model of the provider; opened once for each rule. */
    protected abstract ChatModel open();

    /** What the provider does not have; the rules about it are reported as skipped. */
    protected Set<InProcessContract.Feature> without() {
        return Set.of();
    }

    /** A prompt whose answer, with seed 1, has at least ten tokens and a space; the rules add a word to it. */
    protected String prompt() {
        return "Tell me something longer than ten words, please.";
    }

    final ChatRequest.Builder seeded() {
        ChatRequest.Builder request = ChatRequest.builder().user(prompt() + " " + Canaries.PROMPT);
        return without().contains(InProcessContract.Feature.SEED) ? request : request.seed(1);
    }

    final void needs(InProcessContract.Feature feature) {
        assumeFalse(without().contains(feature), () -> "declared as absent: " + feature);
    }
}
