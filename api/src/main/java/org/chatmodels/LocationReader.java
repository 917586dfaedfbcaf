package org.chatmodels;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads locations, aliases and routes in one pass from left to right. Every fault is a {@link ConfigurationException}
 * with the column; what stands in a parameter's value is never repeated.
 */
final class LocationReader {
    private static final int LONGEST = 2048;
    private static final int MOST_PARAMETERS = 64;
    private static final int LONGEST_PROVIDER = 64;
    private static final String EXAMPLE = "write PROVIDER:MODEL, e.g. groq:openai/gpt-oss-20b";
    private static final String URL_SCHEMES =
            " about blob classpath data file ftp ftps git gs http https jar javascript"
                    + " jdbc jndi ldap ldaps mailto odbc r2dbc rmi s3 sftp ssh tcp udp unix urn ws wss ";
    private static final String IN_NAMES = "-_.";

    private final String text;
    private int parameterCount;

    LocationReader(String text) {
        this.text = Objects.requireNonNull(text, "text");
    }

    List<Target> targets() {
        checkLength();
        List<Target> targets = new ArrayList<>();
        for (int start = 0; start <= text.length(); ) {
            int end = endOfTarget(start);
            if (targets.size() == Route.MOST_TARGETS) {
                throw error("too_many_targets", start, "More than 8 targets", "leave out the rest");
            }
            targets.add(target(start, end));
            start = end + 1;
        }
        return targets;
    }

    ModelLocation location() {
        checkLength();
        int end = endOfTarget(0);
        if (end < text.length()) {
            throw error(
                    "one_target_only",
                    end,
                    "A '|' in a single location",
                    "write one PROVIDER:MODEL; only open takes several targets");
        }
        Target target = target(0, end);
        if (target.isAlias()) {
            throw error("no_model", target.column() - 1, "A name without a model", EXAMPLE);
        }
        return target.location();
    }

