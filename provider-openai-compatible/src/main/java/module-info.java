import org.jspecify.annotations.NullMarked;

/** Chat Completions, the Responses API, and the table of services that speak them. */
@NullMarked
@SuppressWarnings("module") // that of OpenRouter is built later
module org.chatmodels.openaicompatible {
    requires org.chatmodels;
    requires org.chatmodels.spi;
    requires static org.jspecify;

    exports org.chatmodels.openaicompatible to
            org.chatmodels.openrouter;

    provides org.chatmodels.provider.ChatModelProvider with
            org.chatmodels.openaicompatible.OpenAiCompatibleProvider;
}
