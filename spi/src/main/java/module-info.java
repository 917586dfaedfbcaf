import org.jspecify.annotations.NullMarked;

/** The kit for authors of HTTP providers: transport, events, JSON, errors, assembly. */
@NullMarked
module org.chatmodels.spi {
    requires transitive org.chatmodels;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;
    requires org.slf4j;
    requires static org.jspecify;

    exports org.chatmodels.spi;

    provides org.chatmodels.provider.JsonBinding with
            org.chatmodels.spi.JacksonBinding;
}
