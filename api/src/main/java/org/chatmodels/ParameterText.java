package org.chatmodels;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.chatmodels.provider.OptionInfo;
import org.jspecify.annotations.Nullable;

/** Typed values from the text of a parameter. Faults are ConfigurationExceptions; they repeat short numbers only. */
final class ParameterText {
    private static final int LONGEST_SHOWN = 12;
    private static final int MOST_DIGITS = 18;
    private static final int LONGEST_NUMBER = 64;
    private static final Duration LONGEST_TIME = Duration.ofHours(24);

    private ParameterText() {}

    static double number(OptionInfo option, String text, double least, double most) {
        double value = isJsonNumber(text) ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw error(shown(option, text) + " is not a number: write, for example, " + option.name() + "=0.5");
        }
        if (value < least || value > most) {
            throw error(shown(option, text) + " is out of range: write " + range(trim(least), trim(most)));
        }
        return value;
    }

    static long integer(OptionInfo option, String text, long least, long most) {
        int digits = text.startsWith("-") ? text.length() - 1 : text.length();
        boolean whole = isJsonNumber(text) && digits <= MOST_DIGITS + 1 && text.indexOf('.') < 0;
        long value;
        try {
            value = whole ? Long.parseLong(text) : Long.parseLong("");
        } catch (NumberFormatException notWhole) {
            throw error(shown(option, text) + " is not a whole number: write, for example, " + option.name() + "=10");
        }
        if (value < least || value > most) {
            throw error(shown(option, text) + " is out of range: write " + range("" + least, "" + most));
        }
        return value;
    }

    static boolean bool(OptionInfo option, String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw error(shown(option, text) + " is neither true nor false: write " + option.name() + "=true");
        }
        return text.equals("true");
    }

    /** 500ms, 30s, 2m, 1h and compounds from the longer unit to the shorter, "1m30s"; above 0 and at most a day. */
    static Duration duration(OptionInfo option, String text) {
        if (isDigits(text)) {
            throw error(shown(option, text) + " has no unit: write " + unitAdded(option, text));
        }
        Duration total = Duration.ZERO;
        long lastUnit = Long.MAX_VALUE;
        for (int i = 0; i < text.length(); ) {
            int unitAt = skip(text, i, true);
            int next = skip(text, unitAt, false);
            long unit = milliseconds(text.substring(unitAt, next));
            if (unitAt == i || unitAt - i > MOST_DIGITS / 2 || unit == 0 || unit >= lastUnit) {
                throw error(shown(option, text) + " is not a time: write, for example, 500ms, 30s, 2m, 1h or 1m30s");
            }
            total = total.plusMillis(Long.parseLong(text.substring(i, unitAt)) * unit);
            lastUnit = unit;
            i = next;
        }
        if (total.isZero() || total.compareTo(LONGEST_TIME) > 0) {
            throw error(shown(option, text) + " is out of range: write a time above 0 and up to 24h");
        }
        return total;
    }

    /** One of the allowed values. */
    static String choice(OptionInfo option, String text) {
        List<String> allowed = option.allowed();
        if (!allowed.isEmpty() && !allowed.contains(text)) {
            throw error("Parameter '" + option.name() + "' takes one of these: " + String.join(", ", allowed));
        }
        return text;
    }

    /** Number, true, false or null as in JSON, else text. */
    static @Nullable Object scalar(OptionInfo option, String text) {
        if (text.equals("null")) {
            return null;
        }
        if (text.equals("true") || text.equals("false")) {
            return text.equals("true");
        }
        if (!isJsonNumber(text)) {
            return text;
        }
        if (text.length() > LONGEST_NUMBER || Double.isInfinite(Double.parseDouble(text))) {
            throw error("Parameter '" + option.name() + "' is too large a number: write a smaller one");
        }
        BigDecimal number = new BigDecimal(text);
        boolean isLong = isDigits(text.startsWith("-") ? text.substring(1) : text) && text.length() <= MOST_DIGITS;
        return isLong ? (Object) Long.valueOf(text) : number;
    }

    static ConfigurationException error(String message) {
        return new ConfigurationException(message, ChatException.Details.NONE);
    }

    /** name=value where the value is short and plain, else the name. */
    private static String shown(OptionInfo option, String text) {
        boolean plain = text.length() <= LONGEST_SHOWN;
        for (int i = 0; plain && i < text.length(); i++) {
            char c = text.charAt(i);
            plain = c > ' ' && c < 0x7f;
        }
        return plain ? option.name() + "=" + text : "Parameter '" + option.name() + "'";
    }

    private static String unitAdded(OptionInfo option, String text) {
        return text.length() <= LONGEST_SHOWN && !text.isEmpty() ? text + "s" : option.name() + "=30s";
    }

    private static String range(String least, String most) {
        return most.isEmpty() || most.equals("" + Long.MAX_VALUE) || most.equals("" + Integer.MAX_VALUE)
                ? "at least " + least
                : least + " to " + most;
    }

    private static String trim(double bound) {
        return Math.abs(bound) >= Float.MAX_VALUE ? "" : new BigDecimal(bound).toPlainString();
    }

    private static long milliseconds(String unit) {
        switch (unit) {
            case "ms":
                return 1;
            case "s":
                return 1_000;
            case "m":
                return 60_000;
            case "h":
                return 3_600_000;
            default:
                return 0;
        }
    }

    private static int skip(String text, int start, boolean digits) {
        int i = start;
        while (i < text.length() && isDigit(text, i) == digits) {
            i++;
        }
        return i;
    }

    private static boolean isDigits(String text) {
        return skip(text, 0, true) == text.length();
    }

    private static boolean isDigit(String text, int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    /** The grammar of RFC 8259, section 6. */
    private static boolean isJsonNumber(String text) {
        int whole = text.startsWith("-") ? 1 : 0;
        int end = skip(text, whole, true);
        if (end == whole || end > whole + 1 && text.charAt(whole) == '0') {
            return false;
        }
        if (end < text.length() && text.charAt(end) == '.') {
            int fraction = end + 1;
            end = skip(text, fraction, true);
            if (end == fraction) {
                return false;
            }
        }
        return end == text.length() || isExponent(text, end);
    }

    private static boolean isExponent(String text, int start) {
        if (text.charAt(start) != 'e' && text.charAt(start) != 'E') {
            return false;
        }
        boolean signed = start + 1 < text.length() && "+-".indexOf(text.charAt(start + 1)) >= 0;
        int digits = start + (signed ? 2 : 1);
        return digits < text.length() && skip(text, digits, true) == text.length();
    }
}
