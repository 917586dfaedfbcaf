package org.chatmodels.demo;

import java.util.ArrayList;
import java.util.List;

/** The demo's tokenizer: a token is a word, or one other character that is not blank. */
final class Words {
    private Words() {}

    /** The tokens of any text, in order; empty for blank text. */
    static List<String> split(String text) {
        List<String> tokens = new ArrayList<>();
        int position = 0;
        while (position < text.length()) {
            int end = end(text, position);
            if (!Character.isWhitespace(text.codePointAt(position))) {
                tokens.add(text.substring(position, end));
            }
            position = end;
        }
        return tokens;
    }

    /** What stands between two tokens in readable text: nothing or a blank. */
    static String gap(String before, String token) {
        boolean close = before.isEmpty() || before.equals("(") || ".,;:!?)".contains(token);
        return close ? "" : " ";
    }

    /** Whether a token is a word, not punctuation. */
    static boolean isWord(String token) {
        return Character.isLetterOrDigit(token.codePointAt(0));
    }

    /** Whether a token ends a sentence. */
    static boolean endsSentence(String token) {
        return token.equals(".") || token.equals("!") || token.equals("?");
    }

    private static int end(String text, int start) {
        int position = start + Character.charCount(text.codePointAt(start));
        if (!Character.isLetterOrDigit(text.codePointAt(start))) {
            return position;
        }
        while (position < text.length() && continuesWord(text, position)) {
            position += Character.charCount(text.codePointAt(position));
        }
        return position;
    }

    private static boolean continuesWord(String text, int position) {
        char here = text.charAt(position);
        boolean joint = "'-.:/_".indexOf(here) >= 0;
        return joint
                ? position + 1 < text.length() && Character.isLetterOrDigit(text.codePointAt(position + 1))
                : Character.isLetterOrDigit(text.codePointAt(position));
    }
}
