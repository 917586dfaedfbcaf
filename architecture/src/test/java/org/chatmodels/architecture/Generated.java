package org.chatmodels.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Committed files that are written from the code: compared, and written anew when asked to. */
final class Generated {
    static final String REMEDY = "mvn verify -pl architecture -am -Dgenerated.write=true writes it anew";

    private Generated() {}

    /** The text as it must be; first puts it into the file if the build was asked to. */
    static String written(Path file, String text) throws IOException {
        if (Boolean.getBoolean("generated.write")) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, text);
        }
        return text;
    }
}
