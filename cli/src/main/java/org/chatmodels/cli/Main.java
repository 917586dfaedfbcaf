package org.chatmodels.cli;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The chat command: a prompt unless the first word names a command. */
public final class Main {
    private Main() {}

    /** Runs the command line and ends the JVM with its exit code. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, Terminal.ofProcess(), System.getenv()));
    }

    /** The same without the JVM's end, for tests. */
    static int run(String[] arguments, Terminal terminal, Map<String, String> environment) {
        return run(arguments, new Session(terminal, environment));
    }

    /** Closes the session. */
    static int run(String[] arguments, Session session) {
        CommandLine commands = commandLine(arguments, session);
        try {
            return commands.execute(arguments);
        } finally {
            session.close();
        }
    }

    /**
     * With commands only when the first word is one of them or asks for help: otherwise a command's name in the middle
     * of a prompt would be taken for it.
     */
    private static CommandLine commandLine(String[] arguments, Session session) {
        CommandLine all = new CommandLine(new PromptCommand(session))
                .addSubcommand("prompt", new PromptCommand(session))
                .addSubcommand("providers", new ProvidersCommand(session))
                .addSubcommand("models", new ModelsCommand(session))
                .addSubcommand("explain", new ExplainCommand(session))
                .addSubcommand("pull", new PullCommand(session))
                .addSubcommand("show", new ShowCommand(session))
                .addSubcommand("ps", new PsCommand(session))
                .addSubcommand("rm", new RemoveCommand(session))
                .addSubcommand("log", new LogCommand(session))
                .addSubcommand("usage", new UsageCommand(session))
                .addSubcommand("aliases", AliasesCommand.line(session))
                .addSubcommand("keys", KeysCommand.line(session))
                .addSubcommand("doctor", new DoctorCommand(session));
        boolean command = arguments.length > 0 && all.getSubcommands().containsKey(arguments[0]);
        boolean help = arguments.length > 0 && (arguments[0].equals("--help") || arguments[0].equals("-h"));
        CommandLine chosen = command || help ? all : new CommandLine(new PromptCommand(session));
        return configured(chosen, session);
    }

    private static CommandLine configured(CommandLine commands, Session session) {
        Terminal terminal = session.terminal();
        return commands.setOut(terminal.out())
                .setErr(terminal.err())
                .setColorScheme(CommandLine.Help.defaultColorScheme(
                        session.colours() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler((mistake, words) -> misused(mistake, session))
                .setExecutionExceptionHandler((failure, line, parsed) -> session.failed(failure));
    }

    /** One line that says what to do; never the value of an option, nor a word that may be a key. */
    private static int misused(ParameterException mistake, Session session) {
        String command = mistake.getCommandLine().getCommandSpec().qualifiedName();
        String message = String.valueOf(mistake.getMessage());
        if (mistake instanceof CommandLine.UnmatchedArgumentException unmatched) {
            message = unknown(unmatched.getUnmatched().get(0), mistake.getCommandLine());
        }
        session.complain(message + "; see: " + command + " --help");
        return ExitCode.USAGE;
    }

    private static String unknown(String word, CommandLine line) {
        if (word.startsWith("-")) {
            boolean keys = line.getCommandSpec().qualifiedName().startsWith("chat keys");
            return keys ? "I don't know that option" : "I don't know the option " + nameOnly(word);
        }
        Set<String> commands = new LinkedHashSet<>();
        line.getSubcommands().values().forEach(command -> commands.add(command.getCommandName()));
        return (commands.isEmpty() ? "that is a word too many" : "its commands are " + String.join(", ", commands))
                + " (to ask a model: chat prompt …)";
    }

    private static String nameOnly(String argument) {
        int equals = argument.indexOf('=');
        return equals < 0 ? argument : argument.substring(0, equals);
    }
}
