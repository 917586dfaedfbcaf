package org.chatmodels.reliability;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.chatmodels.CallInfo;
import org.chatmodels.ChatException;
import org.chatmodels.ChatListener;
import org.chatmodels.Timings;

/** What a listener hears of the first call of a bench: where it is and how it fails, also when nobody waits for it. */
final class Heard implements ChatListener {
    private static final int PATIENCE = 10;

    private final CountDownLatch pausing = new CountDownLatch(1);
    private final CompletableFuture<ChatException> failure = new CompletableFuture<>();

    @Override
    public Call started(CallInfo info) {
        return new Call() {
            @Override
            public void retrying(Duration delay, ChatException cause) {
                pausing.countDown();
            }

            @Override
            public void failed(ChatException exception, Timings timings) {
                failure.complete(exception);
            }
        };
    }

    /** Until the call is going to wait for its next attempt. */
    void awaitPause() throws InterruptedException {
        if (!pausing.await(PATIENCE, TimeUnit.SECONDS)) {
            throw new AssertionError("nothing is asked again");
        }
    }

    ChatException failure() throws Exception {
        return failure.get(PATIENCE, TimeUnit.SECONDS);
    }
}
