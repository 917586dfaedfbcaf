package org.chatmodels.openaicompatible;

import java.util.List;
import java.util.Optional;
import org.chatmodels.ResponseFormat;

/** A request as it goes out. */
final class WrittenRequest {
    private final byte[] body;
    private final List<String> warnings;
    private final Optional<ResponseFormat> held;

    WrittenRequest(byte[] body, List<String> warnings, Optional<ResponseFormat> held) {
        this.body = body;
        this.warnings = warnings;
        this.held = held;
    }

    /** The JSON. */
    byte[] body() {
        return body;
    }

    /** What was left out or said in another way. */
    List<String> warnings() {
        return warnings;
    }

    /** The form that the answer is held to. */
    Optional<ResponseFormat> held() {
        return held;
    }
}
