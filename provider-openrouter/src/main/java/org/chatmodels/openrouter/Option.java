package org.chatmodels.openrouter;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ConfigurationException;
import org.chatmodels.provider.HeaderNames;
import org.chatmodels.provider.OptionInfo;

/**
 * One parameter: its form, and where it stands in a request: a path of fields with dots between, or {@code header:NAME}.
 *
 * @param name as in a location
 * @param place where it stands
 * @param allowed the only values, of a list those of its elements; empty for any
 */
record Option(String name, Form form, String place, List<String> allowed, String description) {
    private static final String HEADER = "header:";
    private static final int MOST_MODELS = 3;
    private static final int LONGEST_SESSION = 256;

    /** What its values are; PRICE is any number from 0, COUNT a whole one from 1, LIST has commas. */
    enum Form {
        TEXT(OptionInfo.Type.TEXT),
        LIST(OptionInfo.Type.TEXT),
        PRICE(OptionInfo.Type.NUMBER),
        COUNT(OptionInfo.Type.INTEGER),
        BOOLEAN(OptionInfo.Type.BOOLEAN),
        ADDRESS(OptionInfo.Type.URL);

        private final OptionInfo.Type type;

        Form(OptionInfo.Type type) {
            this.type = type;
        }
    }

    /** For the registry, which checks the types; values of lists are checked here, so it is told of them in words. */
    OptionInfo info() {
        boolean list = form == Form.LIST;
        String words = list && !allowed.isEmpty() ? ": some of " + String.join(", ", allowed) : "";
        OptionInfo.Builder info =
                OptionInfo.builder(name, form.type, description + words + (list ? "; with commas between" : ""));
        return list
                ? info.build()
                : info.allowed(allowed.toArray(new String[0])).build();
    }

    boolean isHeader() {
        return place.startsWith(HEADER);
    }

    /** The name of the header. */
    String header() {
        return place.substring(HEADER.length());
    }

    /** The value of the header; ConfigurationException for one that no header has. */
    String headerValue(String text) {
        String value = form == Form.LIST ? String.join(",", list(text)) : text;
        String fault = HeaderNames.fault(header(), value);
        if (!fault.isEmpty()) {
            throw refused("refused_header", "Parameter '" + name + "': " + fault);
        }
        return value;
    }

    /** The JSON value; ConfigurationException says what to write instead. */
    Object value(String text) {
        return switch (form) {
            case LIST -> list(text);
            case PRICE -> number(text, BigDecimal.ZERO);
            case COUNT -> number(text, BigDecimal.ONE);
            case BOOLEAN -> text.equals("true");
            case TEXT, ADDRESS -> text(text);
        };
    }

    private String text(String text) {
        if (text.isBlank()) {
            throw refused("bad_value", "Parameter '" + name + "' is blank: write a value or leave it out");
        }
        if (name.equals("session_id") && text.length() > LONGEST_SESSION) {
            throw refused(
                    "value_out_of_range",
                    "Parameter 'session_id' is too long: write at most " + LONGEST_SESSION + " characters");
        }
        return text;
    }

    private BigDecimal number(String text, BigDecimal least) {
        BigDecimal number = new BigDecimal(text);
        if (number.compareTo(least) < 0) {
            throw refused("value_out_of_range", name + " is below " + least + ": write at least " + least);
        }
        return number;
    }

    private List<String> list(String text) {
        List<String> values = new ArrayList<>();
        for (String value : text.split(",", -1)) {
            if (value.isBlank()) {
                String example = allowed.isEmpty() ? "A,B" : String.join(",", allowed.subList(0, 2));
                throw refused(
                        "bad_value",
                        "Parameter '" + name + "' has an empty place in its list: write, for example, " + name + "="
                                + example);
            }
            if (!allowed.isEmpty() && !allowed.contains(value.strip())) {
                throw refused(
                        "value_not_allowed",
                        "Parameter '" + name + "' takes some of these: " + String.join(", ", allowed));
            }
            values.add(value.strip());
        }
        if (name.equals("models") && values.size() > MOST_MODELS) {
            throw refused(
                    "value_out_of_range",
                    "Parameter 'models' has " + values.size() + " models, OpenRouter takes 3: leave out the last ones,"
                            + " or make them targets of a route");
        }
        return values;
    }

    static ConfigurationException refused(String code, String message) {
        return new ConfigurationException(message, Details.builder().code(code).build());
    }
}