    /** Lower-case, '_' read as '-'. */
    static String providerName(String written) {
        return written.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static boolean standsInModel(char c) {
        return Names.isPlain(c, "-._~:/@+");
    }

    /** '&amp;', '#', '|' and '%' have their own meaning. */
    static boolean standsInValue(char c) {
        return c > ' ' && c < 0x7f && "&#|%".indexOf(c) < 0;
    }

    private void checkLength() {
        if (text.length() > LONGEST) {
            throw error(
                    "location_too_long",
                    LONGEST,
                    "More than 2,048 characters",
                    "shorten it, or put the options into an alias");
        }
    }

    private int endOfTarget(int start) {
        int bar = text.indexOf('|', start);
        return bar < 0 ? text.length() : bar;
    }

    private Target target(int from, int to) {
        int start = from;
        int end = to;
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        if (start == end) {
            throw text.indexOf('|') < 0
                    ? error("empty_location", 0, "An empty location", EXAMPLE)
                    : error(
                            "empty_location",
                            from,
                            "An empty target beside '|'",
                            "write one there or leave out the '|'");
        }
        int question = indexOf('?', start, end);
        return question < 0 ? target(start, end, Map.of()) : target(start, question, parameters(question + 1, end));
    }

    private Target target(int start, int end, Map<String, List<String>> parameters) {
        int colon = indexOf(':', start, end);
        if (colon < 0) {
            return new Target(start + 1, alias(start, end), Optional.empty(), parameters);
        }
        String provider = provider(start, colon, end);
        return new Target(start + 1, provider, Optional.of(model(colon + 1, end)), parameters);
    }

    private String alias(int start, int end) {
        if (start == end) {
            throw error("empty_location", start, "No name before '?'", EXAMPLE);
        }
        String alias = name(start, end, end, "a name");
        if (!isLetter(alias.charAt(0))) {
            throw error("bad_name", start, "The name of an alias begins with a letter", EXAMPLE);
        }
        return alias;
    }

    private String provider(int start, int colon, int end) {
        if (start == colon) {
            throw error("no_provider", start, "No provider before ':'", EXAMPLE);
        }
        String name = providerName(name(start, colon, end, "the name of a provider"));
        if (name.length() == 1) {
            boolean drive = colon + 1 < end && "\\/".indexOf(text.charAt(colon + 1)) >= 0;
            String fault = drive ? "A file path is not a location" : "The name of a provider has at least 2 characters";
            throw error(drive ? "path_not_location" : "bad_provider_name", start, fault, EXAMPLE);
        }
        if (name.length() > LONGEST_PROVIDER) {
            throw error("bad_provider_name", start, "The name of a provider has at most 64 characters", EXAMPLE);
        }
        if (URL_SCHEMES.contains(" " + name + " ") || text.startsWith("//", colon + 1)) {
            boolean web = name.startsWith("http");
            String remedy = web ? "write openai-compatible:MODEL?base_url=" + name + "://…" : EXAMPLE;
            throw error("url_not_location", start, "A URL is not a location", remedy);
        }
        return name;
    }

    /** Letters, digits and three marks; what follows up to {@code stop} helps who wrote a path. */
    private String name(int start, int end, int stop, String what) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!Names.isPlain(c, IN_NAMES)) {
                throw c == '/' && stop > 0 ? slash(start, i, stop) : unfit(i, what);
            }
        }
        return text.substring(start, end);
    }

    private String model(int start, int end) {
        if (start == end) {
            throw error("no_model", start, "No model after ':'", EXAMPLE);
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!standsInModel(c) && c != '%') {
                throw unfit(i, "a model");
            }
        }
        String model = decode(start, end, false);
        if (model.startsWith("//")) {
            throw error("url_not_location", start, "A model doesn't begin with '//'", EXAMPLE);
        }
        return model;
    }

    private Map<String, List<String>> parameters(int start, int end) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        Map<String, String> spellings = new LinkedHashMap<>();
        for (int from = start; from <= end; ) {
            int to = indexOf('&', from, end);
            int stop = to < 0 ? end : to;
            parameter(from, stop, values, spellings);
            from = stop + 1;
        }
        values.replaceAll((name, list) -> List.copyOf(list));
        return Collections.unmodifiableMap(values);
    }

    private void parameter(int start, int end, Map<String, List<String>> values, Map<String, String> spellings) {
        if (++parameterCount > MOST_PARAMETERS) {
            throw error("too_many_parameters", start, "More than 64 parameters", "leave out the rest");
        }
        int equals = indexOf('=', start, end);
        String name = parameterName(start, equals < 0 ? end : equals);
        if (equals < 0 || equals + 1 == end) {
            throw error(
                    "parameter_without_value",
                    start,
                    "A parameter without a value",
                    "write name=value or leave it out");
        }
        String first = spellings.putIfAbsent(Parameters.key(name), name);
        if (first != null && !Parameters.mayRepeat(name)) {
            String also = first.equals(name) ? "" : " (as '" + first + "' before)";
            throw error("repeated_parameter", start, "Parameter '" + name + "' stands twice" + also, "write it once");
        }
        String value = value(name, equals + 1, end);
        values.computeIfAbsent(first == null ? name : first, unused -> new ArrayList<>())
                .add(value);
    }

    private String parameterName(int start, int end) {
        if (start == end) {
            throw error("bad_parameter_name", start, "A parameter without a name", "write ?name=value&name=value");
        }
        if (Parameters.isSecret(text.substring(start, end))) {
            throw error(
                    "key_in_location",
                    start,
                    "A key or password",
                    "keys don't belong in a location, use credential=NAME");
        }
        String name = name(start, end, 0, "the name of a parameter");
        if (!isLetter(name.charAt(0))) {
            throw error(
                    "bad_parameter_name",
                    start,
                    "The name of a parameter begins with a letter",
                    "write ?name=value&name=value");
        }
        return name;
    }

    private String value(String name, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!standsInValue(c) && c != '%' || c == '$' && text.startsWith("${", i)) {
                throw unfit(i, "a value");
            }
            if (c == ';' && namesParameter(i + 1, end)) {
                throw error(
                        "wrong_separator",
                        i,
                        "Parameters are not separated by ';'",
                        "write '&' (or %3B where it is of the value)");
            }
        }
        return decode(start, end, Parameters.mayHaveLines(name));
    }

    /** Whether a name and '=' follow. */
    private boolean namesParameter(int start, int end) {
        int i = start;
        while (i < end && Names.isPlain(text.charAt(i), IN_NAMES)) {
            i++;
        }
        return i > start && i < end && text.charAt(i) == '=';
    }

    private ConfigurationException slash(int start, int index, int end) {
        String before = text.substring(start, index);
        String after = text.substring(index + 1, end);
        boolean plain = before.length() > 1 && isLetter(before.charAt(0)) && !after.isEmpty();
        for (int i = 0; plain && i < after.length(); i++) {
            plain = standsInModel(after.charAt(i)) && !after.startsWith("//", i);
        }
        String remedy = plain ? "write " + before + ":" + after + ", or PROVIDER:" + before + "/" + after : EXAMPLE;
        return error(
                "path_not_location",
                index,
                "A '/' before the ':' of PROVIDER:MODEL (a path is not a location)",
                remedy);
    }

    private ConfigurationException unfit(int index, String where) {
        char c = text.charAt(index);
        boolean encodable = where.equals("a model") || where.equals("a value");
        String fault = "The character '" + c + "' can't stand in " + where;
        String remedy = encodable ? "write it as %XX" : EXAMPLE;
        String code = "bad_character";
        if (isBlank(c)) {
            fault = "A blank in " + where;
            remedy = encodable ? "leave it out or write %20" : "leave it out";
        } else if (c < ' ' || c == 0x7f) {
            fault = "A control character in " + where;
            remedy = "leave it out";
        } else if (c > 0x7f) {
            fault = "A character in " + where + " that is not ASCII";
        } else if (text.startsWith("${", index)) {
            code = "unresolved_placeholder";
            fault = "An unresolved ${…}";
            remedy = "fill it in before the location is opened";
        } else if (c == ';' || c == '&' || c == '=') {
            code = "wrong_separator";
            remedy = "write '?' before the first parameter and '&' between them: ?name=value&name=value";
        }
        return error(code, index, fault, remedy);
    }

    /** UTF-8 behind %XX, without control characters; {@code lines} lets tab, line feed and carriage return pass. */
    private String decode(int start, int end, boolean lines) {
        int percent = indexOf('%', start, end);
        if (percent < 0) {
            return text.substring(start, end);
        }
        ByteBuffer bytes = ByteBuffer.allocate(end - start);
        for (int i = start; i < end; i++) {
            boolean escaped = text.charAt(i) == '%';
            bytes.put(escaped ? octet(i, end) : (byte) text.charAt(i));
            i += escaped ? 2 : 0;
        }
        String decoded;
        try {
            decoded = StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException notUtf8) {
            throw error("bad_escape", percent, "%XX that is not UTF-8", "write the UTF-8 bytes of the character");
        }
        for (int i = 0; i < decoded.length(); i++) {
            char c = decoded.charAt(i);
            if (Character.isISOControl(c) && !(lines && "\t\n\r".indexOf(c) >= 0)) {
                throw error("bad_character", percent, "A control character as %XX", "leave it out");
            }
        }
        return decoded;
    }

    private byte octet(int index, int end) {
        int octet = 0;
        for (int i = index + 1; i <= index + 2; i++) {
            int digit = i < end && text.charAt(i) < 0x80 ? Character.digit(text.charAt(i), 16) : -1;
            if (digit < 0) {
                throw error("bad_escape", index, "A '%' without two hexadecimal digits", "write %25 for a '%'");
            }
            octet = octet << 4 | digit;
        }
        return (byte) octet;
    }

    private ConfigurationException error(String code, int index, String fault, String remedy) {
        return new ConfigurationException(code, fault + " (column " + (index + 1) + "): " + remedy);
    }

    private int indexOf(char wanted, int start, int end) {
        int index = text.indexOf(wanted, start);
        return index < end ? index : -1;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
