package org.chatmodels.reliability;

/** How somebody else ends a call. */
enum Way {
    INTERRUPT("the caller is interrupted"),
    VIRTUAL("the caller, a virtual thread, is interrupted"),
    CLOSE("the registry is closed");

    private final String words;

    Way(String words) {
        this.words = words;
    }

    void end(Caller<?> caller, Bench bench) {
        if (this == CLOSE) {
            bench.registry.close();
        } else {
            caller.interrupt();
        }
    }

    /** As names of rows say it. */
    @Override
    public String toString() {
        return words;
    }
}
