package org.chatmodels.gateway;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.chatmodels.Part;

/** Reads parts of a message's content, whose type may stand behind what it is the type of. */
final class PartReader {
    private static final Set<String> TYPES = Set.of("text", "refusal", "image_url", "input_audio", "file");

    private final FieldReader json;
    private final MediaReader media;
    private final Map<String, Part> found = new HashMap<>();
    private String type = "";

    PartReader(FieldReader json) {
        this.json = json;
        this.media = new MediaReader(json);
    }

    /** The part that the parser stands on; one without a type is text. */
    Part part() throws IOException {
        found.clear();
        type = "text";
        json.object(this::field);
        if (!TYPES.contains(type)) {
            throw json.refusal("type", "must be text, image_url, input_audio, file or refusal");
        }
        Part part = found.get(type);
        if (part == null) {
            throw json.refusal(type, "is missing");
        }
        return part;
    }

    private void field(String name) throws IOException {
        switch (name) {
            case "type" -> type = json.text();
            case "text" -> found.put(name, new Part.Text(json.text()));
            case "refusal" -> found.put(name, new Part.Refusal(json.text()));
            case "image_url" -> found.put(name, new Part.Attachment(media.image()));
            case "input_audio" -> found.put(name, new Part.Attachment(media.sound()));
            case "file" -> found.put(name, new Part.Attachment(media.file()));
            default -> json.skip();
        }
    }
}
