package org.chatmodels;

/** Types of files by their first bytes, as their formats' specifications give them. */
final class MediaTypes {
    /** As many first bytes as {@link #of} looks at. */
    static final int LOOKED_AT = 64;

    /** What nobody recognises. */
    static final String UNKNOWN = "application/octet-stream";

    private MediaTypes() {}

    static String of(byte[] start) {
        if (has(start, 0, "\u0089PNG\r\n\u001a\n")) {
            return "image/png";
        }
        if (has(start, 0, "\u00ff\u00d8\u00ff")) {
            return "image/jpeg";
        }
        if (has(start, 0, "GIF87a") || has(start, 0, "GIF89a")) {
            return "image/gif";
        }
        if (has(start, 0, "%PDF-")) {
            return "application/pdf";
        }
        if (has(start, 0, "OggS")) {
            return "audio/ogg";
        }
        if (has(start, 0, "fLaC")) {
            return "audio/flac";
        }
        return ofContainer(start);
    }

    private static String ofContainer(byte[] start) {
        if (has(start, 0, "RIFF")) {
            return has(start, 8, "WEBP") ? "image/webp" : has(start, 8, "WAVE") ? "audio/wav" : UNKNOWN;
        }
        if (has(start, 4, "ftyp")) {
            return has(start, 8, "M4A ") ? "audio/mp4" : isStillImage(start) ? UNKNOWN : "video/mp4";
        }
        if (has(start, 0, "\u001aE\u00df\u00a3")) {
            return isWebm(start) ? "video/webm" : UNKNOWN;
        }
        return isMp3(start) ? "audio/mpeg" : UNKNOWN;
    }

    /** HEIF and AVIF share the box with MP4. */
    private static boolean isStillImage(byte[] start) {
        return has(start, 8, "hei") || has(start, 8, "mif1") || has(start, 8, "avi");
    }

    /** Matroska has the same head with another DocType. */
    private static boolean isWebm(byte[] start) {
        for (int at = 4; at < start.length - 3; at++) {
            if (has(start, at, "webm")) {
                return true;
            }
        }
        return false;
    }

    /** A tag, or the sync word of a frame of MPEG 1, 2 or 2.5, layer III. */
    private static boolean isMp3(byte[] start) {
        if (has(start, 0, "ID3")) {
            return true;
        }
        boolean synced = start.length > 1 && (start[0] & 0xff) == 0xff && (start[1] & 0xe0) == 0xe0;
        return synced && (start[1] & 0x06) == 0x02 && (start[1] & 0x18) != 0x08;
    }

    private static boolean has(byte[] bytes, int at, String mark) {
        if (bytes.length < at + mark.length()) {
            return false;
        }
        for (int i = 0; i < mark.length(); i++) {
            if ((bytes[at + i] & 0xff) != mark.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
