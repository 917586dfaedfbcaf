package org.chatmodels.openaicompatible;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes a JSON Schema with the keywords that a service takes. A keyword that is not taken is said in another way where
 * there is one: a reference by what it refers to, a constant as an enumeration of one, null among the types as nullable.
 */
final class SchemaFilter {
    private static final String DEFINITIONS = "#/$defs/";
    private static final int DEEPEST = 8;

    /** What is lost with these is nothing that an answer could break. */
    private static final Set<String> HARMLESS =
            Set.of("$schema", "$id", "$comment", "$defs", "title", "examples", "default", "description", "nullable");

    private final List<String> words;
    private final boolean all;
    private final boolean excludes;

    /** As in the row: all, keywords that are taken, or with a minus those that are not. */
    SchemaFilter(List<String> words) {
        this.words = words;
        this.all = words.contains("all") || words.isEmpty();
        this.excludes = !all && words.get(0).startsWith("-");
    }

    /** The schema as JSON values, and in {@code lost} the keywords that are gone without another way to say them. */
    Map<String, Object> filtered(String schema, Set<String> lost) {
        Map<String, Object> parsed = Quoted.object(schema);
        return all ? parsed : new Walk(parsed, lost).schema(parsed, 0);
    }

    static Set<String> nothingLost() {
        return new TreeSet<>();
    }

    private boolean takes(String keyword) {
        return excludes ? !words.contains("-" + keyword) : words.contains(keyword);
    }

    /** One pass over one schema. */
    private final class Walk {
        private final Map<?, ?> definitions;
        private final Set<String> lost;

        Walk(Map<String, Object> root, Set<String> lost) {
            this.definitions = root.get("$defs") instanceof Map<?, ?> map ? map : Map.of();
            this.lost = lost;
        }

        private Map<String, Object> schema(Map<?, ?> from, int references) {
            Map<String, Object> to = new LinkedHashMap<>();
            if (from.get("$ref") instanceof String target && !takes("$ref")) {
                return referred(from, target, references);
            }
            for (Map.Entry<?, ?> entry : from.entrySet()) {
                keyword((String) entry.getKey(), entry.getValue(), to, references);
            }
            return takes("nullable") ? nullable(to) : to;
        }

        private Map<String, Object> referred(Map<?, ?> from, String target, int references) {
            Object definition =
                    target.startsWith(DEFINITIONS) ? definitions.get(target.substring(DEFINITIONS.length())) : null;
            if (!(definition instanceof Map<?, ?> known) || references == DEEPEST) {
                lost.add("$ref");
                return new LinkedHashMap<>(Map.of("type", "object"));
            }
            Map<String, Object> merged = new LinkedHashMap<>();
            known.forEach((name, value) -> merged.put((String) name, value));
            from.forEach((name, value) -> {
                if (!"$ref".equals(name)) {
                    merged.put((String) name, value);
                }
            });
            return schema(merged, references + 1);
        }

        private void keyword(String name, Object value, Map<String, Object> to, int references) {
            String known = name.equals("oneOf") && !takes(name) ? "anyOf" : name;
            if (name.equals("const") && !takes(name) && takes("enum")) {
                to.put("enum", List.of(value));
            } else if (takes(known)) {
                to.put(known, value(known, value, references));
            } else if (!HARMLESS.contains(name) && !(name.equals("additionalProperties") && value instanceof Boolean)) {
                lost.add(name);
            }
        }

        private Object value(String name, Object value, int references) {
            boolean named = name.equals("properties") || name.equals("$defs");
            if (value instanceof Map<?, ?> map && named) {
                Map<String, Object> schemas = new LinkedHashMap<>();
                map.forEach((key, one) -> schemas.put((String) key, either(one, references)));
                return schemas;
            } else if (value instanceof List<?> list && (name.endsWith("Of") || name.equals("prefixItems"))) {
                List<Object> schemas = new ArrayList<>();
                list.forEach(one -> schemas.add(either(one, references)));
                return schemas;
            }
            boolean schema = name.equals("items") || name.equals("additionalProperties") || name.equals("not");
            return schema ? either(value, references) : value;
        }

        private Object either(Object value, int references) {
            return value instanceof Map<?, ?> map ? schema(map, references) : value;
        }
    }

    /** {@code "nullable":true} for null among the types, and among the alternatives. */
    @SuppressWarnings("unchecked")
    private static Map<String, Object> nullable(Map<String, Object> schema) {
        if (schema.get("type") instanceof List<?> types && types.contains("null")) {
            List<Object> others = new ArrayList<>(types);
            others.remove("null");
            schema.put("type", others.size() == 1 ? others.get(0) : others);
            schema.put("nullable", true);
        }
        if (schema.get("anyOf") instanceof List<?> schemas && schemas.contains(Map.of("type", "null"))) {
            List<Object> others = new ArrayList<>(schemas);
            others.remove(Map.of("type", "null"));
            schema.put("anyOf", others);
            if (others.size() == 1) {
                schema.remove("anyOf");
                ((Map<String, Object>) others.get(0)).forEach(schema::putIfAbsent);
            }
            schema.put("nullable", true);
        }
        return schema;
    }
}
