package org.chatmodels;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Parameters of one target (or of one alias), checked; filled by {@link Parameters#read}, then never changed. Faults are
 * ConfigurationExceptions; they repeat short numbers only.
 */
final class ParameterValues {
    private static final String SHOWN =
            " api base_url credential fallback_on reasoning_effort response_format unsupported ";

    private static final int LONGEST_SHOWN = 12;
    private static final int MOST_DIGITS = 18;
    private static final int LONGEST_NUMBER = 64;
    private static final Duration LONGEST_TIME = Duration.ofHours(24);
    private static final List<String> UNITS = List.of("ms", "s", "m", "h");
    private static final long[] MILLISECONDS = {1, 1_000, 60_000, 3_600_000};
    private static final List<String> FALLBACK_ERRORS = List.of("not_found", "context_length");

    private final ChatOptions.Builder options = ChatOptions.builder();
    private final Map<String, List<String>> own = new LinkedHashMap<>();
    private final Map<String, String> shown = new LinkedHashMap<>();
    private final List<String> stop = new ArrayList<>();

    /** What goes into options, {@code extra.*} and retries among them. */
    ChatOptions options() {
        return options.build();
    }

    Optional<ResponseFormat> responseFormat() {
        return Optional.ofNullable(shown.get("response_format"))
                .map(form -> form.equals("json") ? ResponseFormat.JSON : ResponseFormat.TEXT);
    }

    /** The provider's own parameters by declared name, checked, as written; the lists are never empty. */
    Map<String, List<String>> own() {
        return own;
    }

    /** Every parameter by declared name with a value that may be shown; free text is shown as its length. */
    Map<String, String> shown() {
        return shown;
    }

    /** Names and what may be shown of the values. */
    @Override
    public String toString() {
        return shown.toString();
    }

    @SuppressWarnings("NullAway") // a JSON null removes the field
    void add(OptionInfo parameter, String value) {
        String name = parameter.name();
        boolean plain = parameter.type() != OptionInfo.Type.TEXT || SHOWN.contains(" " + name + " ");
        String text = plain ? value : value.length() + " characters";
        shown.merge(name, text, (before, next) -> before + ", " + next);
        Object typed = typed(parameter, value);
        if (Parameters.isExtra(name)) {
            options.extra(name.substring(Parameters.EXTRA.length()), scalar(parameter, value));
        } else if (Parameters.SHARED.find(name).isPresent()) {
            addShared(name, typed);
        } else {
            own.computeIfAbsent(name, unused -> new ArrayList<>()).add(value);
        }
    }

    private void addShared(String name, Object value) {
        String option = Parameters.option(name);
        if (option.equals("stop")) {
            stop.add((String) value);
            options.set(option, List.copyOf(stop));
        } else if (!option.isEmpty()) {
            options.set(option, value);
        }
    }

    /** By its type: Double, Integer or Long, BigDecimal for money, Boolean, Duration, else text. */
    private static Object typed(OptionInfo option, String text) {
        List<String> allowed = option.allowed();
        if (!allowed.isEmpty() && !allowed.contains(text)) {
            throw new ConfigurationException(
                    "value_not_allowed",
                    "Parameter '" + option.name() + "' takes one of these: " + String.join(", ", allowed));
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
            throw new ConfigurationException("bad_value", "Parameter 'user' is blank: write a value or leave it out");
        } else if (name.equals("reasoning_effort") && !ConfigurationKey.isName(text)) {
            throw new ConfigurationException(
                    "bad_value", "Parameter 'reasoning_effort' is one word: write, for example, reasoning_effort=low");
        } else if (name.equals("credential") && !ConfigurationKey.isName(text)) {
            throw new ConfigurationException(
                    "bad_value",
                    "Parameter 'credential' takes the name of a declared credential: declare"
                            + " chatmodels.credential.NAME = env:VARIABLE and write credential=NAME");
        } else if (name.equals("fallback_on") && !FALLBACK_ERRORS.containsAll(List.of(text.split(",", -1)))) {
            throw new ConfigurationException(
                    "value_not_allowed",
                    "Parameter 'fallback_on' takes not_found, context_length or both with a comma between");
        }
        return text;
    }

    private static void checkAddress(OptionInfo option, String text) {
        try {
            Origin.parse(text);
        } catch (ConfigurationException refused) {
            throw refused.at("Parameter '" + option.name() + "'");
        }
    }

    private static Object number(OptionInfo option, String text) {
        double value = isJsonNumber(text) ? Double.parseDouble(text) : Double.NaN;
        if (!Double.isFinite(value)) {
            throw fault("bad_value", option, text, "is not a number: write, for example, " + option.name() + "=0.5");
        }
        checkRange(option, text, value, Float.MAX_VALUE);
        return Parameters.option(option.name()).equals("maxCost") ? new BigDecimal(text) : (Object) value;
    }

    private static Object integer(OptionInfo option, String text) {
        long value;
        try {
            value = Long.parseLong(isJsonNumber(text) ? text : "");
        } catch (NumberFormatException notWhole) {
            throw fault(
                    "bad_value", option, text, "is not a whole number: write, for example, " + option.name() + "=10");
        }
        checkRange(option, text, value, Integer.MAX_VALUE);
        boolean wide = option.name().equals("seed") || option.name().equals("max_total_tokens");
        return wide ? (Object) value : (Object) (int) value;
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
            String remedy = !most.isEmpty()
                    ? least + " to " + most
                    : value > unbounded ? "a smaller number" : "at least " + least;
            throw fault("value_out_of_range", option, text, "is out of range: write " + remedy);
        }
    }

    private static boolean bool(OptionInfo option, String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw fault("bad_value", option, text, "is neither true nor false: write " + option.name() + "=true");
        }
        return text.equals("true");
    }

    /** 500ms, 30s, 2m, 1h and compounds from the longer unit to the shorter, "1m30s"; above 0 and at most a day. */
    private static Duration duration(OptionInfo option, String text) {
        if (isDigits(text)) {
            boolean shown = text.length() <= LONGEST_SHOWN && !text.isEmpty();
            throw fault(
                    "time_without_unit",
                    option,
                    text,
                    "has no unit: write " + (shown ? text + "s" : option.name() + "=30s"));
        }
        Duration total = Duration.ZERO;
        long lastUnit = Long.MAX_VALUE;
        for (int i = 0; i < text.length(); ) {
            int unitAt = skip(text, i, true);
            int next = skip(text, unitAt, false);
            int known = UNITS.indexOf(text.substring(unitAt, next));
            long unit = known < 0 ? 0 : MILLISECONDS[known];
            if (unitAt == i || unitAt - i > MOST_DIGITS / 2 || unit == 0 || unit >= lastUnit) {
                throw fault(
                        "bad_value", option, text, "is not a time: write, for example, 500ms, 30s, 2m, 1h or 1m30s");
            }
            total = total.plusMillis(Long.parseLong(text.substring(i, unitAt)) * unit);
            lastUnit = unit;
            i = next;
        }
        if (total.isZero() || total.compareTo(LONGEST_TIME) > 0) {
            throw fault("value_out_of_range", option, text, "is out of range: write a time above 0 and up to 24h");
        }
        return total;
    }

    /** Number, true, false or null as in JSON, else text. */
    private static @Nullable Object scalar(OptionInfo option, String text) {
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
            throw new ConfigurationException(
                    "value_out_of_range",
                    "Parameter '" + option.name() + "' is too large a number: write a smaller one");
        }
        BigDecimal number = new BigDecimal(text);
        boolean isLong = isDigits(text.startsWith("-") ? text.substring(1) : text) && text.length() <= MOST_DIGITS;
        return isLong ? (Object) Long.valueOf(text) : number;
    }

    /** Begins with name=value where the value is short and plain, else with the name. */
    private static ConfigurationException fault(String code, OptionInfo option, String text, String fault) {
        boolean plain = text.length() <= LONGEST_SHOWN;
        for (int i = 0; plain && i < text.length(); i++) {
            char c = text.charAt(i);
            plain = c > ' ' && c < 0x7f;
        }
        return new ConfigurationException(
                code, (plain ? option.name() + "=" + text : "Parameter '" + option.name() + "'") + " " + fault);
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
