package org.chatmodels.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.chatmodels.Media;
import org.jspecify.annotations.Nullable;

/** Reads images, sounds and files as OpenAI's content parts have them. Nothing is fetched. */
final class MediaReader {
    private static final String PDF = "%PDF-";

    private final FieldReader json;
    private @Nullable Media media;
    private byte[] sound = {};
    private String word = "";

    MediaReader(FieldReader json) {
        this.json = json;
    }

    /** {@code {url, detail}} */
    Media image() throws IOException {
        begin();
        json.object(this::imageField);
        Media image = media;
        if (image == null) {
            throw json.refusal("url", "is missing");
        }
        return word.isEmpty() ? image : image.detail(word);
    }

    /** {@code {data, format}} */
    Media sound() throws IOException {
        begin();
        json.object(this::soundField);
        if (sound.length == 0) {
            throw json.refusal("data", "is missing");
        }
        if (word.isEmpty()) {
            throw json.refusal("format", "is missing");
        }
        return Media.of("audio/" + (word.equals("mp3") ? "mpeg" : word), sound);
    }

    /** {@code {file_data, file_id, filename}} */
    Media file() throws IOException {
        begin();
        json.object(this::fileField);
        Media file = media;
        if (file == null) {
            throw json.refusal("must have file_data or file_id");
        }
        return word.isEmpty() ? file : file.named(word);
    }

    private void begin() {
        media = null;
        sound = new byte[0];
        word = "";
    }

    private void imageField(String name) throws IOException {
        switch (name) {
            case "url" -> media = located(json.text());
            case "detail" -> word = json.filled();
            default -> json.skip();
        }
    }

    private void soundField(String name) throws IOException {
        switch (name) {
            case "data" -> sound = base64(json.text());
            case "format" -> word = format(json.text());
            default -> json.skip();
        }
    }

    private String format(String format) {
        if (!format.matches("[a-z0-9]+")) {
            throw json.refusal("must be a format of sound such as wav or mp3");
        }
        return format;
    }

    private void fileField(String name) throws IOException {
        switch (name) {
            case "file_data" -> media = data(json.text());
            case "file_id" -> media = media == null ? Media.uploaded(json.filled()) : media;
            case "filename" -> word = json.filled();
            default -> json.skip();
        }
    }

    /** A URL, or the bytes alone, whose type nobody says. */
    private Media data(String text) {
        if (text.indexOf(':') >= 0) {
            return located(text);
        }
        byte[] bytes = base64(text);
        int looked = Math.min(bytes.length, PDF.length());
        boolean pdf = new String(bytes, 0, looked, StandardCharsets.ISO_8859_1).equals(PDF);
        return Media.of(pdf ? "application/pdf" : "application/octet-stream", bytes);
    }

    private Media located(String url) {
        if (url.regionMatches(true, 0, "data:", 0, 5)) {
            return inline(url);
        }
        try {
            URI uri = new URI(url);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            if ((scheme.equals("https") || scheme.equals("http")) && uri.getHost() != null) {
                return Media.at(uri);
            }
        } catch (URISyntaxException broken) {
            // Refused below.
        }
        throw json.refusal("must be an absolute http or https URL, or a data URL in base64");
    }

    private Media inline(String url) {
        int comma = Math.max(url.indexOf(','), 5);
        String head = url.substring(5, comma).toLowerCase(Locale.ROOT);
        if (!head.endsWith(";base64")) {
            throw json.refusal("must hold its data in base64: data:TYPE;base64,DATA");
        }
        String type = head.substring(0, head.indexOf(';'));
        return Media.of(type.isEmpty() ? "application/octet-stream" : type, base64(url.substring(comma + 1)));
    }

    private byte[] base64(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            if (bytes.length > 0) {
                return bytes;
            }
        } catch (IllegalArgumentException broken) {
            // Refused below; its message quotes what stands there.
        }
        throw json.refusal("must be base64 of at least one byte");
    }
}
