package org.chatmodels.demo;

import java.util.Locale;
import java.util.OptionalLong;
import org.chatmodels.Media;

/** All that the demo sees of a file: its kind and its size, or where it is. */
final class Sight {
    private Sight() {}

    /** As "an image of 1,234 bytes". */
    static String of(Media media) {
        OptionalLong size = media.size();
        if (size.isPresent()) {
            long bytes = size.getAsLong();
            return kind(media) + String.format(Locale.ROOT, " of %,d byte", bytes) + (bytes == 1 ? "" : "s");
        }
        return kind(media) + media.uri().map(uri -> " at " + uri.getHost()).orElse(" that was uploaded");
    }

    private static String kind(Media media) {
        String type = media.mimeType().orElse("");
        if (type.equals("application/pdf")) {
            return "a PDF";
        }
        return switch (type.substring(0, Math.max(0, type.indexOf('/')))) {
            case "image" -> "an image";
            case "audio" -> "a sound";
            case "video" -> "a video";
            default -> "a file";
        };
    }
}
