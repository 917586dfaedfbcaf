import org.jspecify.annotations.NullMarked;

/** For authors of providers: a scripted fault server and the provider contract. */
@NullMarked
module org.chatmodels.testkit {
    requires transitive org.chatmodels;
    requires transitive org.junit.jupiter.api;
    requires org.junit.jupiter.params;
    requires static org.jspecify;

    exports org.chatmodels.testkit;

    opens org.chatmodels.testkit;
}
