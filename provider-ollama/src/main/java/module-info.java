import org.jspecify.annotations.NullMarked;

/** The place of Ollama's native protocol; no provider yet. */
@NullMarked
module org.chatmodels.ollama {
    requires org.chatmodels;
    requires org.chatmodels.spi;
    requires static org.jspecify;
}
