package org.chatmodels;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.Origin;
import org.jspecify.annotations.Nullable;

/** Typed values from the text of a parameter. Faults are ConfigurationExceptions; they repeat short numbers only. */
final class ParameterText {
    private static final int LONGEST_SHOWN = 12;
    private static final int MOST_DIGITS = 18;
    private static final int LONGEST_NUMBER = 64;
    private static final Duration LONGEST_TIME = Duration.ofHours(24);
    private static final List<String> UNITS = List.of("ms", "s", "m", "h");
    private static final long[] MILLISECONDS = {1, 1_000, 60_000, 3_600_000};
    private static final List<String> FALLBACK_ERRORS = List.of("not_found", "context_length");

    private ParameterText() {}

    /** By its type: Double, Integer (Long for seed), Boolean, Duration, else text. */
    static Object read(OptionInfo option, String text) {
        List<String> allowed = option.allowed();
        if (!allowed.isEmpty() && !allowed.contains(text)) {
            throw error("Parameter '" + option.name() + "' takes one of these: " + String.join(", ", allowed));
        }
        OptionInfo.Type type = option.type();
        if (type == OptionInfo.Type.NUMBER) {
            return number(option, text);
        } else if (type == OptionInfo.Type.INTEGER) {
            return integer(option, text);
        } else if (type == OptionInfo.Type.BOOLEAN) {
            return bool(option, text);
        } else if (type == OptionInfo.Type.DURATION) {
            return duration(option, text);
        } else if (type == OptionInfo.Type.URL) {
            checkAddress(option, text);
        }
        return text(option.name(), text);
    }

    private static Object text(String name, String text) {
        if (name.equals("unsupported")) {
            return ChatOptions.Unsupported.valueOf(text.toUpperCase(Locale.ROOT));
        } else if (name.equals("user") && text.isBlank()) {
            throw error("Parameter 'user' is blank: write a value or leave it out");
        } else if (name.equals("reasoning_effort") && !ConfigurationKey.isName(text)) {
            throw error("Parameter 'reasoning_effort' is one word: write, for example, reasoning_effort=low");
        } else if (name.equals("credential") && !ConfigurationKey.isName(text)) {
            throw error("Parameter 'credential' takes the name of a declared credential: declare"
                    + " chatmodels.credential.NAME = env:VARIABLE and write credential=NAME");
        } else if (name.equals("fallback_on") && !FALLBACK_ERRORS.containsAll(List.of(text.split(",", -1)))) {
            throw error("Parameter 'fallback_on' takes not_found, context_length or both with a comma between");
        }
        return text;
    }

    private static void checkAddress(OptionInfo option, String text) {
        try {
            Origin.parse(text);
        } catch (ConfigurationException refused) {
            throw error("Parameter '" + option.name() + "': " + refused.getMessage());
        }
    }

    private static double number(OptionInfo option, String text) {
        double value = isJsonNumber(text) ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw fault(option, text, "is not a number: write, for example, " + option.name() + "=0.5");
        }
        checkRange(option, text, value, Float.MAX_VALUE);
        return value;
    }

    private static Object integer(OptionInfo option, String text) {
        long value;
        try {
            value = Long.parseLong(isJsonNumber(text) ? text : "");
        } catch (NumberFormatException notWhole) {
            throw fault(option, text, "is not a whole number: write, for example, " + option.name() + "=10");
        }
        checkRange(option, text, value, Integer.MAX_VALUE);
        return option.name().equals("seed") ? (Object) value : (Object) (int) value;
    }

    private static void checkRange(OptionInfo option, String text, double value, double unbounded) {
        String range = Parameters.range(option.name());
        int dots = range.indexOf("..");
        if (dots < 0) {
            return;
        }
        String least = range.substring(0, dots);
        String most = range.substring(dots + 2);
        if (value < Double.parseDouble(least) || value > (most.isEmpty() ? unbounded : Double.parseDouble(most))) {
            String remedy = most.isEmpty() ? "at least " + least : least + " to " + most;
            throw fault(option, text, "is out of range: write " + remedy);
        }
    }

    private static boolean bool(OptionInfo option, String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw fault(option, text, "is neither true nor false: write " + option.name() + "=true");
        }
        return text.equals("true");
    }

    /** 500ms, 30s, 2m, 1h and compounds from the longer unit to the shorter, "1m30s"; above 0 and at most a day. */
    private static Duration duration(OptionInfo option, String text) {
        if (isDigits(text)) {
            boolean shown = text.length() <= LONGEST_SHOWN && !text.isEmpty();
            throw fault(option, text, "has no unit: write " + (shown ? text + "s" : option.name() + "=30s"));
        }
        Duration total = Duration.ZERO;
        long lastUnit = Long.MAX_VALUE;
        for (int i = 0; i < text.length(); ) {
            int unitAt = skip(text, i, true);
            int next = skip(text, unitAt, false);
            int known = UNITS.indexOf(text.substring(unitAt, next));
            long unit = known < 0 ? 0 : MILLISECONDS[known];
            if (unitAt == i || unitAt - i > MOST_DIGITS / 2 || unit == 0 || unit >= lastUnit) {
                throw fault(option, text, "is not a time: write, for example, 500ms, 30s, 2m, 1h or 1m30s");
            }
            total = total.plusMillis(Long.parseLong(text.substring(i, unitAt)) * unit);
            lastUnit = unit;
            i = next;
        }
        if (total.isZero() || total.compareTo(LONGEST_TIME) > 0) {
            throw fault(option, text, "is out of range: write a time above 0 and up to 24h");
        }
        return total;
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

    private static ConfigurationException error(String message) {
        return new ConfigurationException(message);
    }

    /** Begins with name=value where the value is short and plain, else with the name. */
    private static ConfigurationException fault(OptionInfo option, String text, String fault) {
        boolean plain = text.length() <= LONGEST_SHOWN;
        for (int i = 0; plain && i < text.length(); i++) {
            char c = text.charAt(i);
            plain = c > ' ' && c < 0x7f;
        }
        return error((plain ? option.name() + "=" + text : "Parameter '" + option.name() + "'") + " " + fault);
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
