import org.jspecify.annotations.NullMarked;

/** The chat command. */
@NullMarked
module org.chatmodels.cli {
    requires org.chatmodels;
    requires org.chatmodels.gateway;
    requires info.picocli;
    requires static org.jspecify;

    uses org.chatmodels.provider.JsonBinding;

    // picocli sets the options of commands, and the JSON binding makes the arguments of tools
    opens org.chatmodels.cli;
}
