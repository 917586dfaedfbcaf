package org.chatmodels.spi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** Takes keys out of what servers say: some repeat the key that they refuse. Linear in the text. */
final class KeyMask {
    static final String MASK = "[redacted]";

    private static final String[] PREFIXES = {
        "sk-",
        "sk_",
        "gsk_",
        "xai-",
        "pplx-",
        "nvapi-",
        "aiza",
        "hf_",
        "csk-",
        "fw_",
        "tgp_",
        "r8_",
        "ghp_",
        "github_pat_",
        "dapi",
        "akia",
        "eyj",
        "ya29.",
        "key-",
        "api-",
        "pk-",
        "rk-",
        "glpat-",
        "bedrock-api-key-"
    };
    private static final String[] WORDS_BEFORE = {"key", "token", "secret", "password", "credential", "authorization"};
    private static final int WINDOW = 24;
    private static final int SHORTEST_KEY = 12;
    private static final int LONG_RUN = 16;
    private static final int VERY_LONG_RUN = 40;

    private KeyMask() {}

    /** The text without what looks like a key, and without these keys in any usual form. */
    static String mask(String text, List<String> keys) {
        String masked = text;
        for (String key : keys) {
            if (!key.isEmpty()) {
                byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
                masked = masked.replace(key, MASK)
                        .replace(key.replace("/", "\\/"), MASK)
                        .replace(URLEncoder.encode(key, StandardCharsets.UTF_8), MASK)
                        .replace(Base64.getEncoder().encodeToString(bytes), MASK)
                        .replace(Base64.getEncoder().withoutPadding().encodeToString(bytes), MASK)
                        .replace(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes), MASK);
            }
        }
        return maskRuns(masked);
    }

    private static String maskRuns(String text) {
        StringBuilder masked = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int end = at;
            while (end < text.length() && isKeyCharacter(text.charAt(end))) {
                end++;
            }
            int keep = trailingDots(text, at, end);
            if (isKey(text, at, keep)) {
                masked.append(MASK).append(text, keep, end);
            } else {
                masked.append(text, at, end);
            }
            if (end < text.length()) {
                masked.append(text.charAt(end));
            }
            at = end + 1;
        }
        return masked.toString();
    }

    private static int trailingDots(String text, int start, int end) {
        int keep = end;
        while (keep > start && text.charAt(keep - 1) == '.') {
            keep--;
        }
        return keep;
    }

    private static boolean isKeyCharacter(char c) {
        return isLetterOrDigit(c) || c == '-' || c == '_' || c == '.' || c == '*' || c == '+' || c == '/' || c == '~';
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isKey(String text, int start, int end) {
        int length = end - start;
        if (length >= SHORTEST_KEY && hasPrefix(text, start)) {
            return isMixed(text, start, end) || text.substring(start, end).indexOf('*') >= 0;
        }
        String before = text.substring(Math.max(0, start - WINDOW), start).toLowerCase(Locale.ROOT);
        if (before.endsWith("bearer ") || before.endsWith("basic ")) {
            return isMixed(text, start, end) || length >= LONG_RUN + 4;
        }
        if (length >= LONG_RUN && isMixed(text, start, end) && containsOne(before)) {
            return true;
        }
        return length >= VERY_LONG_RUN && isMixed(text, start, end) && isPlain(text, start, end);
    }

    private static boolean hasPrefix(String text, int start) {
        for (String prefix : PREFIXES) {
            if (text.regionMatches(true, start, prefix, 0, prefix.length())) {
                return true;
            }
        }
        return false;
    }

    private static boolean containsOne(String before) {
        for (String word : WORDS_BEFORE) {
            if (before.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** Letters and digits, as in hexadecimal and base 64. */
    private static boolean isMixed(String text, int start, int end) {
        boolean letter = false;
        boolean digit = false;
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            digit |= c >= '0' && c <= '9';
            letter |= isLetterOrDigit(c) && (c < '0' || c > '9');
        }
        return letter && digit;
    }

    private static boolean isPlain(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!isLetterOrDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
