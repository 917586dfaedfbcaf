package org.chatmodels;

import java.util.Iterator;
import java.util.concurrent.CountDownLatch;

/** Hands out one text, then waits until somebody lets go of it, then fails as a socket does. */
final class BlockingEvents implements Iterator<ChatEvent> {
    final CountDownLatch blocked = new CountDownLatch(1);
    final CountDownLatch letGo = new CountDownLatch(1);
    private boolean first = true;

    @Override
    public boolean hasNext() {
        return true;
    }

    @Override
    public ChatEvent next() {
        if (first) {
            first = false;
            return new ChatEvent.TextDelta("half");
        }
        blocked.countDown();
        try {
            letGo.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        throw new IllegalStateException("socket closed");
    }
}
