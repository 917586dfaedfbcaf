package org.chatmodels.openaicompatible;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes the catalogue of models from a local copy of models.dev: {@code java CatalogueBuilder.java SOURCE COMMIT DATE
 * OUT}. SOURCE is a checkout of its repository; beside OUT stands services.properties, whose retired models are taken
 * over. One file, so that it runs without being built.
 */
final class CatalogueBuilder {
    /** Service here, provider ids there, the first counts; without unread services, routers, deployments. */
    static final String SERVICES = """
            openai openai / anthropic anthropic / gemini google / mistral mistral / deepseek deepseek
            / cohere cohere / xai xai / moonshot moonshotai / zai zai / zhipu zhipuai / dashscope alibaba
            / minimax minimax / groq groq / together togetherai / fireworks fireworks-ai / cerebras cerebras
            / nvidia nvidia / deepinfra deepinfra / novita novita-ai / nebius nebius / synthetic synthetic
            / ollama-cloud ollama-cloud / bedrock amazon-bedrock
            / cloudflare cloudflare-workers-ai / databricks databricks / snowflake snowflake-cortex
            / huggingface huggingface / perplexity perplexity perplexity-agent
            """;

    /** What no question in words goes to, and what is an address of a region rather than a model. */
    private static final Pattern LEFT_OUT =
            Pattern.compile(".*(embed|rerank|whisper|-tts|image|flux).*|(au|eu|jp|us|apac|global)[.].*");

    /** Where 0 is a price; elsewhere it says that calls are paid in another way. */
    private static final Pattern FREE = Pattern.compile("(zai|zhipu) .*-flash|.*[:/]free");

    private static final String COLUMNS = "service\tmodel\tcontext_window\tmax_output_tokens\tinput\toutput"
            + "\tcached_input\tcache_write\treasoning\ttiers\tcan\tretired\n";

    private static final List<String> PRICES = List.of("input", "output", "cache_read", "cache_write", "reasoning");

    private final Path source;

