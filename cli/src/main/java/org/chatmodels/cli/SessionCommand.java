package org.chatmodels.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** What every command has: the session it runs in, its help, and a way to see where a failure came from. */
abstract class SessionCommand implements Callable<Integer> {
    private final Session session;

    SessionCommand(Session session) {
        this.session = session;
    }

    final Session session() {
        return session;
    }

    @Option(names = "--debug", description = "Shows where a failure came from.")
    void debug(boolean on) {
        session.debug(on);
    }

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "This help.")
    void help(boolean on) {
        // picocli acts on the option itself
    }
}
