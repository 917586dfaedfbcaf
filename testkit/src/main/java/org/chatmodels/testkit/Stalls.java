package org.chatmodels.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Who waits for whom: each release lets one stall go on, whether it waits already or comes later. */
final class Stalls {
    private final Ledger ledger;
    private int waiting;
    private int begun;
    private int released;

    Stalls(Ledger ledger) {
        this.ledger = ledger;
    }

    void release(int count) {
        ledger.change(() -> released += count);
    }

    int waiting() {
        return waiting;
    }

    int begun() {
        return begun;
    }

    /** Until released, or the client is gone, or the time is up. */
    void stall(BooleanSupplier gone, Duration limit) throws IOException {
        try {
            ledger.change(() -> {
                waiting++;
                begun++;
            });
            ledger.await(() -> released > 0 || gone.getAsBoolean(), limit);
            ledger.change(() -> released = Math.max(0, released - 1));
        } catch (InterruptedException e) {
            throw Inbound.interrupted(e);
        } finally {
            ledger.change(() -> waiting--);
        }
    }
}
