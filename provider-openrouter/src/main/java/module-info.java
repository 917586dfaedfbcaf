import org.jspecify.annotations.NullMarked;

/** The place of OpenRouter's own features; no provider yet. */
@NullMarked
module org.chatmodels.openrouter {
    requires org.chatmodels;
    requires org.chatmodels.openaicompatible;
    requires static org.jspecify;
}
