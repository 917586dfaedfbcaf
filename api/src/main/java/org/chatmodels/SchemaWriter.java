package org.chatmodels;

import java.lang.reflect.Field;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schema of a Java type, compact and the same each time, in the words that most services take. Every object has all
 * its properties required and no others, what may be left out is null. A type stands where it is used, as not all
 * services follow references; only one that contains itself goes under {@code $defs}. A kind of a sealed interface is
 * told by an {@code enum} of one text, as Ollama and Gemini drop {@code const}.
 */
final class SchemaWriter {
    /** The property that names the kind of a sealed interface. */
    static final String KIND = "type";

    private static final int DEEPEST = 64;
    private static final int LONGEST = 100_000;

    private final Map<Shape, String> names = new HashMap<>();
    private final Map<String, SchemaText> definitions = new LinkedHashMap<>();
    private final Set<Shape> open = new HashSet<>();
    private final SchemaText text;
    private boolean strict = true;
    private int depth;

    /** Of an object with that one property; IllegalArgumentException names the place that has no schema. */
    SchemaWriter(Shape type, String property) {
        Shape named = type.arguments().isEmpty() ? type : type.arguments().get(0);
        text = whole(object(Map.of(property, of(type, named.name()))));
    }

    /** Of a record. */
    SchemaWriter(Class<?> type) {
        Shape shape = Shape.of(type, new Shape(type), type.getSimpleName());
        SchemaText inline = of(shape, type.getSimpleName());
        text = whole(definitions.getOrDefault(names.getOrDefault(shape, ""), inline));
    }

    /** Whether services that hold the model to a schema take it: nothing in it is free. */
    boolean isStrict() {
        return strict;
    }

    /** The schema. */
    @Override
    public String toString() {
        return text.toString();
    }

    private SchemaText whole(SchemaText root) {
        if (definitions.isEmpty()) {
            return root;
        }
        return new SchemaText(root.description(), root.members() + ",\"$defs\":{" + properties(definitions) + "}");
    }

    private SchemaText of(Shape shape, String place) {
        Class<?> raw = shape.raw();
        check(depth++ < DEEPEST, place, "is nested too deeply: write at most " + DEEPEST + " levels");
        try {
            return raw.isRecord() || raw.isSealed() && raw.isInterface() ? named(shape, place) : unnamed(shape, place);
        } finally {
            depth--;
        }
    }

    private SchemaText unnamed(Shape shape, String place) {
        Class<?> raw = shape.raw();
        if (raw.isEnum()) {
            return constants(raw, place);
        } else if (raw == Optional.class) {
            return of(shape.arguments().get(0), place).nullable();
        } else if (raw == List.class || raw == Set.class || raw == Collection.class) {
            return SchemaText.of(
                    "\"type\":\"array\",\"items\":" + of(shape.arguments().get(0), place + "[]"));
        } else if (raw == Map.class) {
            strict = false;
            Class<?> key = shape.arguments().get(0).raw();
            check(key == String.class, place, "has keys that are no texts: write Map<String, …>");
            SchemaText value = of(shape.arguments().get(1), place + "{}");
            return SchemaText.of("\"type\":\"object\",\"additionalProperties\":" + value);
        } else if (raw == Object.class) {
            strict = false;
            return SchemaText.of("");
        }
        SchemaText plain = plain(raw);
        if (plain == null) {
            throw new IllegalArgumentException(place + ": " + raw.getTypeName()
                    + " has no schema: write a record, an enum, a sealed interface of records, a List, Set, Map or"
                    + " Optional of these, or a plain value such as String, int, BigDecimal or LocalDate");
        }
        return plain;
    }

    /** Inside itself a type is a reference, and from then on everywhere. */
    private SchemaText named(Shape shape, String place) {
        if (open.contains(shape)) {
            names.computeIfAbsent(shape, this::freeName);
        }
        String name = names.get(shape);
        if (name != null) {
            return SchemaText.of("\"$ref\":\"#/$defs/" + name + "\"");
        }
        open.add(shape);
        SchemaText text = shape.raw().isRecord() ? object(shape, place, "") : kinds(shape.raw(), place);
        open.remove(shape);
        int length = text.members().length();
        check(length < LONGEST, place, "has a schema beyond " + LONGEST + " characters: write fewer nested records");
        if (!names.containsKey(shape)) {
            return text;
        }
        definitions.put(names.getOrDefault(shape, ""), text);
        return named(shape, place);
    }

    private String freeName(Shape shape) {
        String name = fit(shape.name());
        String free = name;
        for (int i = 2; names.containsValue(free); i++) {
            free = name + i;
        }
        return free;
    }

