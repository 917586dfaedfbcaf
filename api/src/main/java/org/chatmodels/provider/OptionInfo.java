package org.chatmodels.provider;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A parameter of a location: checked, listed and suggested by the registry. Names are as in the wire format. Immutable. */
public final class OptionInfo {
    /** DURATION is written with its unit, "30s"; URL is http or https. */
    public enum Type {
        TEXT,
        INTEGER,
        NUMBER,
        BOOLEAN,
        DURATION,
        URL
    }

    private final String name;
    private final Type type;
    private final String description;
    private final Optional<String> defaultValue;
    private final List<String> allowed;
    private final boolean repeatable;

    private OptionInfo(Builder builder) {
        this.name = builder.name;
        this.type = builder.type;
        this.description = builder.description;
        this.defaultValue = builder.defaultValue;
        this.allowed = builder.allowed;
        this.repeatable = builder.repeatable;
    }

    /** Name and description are never empty; IllegalArgumentException if they are. */
    public static Builder builder(String name, Type type, String description) {
        return new Builder(name, type, description);
    }

    /** Never empty; compared without case, '-' and '_'. */
    public String name() {
        return name;
    }

    /** What its values must be. */
    public Type type() {
        return type;
    }

    /** For people, never empty. */
    public String description() {
        return description;
    }

    /** As it would be written; empty when there is none. */
    public Optional<String> defaultValue() {
        return defaultValue;
    }

    /** Empty when any value of the type will do. */
    public List<String> allowed() {
        return allowed;
    }

    /** Whether it may stand more than once in a location; false unless set. */
    public boolean repeatable() {
        return repeatable;
    }

    /** Equal by all that is described. */
    @Override
    public boolean equals(Object other) {
        return other instanceof OptionInfo
                && name.equals(((OptionInfo) other).name)
                && type == ((OptionInfo) other).type
                && description.equals(((OptionInfo) other).description)
                && defaultValue.equals(((OptionInfo) other).defaultValue)
                && allowed.equals(((OptionInfo) other).allowed)
                && repeatable == ((OptionInfo) other).repeatable;
    }

    @Override
    public int hashCode() {
        return 31 * name.hashCode() + type.hashCode();
    }

    /** Name and type, and what is allowed. */
    @Override
    public String toString() {
        return name + " (" + (allowed.isEmpty() ? type.toString() : String.join("|", allowed)) + ")";
    }

    /** Collects a parameter's description. */
    public static final class Builder {
        private final String name;
        private final Type type;
        private final String description;
        private Optional<String> defaultValue = Optional.empty();
        private List<String> allowed = List.of();
        private boolean repeatable;

        private Builder(String name, Type type, String description) {
            this.name = filled(name, "name");
            this.type = Objects.requireNonNull(type, "type");
            this.description = filled(description, "description");
        }

        /** What counts when it isn't written; the provider applies it. */
        public Builder defaultValue(String value) {
            defaultValue = Optional.of(value);
            return this;
        }

        /** The only values that may be written. */
        public Builder allowed(String... values) {
            allowed = List.of(values);
            return this;
        }

        /** Whether it may stand more than once. */
        public Builder repeatable(boolean on) {
            repeatable = on;
            return this;
        }

        /** IllegalArgumentException when the default is not one of the allowed values. */
        public OptionInfo build() {
            if (!allowed.isEmpty() && defaultValue.isPresent() && !allowed.contains(defaultValue.get())) {
                throw new IllegalArgumentException("the default of " + name + " is not one of its allowed values");
            }
            return new OptionInfo(this);
        }

        private static String filled(String text, String what) {
            if (Objects.requireNonNull(text, what).isBlank()) {
                throw new IllegalArgumentException(what + " of an option is empty");
            }
            return text;
        }
    }
}
