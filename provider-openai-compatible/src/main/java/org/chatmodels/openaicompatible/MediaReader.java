package org.chatmodels.openaicompatible;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.chatmodels.Media;
import org.chatmodels.Part;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.JsonReader;

/** Reads pictures and sound in a message. Nothing is fetched. */
final class MediaReader {
    private static final String BASE64 = ";base64";

    private final JsonReader json;
    private final List<String> pictures = new ArrayList<>(0);
    private boolean soundCame;
    private String soundId = "";
    private String soundFormat = "";
    private String soundData = "";
    private String transcript = "";

    MediaReader(JsonReader json) {
        this.json = json;
    }

    void forget() {
        pictures.clear();
        soundCame = false;
        transcript = "";
    }

    /** What is said in the sound; empty if there is none. */
    String transcript() {
        return transcript;
    }

    boolean hasSound() {
        return soundCame;
    }

    void readSound() {
        if (json.kind() != JsonReader.Kind.OBJECT) {
            json.skip();
            return;
        }
        soundCame = true;
        soundId = "";
        soundFormat = "";
        soundData = "";
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            switch (json.name()) {
                case "id" -> soundId = json.plain();
                case "format" -> soundFormat = json.plain();
                case "data" -> soundData = json.plain();
                case "transcript" -> transcript = json.plain();
                default -> json.skip();
            }
        }
    }

    void addSoundTo(Sound sound) {
        sound.add(soundId, soundFormat, soundData);
    }

    /** A list of objects with an address, or of addresses. */
    void readPictures() {
        pictures.clear();
        if (json.kind() != JsonReader.Kind.ARRAY) {
            json.skip();
            return;
        }
        for (boolean in = json.enterArray(); in && json.nextElement(); ) {
            readPicture();
        }
    }

    /** An address, or an object that holds one, at most two deep. */
    void readPicture() {
        if (json.kind() != JsonReader.Kind.OBJECT) {
            keep(json.plain());
            return;
        }
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            switch (json.name()) {
                case "image_url", "url" -> readPicture();
                default -> json.skip();
            }
        }
    }

    private void keep(String address) {
        if (!address.isEmpty()) {
            pictures.add(address);
        }
    }

    /** Tells of the pictures. */
    void tell(int choice, AnswerAssembler answer) {
        for (String address : pictures) {
            try {
                answer.attachment(choice, new Part.Attachment(media(address)));
            } catch (IllegalArgumentException e) {
                answer.warning("A picture of the answer has an address that cannot be read: it was left out.");
            }
        }
    }

    private static Media media(String address) {
        if (!address.regionMatches(true, 0, "data:", 0, 5)) {
            return Media.at(URI.create(address));
        }
        int comma = address.indexOf(',');
        String head = address.substring(5, Math.max(5, comma));
        if (!head.endsWith(BASE64)) {
            throw new IllegalArgumentException("No Base64");
        }
        Base64Pieces data = new Base64Pieces();
        data.add(address.substring(comma + 1));
        if (data.isBroken()) {
            throw new IllegalArgumentException("Broken Base64");
        }
        int parameters = head.indexOf(';');
        return Media.of(head.substring(0, parameters), data.toBytes());
    }
}
