package org.chatmodels.spi.http;

import org.chatmodels.ChatException.Phase;

/** Where an exchange is. */
enum Stage {
    LEASE(Phase.CONNECT),
    CONNECT(Phase.CONNECT),
    SEND(Phase.SEND),
    HEADERS(Phase.HEADERS),
    BODY(Phase.BODY);

    final Phase phase;

    Stage(Phase phase) {
        this.phase = phase;
    }
}
