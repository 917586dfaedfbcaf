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
        this.name = name;
        this.description = description;
        this.parameters = parameters;
        this.body = body;
        strict = null;
    }

    private Tool(Tool from, boolean strict) {
        name = from.name;
        description = from.description;
        parameters = from.parameters;
        body = from.body;
        this.strict = strict;
    }

    /** {@code arguments} is a record; its schema is written here, IllegalArgumentException for what has none. */
    public static <A> Tool of(String name, String description, Class<A> arguments, ToolBody<? super A> body) {
        Arguments.notBlank(name, "name");
        Objects.requireNonNull(description, "description");
        Objects.requireNonNull(body, "body");
        Arguments.check(arguments.isRecord(), "arguments", "are " + arguments.getName() + ": write a record");
        String schema = new SchemaWriter(arguments).toString();
        return new Tool(name, description, schema, json -> {
            JsonBinding binding = ChatModels.registry().binding("Tool " + name + " ");
            Object result = body.call(read(name, json, arguments, binding));
            if (result instanceof String text) {
                return text;
            }
            return result == null ? "null" : binding.write(result);
        });
    }

    /** A model that wants to give no arguments may give no JSON either. */
    private static <A> A read(String name, String json, Class<A> arguments, JsonBinding binding) {
        try {
            Object read = binding.read(json.isBlank() ? "{}" : json, arguments);
            Arguments.check(read != null, "the document:", "is null");
            return arguments.cast(read);
        } catch (IllegalArgumentException misfit) {
            throw new IllegalArgumentException("The arguments do not fit tool " + name + ": " + misfit.getMessage()
                    + ". Write what its schema says");
        }
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

    /** Whether it has a body, so that {@link #call} runs it. */
    boolean isRunnable() {
        return body != null;
    }

    /**
     * Runs the body and returns what goes to the model: a String as it is, all else as JSON. IllegalArgumentException,
     * with the path and no value, before it runs if the arguments do not fit; whatever the body throws;
     * IllegalStateException without a body, ConfigurationException without a JSON binding in {@link ChatModels#registry()}.
     */
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
