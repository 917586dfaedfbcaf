import org.chatmodels.provider.ChatModelProvider;

/** A third party's provider: everything a jar needs to answer to {@code eliza:doctor}. */
module org.chatmodels.examples.eliza {
    requires org.chatmodels;

    provides ChatModelProvider with
            org.chatmodels.examples.eliza.ElizaProvider;
}
