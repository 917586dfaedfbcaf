package org.chatmodels;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Reads locations, aliases and routes in one pass from left to right. Every fault is a {@link ConfigurationException}
 * with the column; what stands in a parameter's value is never repeated.
 */
final class LocationReader {
    private static final int LONGEST = 2048;
    private static final int MOST_PARAMETERS = 64;
    private static final int LONGEST_PROVIDER = 64;
    private static final String EXAMPLE = "write PROVIDER:MODEL, e.g. groq:openai/gpt-oss-20b";
    private static final Set<String> URL_SCHEMES = Set.of(
            "about",
            "blob",
            "classpath",
            "data",
            "file",
            "ftp",
            "ftps",
            "git",
            "gs",
            "http",
            "https",
            "jar",
            "javascript",
            "jdbc",
            "jndi",
            "ldap",
            "ldaps",
            "mailto",
            "odbc",
            "r2dbc",
            "rmi",
            "s3",
            "sftp",
            "ssh",
            "tcp",
            "udp",
            "unix",
            "urn",
            "ws",
            "wss");

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
                throw error(start, "More than 8 targets", "leave out the rest");
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
            throw error(end, "A '|' in a single location", "write one PROVIDER:MODEL; only open takes several targets");
        }
        Target target = target(0, end);
        if (target.isAlias()) {
            throw error(target.column() - 1, "A name without a model", EXAMPLE);
        }
        return target.location();
    }

    /** Lower-case, '_' read as '-'. */
    static String providerName(String written) {
        StringBuilder name = new StringBuilder(written);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c >= 'A' && c <= 'Z') {
                name.setCharAt(i, (char) (c + ('a' - 'A')));
            } else if (c == '_') {
                name.setCharAt(i, '-');
            }
        }
        return name.toString();
    }

    static boolean standsInModel(char c) {
        return isLetterOrDigit(c) || "-._~:/@+".indexOf(c) >= 0;
    }

    /** '&amp;', '#', '|' and '%' have their own meaning. */
    static boolean standsInValue(char c) {
        return c > ' ' && c < 0x7f && "&#|%".indexOf(c) < 0;
    }

    private void checkLength() {
        if (text.length() > LONGEST) {
            throw error(LONGEST, "More than 2,048 characters", "shorten it, or put the options into an alias");
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
                    ? error(0, "An empty location", EXAMPLE)
                    : error(from, "An empty target beside '|'", "write one there or leave out the '|'");
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
            throw error(start, "No name before '?'", EXAMPLE);
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && "-_.".indexOf(c) < 0) {
                throw c == '/' ? slash(start, i, end) : unfit(i, "a name");
            }
        }
        if (!isLetter(text.charAt(start))) {
            throw error(start, "The name of an alias begins with a letter", EXAMPLE);
        }
        return text.substring(start, end);
    }

    private String provider(int start, int colon, int end) {
        if (start == colon) {
            throw error(start, "No provider before ':'", EXAMPLE);
        }
        for (int i = start; i < colon; i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && "-_.".indexOf(c) < 0) {
                throw c == '/' ? slash(start, i, end) : unfit(i, "the name of a provider");
            }
        }
        checkProvider(start, colon, end);
        return providerName(text.substring(start, colon));
    }

    private void checkProvider(int start, int colon, int end) {
        int length = colon - start;
        if (length == 1) {
            boolean drive = colon + 1 < end && "\\/".indexOf(text.charAt(colon + 1)) >= 0;
            throw drive
                    ? error(start, "A file path is not a location", EXAMPLE)
                    : error(start, "The name of a provider has at least 2 characters", EXAMPLE);
        }
        if (length > LONGEST_PROVIDER) {
            throw error(start, "The name of a provider has at most 64 characters", EXAMPLE);
        }
        String name = providerName(text.substring(start, colon));
        if (URL_SCHEMES.contains(name) || text.startsWith("//", colon + 1)) {
            String remedy =
                    name.startsWith("http") ? "write openai-compatible:MODEL?base_url=" + name + "://…" : EXAMPLE;
            throw error(start, "A URL is not a location", remedy);
        }
    }

    private String model(int start, int end) {
        if (start == end) {
            throw error(start, "No model after ':'", EXAMPLE);
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!standsInModel(c) && c != '%') {
                throw unfit(i, "a model");
            }
        }
        String model = decoder().decode(start, end, false);
        if (model.startsWith("//")) {
            throw error(start, "A model doesn't begin with '//'", EXAMPLE);
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
            throw error(start, "More than 64 parameters", "leave out the rest");
        }
        int equals = indexOf('=', start, end);
        String name = parameterName(start, equals < 0 ? end : equals);
        if (equals < 0 || equals + 1 == end) {
            throw error(start, "A parameter without a value", "write name=value or leave it out");
        }
        String first = spellings.putIfAbsent(Parameters.key(name), name);
        if (first != null && !Parameters.mayRepeat(name)) {
            String also = first.equals(name) ? "" : " (as '" + first + "' before)";
            throw error(start, "Parameter '" + name + "' stands twice" + also, "write it once");
        }
        String value = value(name, equals + 1, end);
        values.computeIfAbsent(first == null ? name : first, unused -> new ArrayList<>())
                .add(value);
    }

    private String parameterName(int start, int end) {
        if (start == end) {
            throw error(start, "A parameter without a name", "write ?name=value&name=value");
        }
        if (Parameters.isSecret(text.substring(start, end))) {
            throw error(start, "A key or password", "keys don't belong in a location, use credential=NAME");
        }
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!isLetterOrDigit(c) && "-_.".indexOf(c) < 0) {
                throw unfit(i, "the name of a parameter");
            }
        }
        if (!isLetter(text.charAt(start))) {
            throw error(start, "The name of a parameter begins with a letter", "write ?name=value&name=value");
        }
        return text.substring(start, end);
    }

    private String value(String name, int start, int end) {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (!standsInValue(c) && c != '%' || c == '$' && text.startsWith("${", i)) {
                throw unfit(i, "a value");
            }
            if (c == ';' && namesParameter(i + 1, end)) {
                throw error(i, "Parameters are not separated by ';'", "write '&' (or %3B where it is of the value)");
            }
        }
        return decoder().decode(start, end, Parameters.mayHaveLines(name));
    }

    /** Whether a name and '=' follow. */
    private boolean namesParameter(int start, int end) {
        int i = start;
        while (i < end && (isLetterOrDigit(text.charAt(i)) || "-_.".indexOf(text.charAt(i)) >= 0)) {
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
        return plain
                ? error(
                        index,
                        "A '/' where the provider ends with ':'",
                        "write " + before + ":" + after + ", or PROVIDER:" + before + "/" + after)
                : error(index, "A '/' before the ':' of PROVIDER:MODEL (a path is not a location)", EXAMPLE);
    }

    private ConfigurationException unfit(int index, String where) {
        char c = text.charAt(index);
        boolean encodable = where.equals("a model") || where.equals("a value");
        String remedy = encodable ? "write it as %XX" : EXAMPLE;
        if (isBlank(c)) {
            return error(index, "A blank in " + where, encodable ? "leave it out or write %20" : "leave it out");
        }
        if (c < ' ' || c == 0x7f) {
            return error(index, "A control character in " + where, "leave it out");
        }
        if (c > 0x7f) {
            return error(index, "A character in " + where + " that is not ASCII", remedy);
        }
        if (text.startsWith("${", index)) {
            return error(index, "An unresolved ${…}", "fill it in before the location is opened");
        }
        if (c == ';') {
            return error(index, "A ';' in " + where, "write parameters as ?name=value&name=value");
        }
        if (c == '&' || c == '=') {
            return error(index, "A '" + c + "' in " + where, "write '?' before the first parameter, '&' between them");
        }
        return error(index, "The character '" + c + "' can't stand in " + where, remedy);
    }

    private PercentDecoder decoder() {
        return new PercentDecoder(text, this::error);
    }

    private ConfigurationException error(int index, String fault, String remedy) {
        return new ConfigurationException(fault + " (column " + (index + 1) + "): " + remedy);
    }

    private int indexOf(char wanted, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) == wanted) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }

    private static boolean isLetterOrDigit(char c) {
        return isLetter(c) || c >= '0' && c <= '9';
    }
}
