import org.jspecify.annotations.NullMarked;

/** The programs of the README. */
@NullMarked
module org.chatmodels.examples {
    requires org.chatmodels;
    requires static org.jspecify;

    opens org.chatmodels.examples;
}
