package org.chatmodels.openaicompatible;

import java.util.List;
import java.util.Optional;
import org.chatmodels.ResponseFormat;

/**
 * A request as it goes out.
 *
 * @param body the JSON
 * @param warnings what was left out or said in another way
 * @param held the form that the answer is held to
 */
record WrittenRequest(byte[] body, List<String> warnings, Optional<ResponseFormat> held) {}
