package org.chatmodels.cli;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.chatmodels.Media;

/**
 * What is attached to a prompt: text in fences behind it, all else beside it. Nothing is fetched, that is left to the
 * service.
 */
final class Attachments {
    private static final String OPTION = "-a";
    private static final String UNRECOGNISED = "application/octet-stream";
    private static final String BASE64 = ";base64";

    private final StringBuilder text;
    private final List<Media> media = new ArrayList<>();

    Attachments(String prompt) {
        text = new StringBuilder(prompt);
    }

    Attachments add(List<String> names) {
        names.forEach(this::add);
        return this;
    }

    Question question() {
        return new Question(text.toString(), List.copyOf(media));
    }

    private void add(String name) {
        if (begins(name, "http://") || begins(name, "https://")) {
            media.add(Media.at(address(name)));
        } else if (begins(name, "data:")) {
            media.add(data(name));
        } else if (begins(name, "file:")) {
            throw new Refusal("-a takes the path of a file as it is, without file:");
        } else {
            add(GivenFile.of(OPTION, name));
        }
    }

    private static boolean begins(String name, String scheme) {
        return name.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    private static URI address(String name) {
        try {
            URI address = new URI(name);
            if (address.getHost() != null) {
                return address;
            }
        } catch (URISyntaxException e) {
            // refused like one without a host
        }
        throw new Refusal("-a: that is no URL: write it as https://example.com/picture.png, blanks as %20");
    }

    /** Its bytes are in it. */
    private static Media data(String url) {
        int comma = url.indexOf(',');
        String head = url.substring("data:".length(), Math.max(comma, "data:".length()));
        try {
            byte[] bytes = Base64.getDecoder().decode(url.substring(comma + 1));
            if (head.toLowerCase(Locale.ROOT).endsWith(BASE64) && bytes.length > 0) {
                return Media.of(head.substring(0, head.length() - BASE64.length()), bytes);
            }
        } catch (IllegalArgumentException e) {
            // refused like one of another kind
        }
        throw new Refusal("-a: that data URL can't be read: write it as data:image/png;base64,iVBORw0…");
    }

    private void add(GivenFile file) {
        Media seen = Media.file(file.path());
        Optional<String> words = seen.mimeType().equals(Optional.of(UNRECOGNISED)) ? file.text() : Optional.empty();
        if (words.isPresent()) {
            fence(file.name(), words.get());
        } else {
            media.add(seen);
        }
    }

    /** Longer than any fence inside. */
    private void fence(String name, String words) {
        String fence = "```";
        while (words.contains(fence)) {
            fence += "`";
        }
        text.append("\n\n")
                .append(name)
                .append(":\n")
                .append(fence)
                .append('\n')
                .append(words);
        text.append(words.endsWith("\n") ? "" : "\n").append(fence);
    }
}
