import org.chatmodels.provider.ChatModelProvider;
import org.jspecify.annotations.NullMarked;

/** A tiny deterministic model inside the JVM; not a language model. */
@NullMarked
module org.chatmodels.demo {
    requires org.chatmodels;
    requires static org.jspecify;

    provides ChatModelProvider with
            org.chatmodels.demo.DemoProvider;
}
