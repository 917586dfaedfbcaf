package org.chatmodels.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Short names for locations, kept in the user's configuration: the commands below it do the work. */
@Command(
        name = "aliases",
        header = "Keeps short names for models, and which one is the default: set, ls, rm.",
        synopsisHeading = "Usage: ",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  chat aliases set fast ollama:llama3.2:3b",
            "  chat aliases set default \"groq:openai/gpt-oss-20b?temperature=0.2\"",
            "  chat aliases ls",
            "  chat aliases rm fast",
            "",
            "Then: chat -m fast \"Why is the sky blue?\"; the alias default is the model without -m."
        })
final class AliasesCommand extends SessionCommand {
    private AliasesCommand(Session session) {
        super(session);
    }

    /** With its commands. */
    static CommandLine line(Session session) {
        return new CommandLine(new AliasesCommand(session))
                .addSubcommand("set", new AliasesSetCommand(session))
                .addSubcommand("ls", new AliasesListCommand(session), "list")
                .addSubcommand("rm", new AliasesRemoveCommand(session), "remove");
    }

    /** As it stands in files; refuses what is no name of an alias and says what would be one. */
    static String key(String name) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            boolean digit = c >= '0' && c <= '9' || c == '-' || c == '_';
            plain.append(letter || digit && plain.length() > 0 ? String.valueOf(c) : plain.length() > 0 ? "-" : "");
        }
        if (name.isEmpty() || !plain.toString().equals(name)) {
            throw new Refusal("an alias is letters, digits, '-' and '_' and begins with a letter"
                    + (name.indexOf(':') >= 0
                            ? ": write the name first, then the location: chat aliases set NAME LOCATION"
                            : plain.isEmpty() ? "" : ": write, for example, " + plain));
        }
        return "chatmodels.alias." + name;
    }

    @Override
    public Integer call() {
        throw new Refusal("write chat aliases set NAME LOCATION, chat aliases ls or chat aliases rm NAME;"
                + " see: chat aliases --help");
    }
}
