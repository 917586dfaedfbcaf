import org.jspecify.annotations.NullMarked;

/** The contract of ChatModels: what users import and what providers implement. */
@NullMarked
module org.chatmodels {
    requires org.slf4j;
    requires static jdk.jfr;
    requires static org.jspecify;

    exports org.chatmodels;
    exports org.chatmodels.provider;

    uses org.chatmodels.ChatListener;
    uses org.chatmodels.provider.ChatModelProvider;
    uses org.chatmodels.provider.JsonBinding;
}
