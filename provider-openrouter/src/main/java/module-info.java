import org.jspecify.annotations.NullMarked;

/** OpenRouter's own features on top of Chat Completions: routing, fallbacks, plugins, caching, attribution, its key. */
@NullMarked
module org.chatmodels.openrouter {
    requires org.chatmodels;
    requires org.chatmodels.openaicompatible;
    requires org.chatmodels.spi;
    requires static org.jspecify;

    provides org.chatmodels.provider.ChatModelProvider with
            org.chatmodels.openrouter.OpenRouterProvider;
}
