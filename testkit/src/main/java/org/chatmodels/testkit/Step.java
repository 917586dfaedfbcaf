package org.chatmodels.testkit;

import java.io.IOException;

/** One thing that a script does to a connection. */
@FunctionalInterface
interface Step {
    void run(Line line) throws IOException;
}
