package org.chatmodels.spi;

import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatException.Phase;

/** What is known of every failure while an answer is read: the backend may have done its work. */
final class Reading {
    static final Phase PHASE = Phase.BODY;
    static final Delivery DELIVERY = Delivery.MAYBE_PROCESSED;
    static final Details DETAILS =
            Details.builder().phase(PHASE).delivery(DELIVERY).build();

    private Reading() {}
}
