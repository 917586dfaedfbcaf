package org.chatmodels;

import java.util.Objects;
import java.util.Optional;
import org.chatmodels.provider.JsonBinding;
import org.jspecify.annotations.Nullable;

/** A function the model may call. */
public final class Tool {
    private final String name;
    private final @Nullable String description;
    private final String parameters;
    private final @Nullable Boolean strict;
    private final @Nullable Body body;

    /** Without a description it is a hosted tool, named for its provider. */
    private Tool(String name, @Nullable String description, String parameters, @Nullable Body body) {
        this(name, description, parameters, body, null);
    }

    private Tool(Tool from, boolean strict) {
        this(from.name, from.description, from.parameters, from.body, strict);
    }

    private Tool(
            String name,
            @Nullable String description,
            String parameters,
            @Nullable Body body,
            @Nullable Boolean strict) {
        this.name = name;
        this.description = description;
        this.parameters = parameters;
        this.body = body;
        this.strict = strict;
    }

    /** {@code arguments} is a record; its schema is written here, IllegalArgumentException for what has none. */
    public static <A> Tool of(String name, String description, Class<A> arguments, ToolBody<? super A> body) {
        Arguments.notBlank(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(body, "body");
        Arguments.check(arguments.isRecord(), "arguments", "are " + arguments.getName() + ": write a record");
        return new Tool(name, description, SchemaWriter.schema(arguments), json -> {
            JsonBinding binding = ChatModels.registry().binding("Tool " + name + " ");
            Object result = body.call(arguments.cast(binding.read(json, arguments)));
            return result instanceof String text ? text : binding.write(result);
        });
    }

    /** A tool the caller runs. */
    public static Tool declare(String name, String description, String parametersJsonSchema) {
        Arguments.notBlank(name, "name");
        Objects.requireNonNull(description, "description");
        Arguments.jsonObject(parametersJsonSchema, "parametersJsonSchema");
        return new Tool(name, description, parametersJsonSchema, null);
    }

    /** A tool the backend runs, sent as it stands to that provider, ignored with a warning by others. */
    public static Tool hosted(String provider, String json) {
        Arguments.notBlank(provider, "provider");
        return new Tool(provider, null, Arguments.jsonObject(json, "json"), null);
    }

    /** The same tool whose arguments must fit the schema exactly, or need not. */
    public Tool strict(boolean on) {
        return new Tool(this, on);
    }

    /** The name by which the model calls it, never blank; of a hosted tool its provider. */
    public String name() {
        return name;
    }

    /** What the model is told of it; of a hosted tool empty. */
    public String description() {
        return description == null ? "" : description;
    }

    /** JSON Schema of the arguments; of a hosted tool its JSON. */
    public String parameters() {
        return parameters;
    }

    /** Whether arguments must fit the schema exactly; empty: the backend decides. */
    public Optional<Boolean> strict() {
        return Optional.ofNullable(strict);
    }

    /** The provider whose backend runs it. */
    public Optional<String> hostedBy() {
        return description == null ? Optional.of(name) : Optional.empty();
    }

    /** Runs the body; IllegalStateException without one. */
    public String call(String argumentsJson) throws Exception {
        Objects.requireNonNull(argumentsJson, "argumentsJson");
        if (body != null) {
            return body.call(argumentsJson);
        }
        throw new IllegalStateException(
                description != null
                        ? "Tool " + name + " is only declared: run it yourself and answer with Message.toolResult"
                        : "A tool hosted by " + name + " is run there");
    }

    /** Name, kind and size of the schema. */
    @Override
    public String toString() {
        return "Tool[" + name + ", " + kind() + ", " + parameters.length() + " chars"
                + (strict == null ? "]" : ", strict=" + strict + "]");
    }

    private String kind() {
        if (description == null) {
            return "hosted";
        }
        return body == null ? "declared" : "runnable";
    }

    /** From the arguments' JSON to the result as the model gets it. */
    private interface Body {
        String call(String argumentsJson) throws Exception;
    }
}
