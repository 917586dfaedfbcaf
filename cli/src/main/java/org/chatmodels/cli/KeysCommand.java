package org.chatmodels.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Keys that the user stores for services: the commands below it do the work. */
@Command(
        name = "keys",
        header = "Stores the keys of services for you alone, outside the environment: set, ls, rm.",
        synopsisHeading = "Usage: ",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  chat keys set groq              asks for the key, hidden",
            "  pass show groq | chat keys set groq",
            "  chat keys ls                    where each key comes from, never the key",
            "  chat keys rm groq",
            "",
            "A key is kept in keys/NAME beside your configuration file (~/.config/chatmodels), readable by you alone.",
            "An environment variable of the service that is set wins over it."
        })
final class KeysCommand extends SessionCommand {
    private KeysCommand(Session session) {
        super(session);
    }

    /** With its commands. */
    static CommandLine line(Session session) {
        return new CommandLine(new KeysCommand(session))
                .addSubcommand("set", new KeysSetCommand(session))
                .addSubcommand("ls", new KeysListCommand(session), "list")
                .addSubcommand("rm", new KeysRemoveCommand(session), "remove");
    }

    /** Where the user's file says which credential that is. */
    static String credentialKey(String name) {
        return "chatmodels.credential." + name;
    }

    /** Where the user's file says which credential the service uses. */
    static String serviceKey(String name) {
        return "chatmodels.service." + name + ".credential";
    }

    @Override
    public Integer call() {
        throw new Refusal("write chat keys set NAME, chat keys ls or chat keys rm NAME; see: chat keys --help");
    }
}
