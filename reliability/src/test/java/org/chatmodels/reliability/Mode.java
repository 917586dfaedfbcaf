package org.chatmodels.reliability;

import java.util.Locale;

/** How somebody asks. */
enum Mode {
    SYNC,
    STREAM;

    /** As the table shows it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
