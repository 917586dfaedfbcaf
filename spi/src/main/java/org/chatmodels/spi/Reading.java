package org.chatmodels.spi;

import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatException.Phase;

/** What is known of every failure while an answer is read: the backend may have done its work. */
final class Reading {
    static final Details DETAILS = Details.builder()
            .phase(Phase.BODY)
            .delivery(Delivery.MAYBE_PROCESSED)
            .build();

    private Reading() {}
}
