package org.chatmodels;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes the %XX of one part of a location: UTF-8, and no control characters. */
final class PercentDecoder {
    private final String text;
    private final Fault fault;

    /** Makes the exception for an index, what is wrong and what to write instead. */
    interface Fault {
        ConfigurationException at(int index, String wrong, String remedy);
    }

    PercentDecoder(String text, Fault fault) {
        this.text = text;
        this.fault = fault;
    }

    /** Everything else between start and end is ASCII; {@code lines} lets tab, line feed and carriage return pass. */
    String decode(int start, int end, boolean lines) {
        int percent = start;
        while (percent < end && text.charAt(percent) != '%') {
            percent++;
        }
        if (percent == end) {
            return text.substring(start, end);
        }
        ByteBuffer bytes = ByteBuffer.allocate(end - start);
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '%') {
                bytes.put(octet(i, end));
                i += 2;
            } else {
                bytes.put((byte) c);
            }
        }
        String decoded = characters(bytes.flip(), percent);
        for (int i = 0; i < decoded.length(); i++) {
            char c = decoded.charAt(i);
            if (Character.isISOControl(c) && !(lines && "\t\n\r".indexOf(c) >= 0)) {
                throw fault.at(percent, "A control character as %XX", "leave it out");
            }
        }
        return decoded;
    }

    private byte octet(int index, int end) {
        int high = index + 2 < end ? digit(text.charAt(index + 1)) : -1;
        int low = index + 2 < end ? digit(text.charAt(index + 2)) : -1;
        if (high < 0 || low < 0) {
            throw fault.at(index, "A '%' without two hexadecimal digits", "write %25 for a '%'");
        }
        return (byte) (high << 4 | low);
    }

    private String characters(ByteBuffer bytes, int percent) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException notUtf8) {
            throw fault.at(percent, "%XX that is not UTF-8", "write the UTF-8 bytes of the character");
        }
    }

    private static int digit(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
