import org.jspecify.annotations.NullMarked;

/** Ollama's native protocol: chats over {@code /api/chat}, and the models that a server holds. */
@NullMarked
module org.chatmodels.ollama {
    requires transitive org.chatmodels;
    requires org.chatmodels.spi;
    requires static org.jspecify;

    exports org.chatmodels.ollama;

    provides org.chatmodels.provider.ChatModelProvider with
            org.chatmodels.ollama.OllamaProvider;
}
