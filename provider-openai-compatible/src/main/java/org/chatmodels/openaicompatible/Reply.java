package org.chatmodels.openaicompatible;

import org.chatmodels.spi.Exchange;

/**
 * An answer whose head has arrived.
 *
 * @param exchange where it comes from
 * @param reader reads it in its wire format
 * @param keepRaw whether it is to be kept as it came
 */
record Reply(Exchange exchange, AnswerReader reader, boolean keepRaw) {}
