package org.chatmodels.openaicompatible;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.chatmodels.Media;
import org.chatmodels.Metadata;
import org.chatmodels.Part;
import org.chatmodels.spi.AnswerAssembler;

/** The spoken answer of a choice while it arrives. */
final class Sound {
    private static final String MPEG = "audio/mpeg";
    private static final String SAMPLES = "audio/pcm";

    private final Base64Pieces data = new Base64Pieces();
    private String id = "";
    private String format = "";

    void add(String id, String format, String piece) {
        this.id = id.isEmpty() ? this.id : id;
        this.format = format.isEmpty() ? this.format : format;
        data.add(piece);
    }

    /** Tells the answer of the sound, if there is any. */
    void tell(int choice, AnswerAssembler answer) {
        byte[] bytes = data.toBytes();
        if (data.isBroken()) {
            answer.warning("The sound of the answer cannot be read, it is no Base64: it was left out.");
        } else if (bytes.length > 0) {
            Metadata metadata = id.isEmpty() ? Metadata.NONE : Metadata.of(MetadataNames.AUDIO_ID, Quoted.of(id));
            answer.attachment(choice, new Part.Attachment(Media.of(type(bytes), bytes), metadata));
        }
    }

    /** What the service says, else what the first bytes say; of all formats only samples begin with anything. */
    private String type(byte[] bytes) {
        String said = format.toLowerCase(Locale.ROOT);
        return switch (said) {
            case "wav", "flac", "aac", "opus", "ogg" -> "audio/" + said;
            case "mp3" -> MPEG;
            case "pcm16", "pcm" -> SAMPLES;
            default -> typeOf(new String(Arrays.copyOf(bytes, 4), StandardCharsets.ISO_8859_1));
        };
    }

    private static String typeOf(String start) {
        if (start.equals("RIFF")) {
            return "audio/wav";
        } else if (start.equals("fLaC")) {
            return "audio/flac";
        } else if (start.equals("OggS")) {
            return "audio/ogg";
        } else if (start.startsWith("ID3")) {
            return MPEG;
        }
        return start.charAt(0) == 0xFF ? typeOfFrame(start.charAt(1)) : SAMPLES;
    }

    /** The second byte of a frame of MPEG sound, layer III, and of AAC; samples near silence begin with two 0xFF. */
    private static String typeOfFrame(int second) {
        if (second == 0xF1 || second == 0xF9) {
            return "audio/aac";
        }
        boolean frame = (second & 0xE0) == 0xE0 && (second & 0x06) == 0x02 && (second & 0x18) != 0x08;
        return frame ? MPEG : SAMPLES;
    }
}
