import org.jspecify.annotations.NullMarked;

/** Any ChatModel as an OpenAI-compatible endpoint on loopback. */
@NullMarked
module org.chatmodels.gateway {
    requires transitive org.chatmodels;
    requires com.fasterxml.jackson.core;
    requires jdk.httpserver;
    requires static org.jspecify;

    exports org.chatmodels.gateway;
}
