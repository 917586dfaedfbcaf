package org.chatmodels.openaicompatible;

import java.io.ByteArrayOutputStream;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatException.Phase;
import org.chatmodels.LimitException;

/** Bytes out of Base64 that comes in pieces, whether or not each piece is padded to its own end. */
final class Base64Pieces {
    private static final int MOST = 32 << 20;
    private static final int BITS = 6;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int bits;
    private int count;
    private boolean broken;

    /** LimitException beyond 32 MiB. */
    void add(String piece) {
        if (bytes.size() + piece.length() / 4L * 3 > MOST) {
            throw new LimitException(
                    "The answer's sound or picture is longer than " + MOST + " bytes: ask for less",
                    Details.builder()
                            .phase(Phase.BODY)
                            .delivery(Delivery.MAYBE_PROCESSED)
                            .build());
        }
        for (int i = 0; i < piece.length() && !broken; i++) {
            add(piece.charAt(i));
        }
    }

    private void add(char c) {
        int value = value(c);
        if (c == '=') {
            bits = 0;
            count = 0;
        } else if (value >= 0) {
            bits = bits << BITS | value;
            count += BITS;
            if (count >= Byte.SIZE) {
                count -= Byte.SIZE;
                bytes.write(bits >> count);
            }
        } else {
            broken = c > ' ';
        }
    }

    /** Both alphabets of RFC 4648. */
    private static int value(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        } else if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        } else if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        } else if (c == '+' || c == '-') {
            return 62;
        }
        return c == '/' || c == '_' ? 63 : -1;
    }

    boolean isBroken() {
        return broken;
    }

    byte[] toBytes() {
        return bytes.toByteArray();
    }
}