    /** In letters, digits and underscores that every service takes as a name, at most 64. */
    static String fit(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_]", "_");
        return plain.substring(0, Math.min(plain.length(), 64));
    }

    private SchemaText object(Shape shape, String place, String kind) {
        Class<?> raw = shape.raw();
        Map<String, SchemaText> properties = new LinkedHashMap<>();
        if (!kind.isEmpty()) {
            properties.put(KIND, SchemaText.oneOf(List.of(kind)));
        }
        for (RecordComponent component : raw.getRecordComponents()) {
            String name = component.getName();
            String path = place + "." + name;
            check(!properties.containsKey(name), path, "has the name that tells the kind: write another");
            SchemaText value = of(Shape.of(component.getGenericType(), shape, path), path);
            properties.put(name, value.described(words(component.getAnnotation(Description.class))));
        }
        return object(properties).described(words(raw.getAnnotation(Description.class)));
    }

    private static SchemaText object(Map<String, SchemaText> properties) {
        StringBuilder required = new StringBuilder();
        for (String name : properties.keySet()) {
            required.append(required.length() == 0 ? "" : ",").append(SchemaText.quoted(name));
        }
        return SchemaText.of("\"type\":\"object\",\"properties\":{" + properties(properties) + "},\"required\":["
                + required + "],\"additionalProperties\":false");
    }

    private static String properties(Map<String, SchemaText> schemas) {
        StringBuilder all = new StringBuilder();
        schemas.forEach((name, schema) -> all.append(all.length() == 0 ? "" : ",")
                .append(SchemaText.quoted(name))
                .append(':')
                .append(schema));
        return all.toString();
    }

    private SchemaText kinds(Class<?> family, String place) {
        Map<String, Class<?>> kinds = new LinkedHashMap<>();
        collect(family, kinds, place);
        StringBuilder all = new StringBuilder();
        kinds.forEach((name, kind) -> {
            String path = place + "." + name;
            Shape shape = Shape.of(kind, new Shape(kind), path);
            all.append(all.length() == 0 ? "" : ",").append(object(shape, path, name));
        });
        return SchemaText.of("\"anyOf\":[" + all + "]").described(words(family.getAnnotation(Description.class)));
    }

    private static void collect(Class<?> family, Map<String, Class<?>> kinds, String place) {
        for (Class<?> kind : family.getPermittedSubclasses()) {
            if (kind.isInterface() && kind.isSealed()) {
                collect(kind, kinds, place);
                continue;
            }
            check(kind.isRecord(), place, "permits " + kind.getName() + ": write a record or a sealed interface");
            Class<?> before = kinds.put(kind.getSimpleName(), kind);
            check(
                    before == null || before == kind,
                    place,
                    "permits two named " + kind.getSimpleName() + ": rename one");
        }
    }

    private static SchemaText constants(Class<?> type, String place) {
        List<String> constants = new ArrayList<>();
        List<String> meanings = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (field.isEnumConstant()) {
                constants.add(field.getName());
                String meaning = words(field.getAnnotation(Description.class));
                meanings.add(meaning.isEmpty() ? "" : field.getName() + ": " + meaning);
            }
        }
        check(!constants.isEmpty(), place, "is an enum without constants: write one");
        meanings.removeIf(String::isEmpty);
        return SchemaText.oneOf(constants)
                .described(String.join("; ", meanings))
                .described(words(type.getAnnotation(Description.class)));
    }

    /** Only formats that strict services take; a hint for the others. */
    private static @Nullable SchemaText plain(Class<?> type) {
        return switch (type.getName()) {
            case "boolean", "java.lang.Boolean" -> SchemaText.type("boolean");
            case "byte", "short", "int", "long" -> SchemaText.type("integer");
            case "java.lang.Byte", "java.lang.Short", "java.lang.Integer", "java.lang.Long", "java.math.BigInteger" ->
                SchemaText.type("integer");
            case "float", "double", "java.lang.Float", "java.lang.Double", "java.math.BigDecimal" ->
                SchemaText.type("number");
            case "java.util.OptionalInt", "java.util.OptionalLong" ->
                SchemaText.type("integer").nullable();
            case "java.util.OptionalDouble" -> SchemaText.type("number").nullable();
            case "java.lang.String" -> SchemaText.type("string");
            case "char", "java.lang.Character" -> SchemaText.type("string").described("One character");
            case "java.time.Instant",
                    "java.time.OffsetDateTime",
                    "java.time.ZonedDateTime",
                    "java.time.LocalDateTime" -> format("date-time");
            case "java.time.LocalDate" -> format("date");
            case "java.time.LocalTime", "java.time.OffsetTime" -> format("time");
            case "java.time.Duration", "java.time.Period" -> format("duration");
            case "java.util.UUID" -> format("uuid");
            case "java.net.URI" -> SchemaText.type("string").described("A URI");
            case "java.time.Year" -> SchemaText.type("string").described("A year, as 2026");
            case "java.time.YearMonth" -> SchemaText.type("string").described("Year and month, as 2026-11");
            case "java.time.MonthDay" -> SchemaText.type("string").described("Month and day, as --11-20");
            case "java.time.ZoneId" -> SchemaText.type("string").described("A time zone, as Europe/Rome");
            case "java.time.ZoneOffset" -> SchemaText.type("string").described("An offset from UTC, as +01:00");
            default -> null;
        };
    }

    private static SchemaText format(String name) {
        return SchemaText.of("\"type\":\"string\",\"format\":\"" + name + '"');
    }

    private static String words(@Nullable Description description) {
        return description == null ? "" : description.value().strip();
    }

    private static void check(boolean holds, String place, String complaint) {
        Arguments.check(holds, place + ":", complaint);
    }
}
