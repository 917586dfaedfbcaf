package org.chatmodels.spi;

import org.chatmodels.ChatException;
import org.chatmodels.ModelLocation;

/**
 * Turns what servers answer instead of an answer into the exception whose class names the remedy. Reads every body
 * shape that servers send (see docs/wire/errors.md), also HTML, nothing and halves. Keys are masked.
 */
public final class ErrorReader {
    private final ModelLocation location;

    /** For the calls of one opened model: provider and model of the exceptions. */
    public ErrorReader(ModelLocation location) {
        this.location = location;
    }

    /** For an answer whose status is not 2xx; reads at most 64 KiB of its body and closes the exchange. */
    public ChatException read(Exchange exchange) {
        throw new AssertionError();
    }

    /**
     * For an error inside a 200: the whole JSON of the body or event. The status is the one in it, else the one that
     * its type or code stands for.
     */
    public ChatException inBand(byte[] json, int offset, int length, Exchange exchange) {
        throw new AssertionError();
    }

    /** The same failure with what had arrived: partial answer, phase STREAM and delivery set, provider and model named. */
    public ChatException during(ChatException failure, AnswerAssembler arrived) {
        throw new AssertionError();
    }
}