    CatalogueBuilder(Path source) {
        this.source = source;
    }

    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 4) {
            throw new IllegalArgumentException("write SOURCE COMMIT DATE OUT");
        }
        Path out = Path.of(arguments[3]).toAbsolutePath();
        CatalogueBuilder builder = new CatalogueBuilder(Path.of(arguments[0]));
        Files.writeString(out, builder.text(arguments[1], arguments[2], out.resolveSibling("services.properties")));
    }

    String text(String commit, String date, Path services) throws IOException {
        Properties rows = new Properties();
        try (var reader = Files.newBufferedReader(services)) {
            rows.load(reader);
        }
        Map<String, List<String>> lines = new TreeMap<>();
        for (String service : SERVICES.split("/")) {
            String[] names = service.strip().split("\\s+");
            if (!rows.containsKey(names[0] + ".provider")) {
                throw new IllegalStateException("No service '" + names[0] + "' in " + services + ": mend SERVICES");
            }
            for (int i = 1; i < names.length; i++) {
                models(names[i]).forEach((id, model) -> add(lines, names[0], id, model));
            }
        }
        retire(lines, rows);
        StringBuilder text = new StringBuilder(head(commit, date));
        lines.values()
                .forEach(cells ->
                        text.append(String.join("\t", cells).stripTrailing()).append('\n'));
        return text.toString();
    }

    private String head(String commit, String date) throws IOException {
        StringBuilder head = new StringBuilder("""
                # What models cost and can, written by CatalogueBuilder from https://github.com/anomalyco/models.dev
                # at commit COMMIT, MIT. Prices: US dollars per million tokens; tiers: those of prompts with more
                # tokens, ABOVE:input,output,cached_input,cache_write,reasoning; can: tools, json_schema, images, audio,
                # files, reasoning, a capital for yes, a small letter for no.
                #
                """.replace("COMMIT", commit));
        for (String line : Files.readAllLines(source.resolve("LICENSE"))) {
            head.append(("# " + line).strip()).append('\n');
        }
        return head + "date\t" + date + "\n" + COLUMNS;
    }

    /** By id. */
    private Map<String, Map<String, Object>> models(String provider) throws IOException {
        Map<String, Map<String, Object>> models = new TreeMap<>();
        Path folder = source.resolve("providers/" + provider + "/models");
        try (Stream<Path> files = Files.walk(folder)) {
            files.filter(file -> file.toString().endsWith(".toml") && Files.exists(file))
                    .forEach(file -> models.put(id(folder, file), whole(file)));
        }
        return models;
    }

    private static String id(Path folder, Path file) {
        return folder.relativize(file).toString().replace('\\', '/').replaceAll("[.]toml$", "");
    }

    /** Laid over the model that it names as its base. */
    private Map<String, Object> whole(Path file) {
        Map<String, Object> own = new Source(file).toml();
        if (!(own.get("base_model") instanceof String base)) {
            return own;
        }
        Map<String, Object> merged = new Source(source.resolve("models").resolve(base + ".toml")).toml();
        merge(merged, own);
        if (own.get("base_model_omit") instanceof List<?> omitted) {
            omitted.forEach(path -> omit(merged, String.valueOf(path)));
        }
        return merged;
    }

    private static void merge(Map<String, Object> into, Map<String, Object> over) {
        over.forEach((key, value) -> {
            if (value instanceof Map && into.get(key) instanceof Map) {
                merge(map(into, key), map(value));
            } else {
                into.put(key, value);
            }
        });
    }

    private static void omit(Map<String, Object> model, String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            model.remove(path);
        } else {
            omit(map(model, path.substring(0, dot)), path.substring(dot + 1));
        }
    }

    private void add(Map<String, List<String>> lines, String service, String id, Map<String, Object> model) {
        Map<String, Object> kinds = map(model, "modalities");
        boolean text = has(kinds, "input", "text") && has(kinds, "output", "text");
        if (!text || LEFT_OUT.matcher(id.toLowerCase(Locale.ROOT)).matches()) {
            return;
        }
        Map<String, Object> cost = map(model, "cost");
        boolean free = (number(cost, "input") + number(cost, "output")).equals("00");
        cost = free && !FREE.matcher(service + " " + id).matches() ? Map.of() : cost;
        if (number(cost, "cache_read").equals("0") && !number(cost, "input").equals("0")) {
            cost.remove("cache_read");
        }
        List<String> cells = new ArrayList<>(List.of(service, id));
        for (String limit : List.of("context", "output")) {
            cells.add(number(map(model, "limit"), limit).replaceAll("^0$", ""));
        }
        cells.addAll(prices(cost));
        cells.addAll(List.of(tiers(cost), can(model, kinds), ""));
        lines.putIfAbsent(service + "\t" + id, cells);
    }

    private static String tiers(Map<String, Object> cost) {
        List<String> tiers = new ArrayList<>();
        if (cost.get("tiers") instanceof List<?> list) {
            for (Object tier : list) {
                String prices = String.join(",", prices(map(tier))).replaceAll(",+$", "");
                tiers.add(number(map(map(tier), "tier"), "size") + ":" + prices);
            }
        }
        return String.join(" ", tiers);
    }

    private static List<String> prices(Map<String, Object> cost) {
        return PRICES.stream().map(price -> number(cost, price)).toList();
    }

    private static String can(Map<String, Object> model, Map<String, Object> kinds) {
        StringBuilder can = new StringBuilder();
        can.append(letter('t', model.get("tool_call"))).append(letter('j', model.get("structured_output")));
        can.append(letter('i', has(kinds, "input", "image"))).append(letter('a', has(kinds, "input", "audio")));
        boolean files = has(kinds, "input", "pdf");
        can.append(files || Boolean.FALSE.equals(model.get("attachment")) ? letter('f', files) : "");
        return can.append(letter('r', model.get("reasoning"))).toString();
    }

    private static String letter(char letter, Object value) {
        return value instanceof Boolean yes ? String.valueOf(yes ? Character.toUpperCase(letter) : letter) : "";
    }

    private static boolean has(Map<String, Object> kinds, String direction, String kind) {
        return kinds.get(direction) instanceof List<?> list && list.contains(kind);
    }

    /** The rows say of models when they end, which the source doesn't. */
    private static void retire(Map<String, List<String>> lines, Properties rows) {
        rows.forEach((key, value) -> {
            int at = key.toString().indexOf(".retired_model.");
            if (at > 0) {
                String[] parts = value.toString().split("\\s*;\\s*");
                List<String> name = List.of(key.toString().substring(0, at), parts[0]);
                List<String> empty = Stream.concat(
                                name.stream(), Stream.generate(() -> "").limit(10))
                        .toList();
                lines.computeIfAbsent(String.join("\t", name), absent -> new ArrayList<>(empty))
                        .set(11, parts[1]);
            }
        });
    }

    /** As short as it can be; empty where it is missing. */
    private static String number(Map<String, Object> from, String name) {
        if (!(from.get(name) instanceof BigDecimal number) || number.signum() < 0) {
            return "";
        }
        String text = number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
        return text.startsWith("0.") ? text.substring(1) : text;
    }

    private static Map<String, Object> map(Map<String, Object> from, String key) {
        return map(from.getOrDefault(key, ""));
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return value instanceof Map ? (Map<String, Object>) value : new LinkedHashMap<>();
    }

    /** One file: the part of TOML that models.dev uses. */
    private static final class Source {
        private final Path file;
        private final String text;
        private int at;

        Source(Path file) {
            this.file = file;
            try {
                text = Files.readString(file) + "\n";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Map<String, Object> toml() {
            Map<String, Object> all = new LinkedHashMap<>();
            Map<String, Object> table = all;
            for (skip(); at < text.length(); skip()) {
                if (text.charAt(at) == '[') {
                    table = table(all);
                } else {
                    String key = key();
                    expect('=');
                    if (table.put(key, value()) != null) {
                        throw wrong("'" + key + "' stands twice");
                    }
                }
            }
            return all;
        }

        private Map<String, Object> table(Map<String, Object> all) {
            boolean one = !text.startsWith("[[", at);
            int end = text.indexOf(one ? "]" : "]]", at);
            String[] path =
                    text.substring(at + (one ? 1 : 2), Math.max(at + 2, end)).split("\\.");
            at = end + (one ? 1 : 2);
            Map<String, Object> table = all;
            for (int i = 0; i < path.length - 1; i++) {
                table = map(table.computeIfAbsent(path[i], key -> new LinkedHashMap<>()));
            }
            String last = path[path.length - 1];
            if (one) {
                return map(table.computeIfAbsent(last, key -> new LinkedHashMap<>()));
            }
            Map<String, Object> element = new LinkedHashMap<>();
            List<Object> elements = new ArrayList<>(table.get(last) instanceof List<?> others ? others : List.of());
            elements.add(element);
            table.put(last, elements);
            return element;
        }

        private Object value() {
            while (text.charAt(at) == ' ' || text.charAt(at) == '\t') {
                at++;
            }
            char first = text.charAt(at);
            if (first == '{' || first == '[') {
                return first == '{' ? object() : array();
            }
            if (first == '"' || first == '\'') {
                return quoted();
            }
            String word = word();
            if (word.equals("true") || word.equals("false")) {
                return word.equals("true");
            }
            try {
                return new BigDecimal(word.replace("_", ""));
            } catch (NumberFormatException e) {
                if (word.isEmpty() || !Character.isLetterOrDigit(word.charAt(0))) {
                    throw wrong("no value");
                }
                return word;
            }
        }

        private Map<String, Object> object() {
            Map<String, Object> object = new LinkedHashMap<>();
            at++;
            while (!ends('}')) {
                String key = key();
                expect('=');
                object.put(key, value());
            }
            return object;
        }

        private List<Object> array() {
            List<Object> array = new ArrayList<>();
            at++;
            while (!ends(']')) {
                array.add(value());
            }
            return array;
        }

        /** Also takes the comma before the next. */
        private boolean ends(char end) {
            skip();
            if (text.charAt(at) == ',') {
                at++;
                skip();
            }
            return text.charAt(at) == end && at++ > 0;
        }

        private String key() {
            skip();
            String key = text.charAt(at) == '"' ? quoted() : word();
            if (key.isEmpty()) {
                throw wrong("no key");
            }
            return key;
        }

        private String quoted() {
            char quote = text.charAt(at);
            StringBuilder value = new StringBuilder();
            for (at++; text.charAt(at) != quote; at++) {
                if (text.charAt(at) == '\n') {
                    throw wrong("a text without an end");
                }
                boolean escaped = quote == '"' && text.charAt(at) == '\\';
                at += escaped ? 1 : 0;
                value.append(text.charAt(at));
            }
            at++;
            return value.toString();
        }

        private String word() {
            int start = at;
            while (" \t\r\n,=:]}#".indexOf(text.charAt(at)) < 0) {
                at++;
            }
            return text.substring(start, at);
        }

        /** Blanks, ends of lines and comments. */
        private void skip() {
            while (at < text.length() && (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '#')) {
                at = text.charAt(at) == '#' ? text.indexOf('\n', at) : at + 1;
            }
        }

        private void expect(char wanted) {
            skip();
            if (at >= text.length() || text.charAt(at) != wanted) {
                throw wrong("'" + wanted + "' is missing");
            }
            at++;
        }

        private IllegalStateException wrong(String what) {
            long line = 1
                    + text.substring(0, Math.min(at, text.length()))
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            return new IllegalStateException(file + " line " + line + ": " + what);
        }
    }
}
