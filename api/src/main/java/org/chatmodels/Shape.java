package org.chatmodels;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.ArrayList;
import java.util.List;

/** A type without variables: a class and what stands for its parameters. An array is the list of its elements. */
record Shape(Class<?> raw, List<Shape> arguments) implements ParameterizedType {
    Shape(Class<?> raw, Shape... arguments) {
        this(raw, List.of(arguments));
    }

    /** IllegalArgumentException names the place of a raw class and of a variable that stands for nothing. */
    static Shape of(Type type, Shape owner, String place) {
        if (type instanceof Class<?> raw) {
            return of(raw, place);
        } else if (type instanceof ParameterizedType generic) {
            List<Shape> arguments = new ArrayList<>();
            for (Type argument : generic.getActualTypeArguments()) {
                arguments.add(of(argument, owner, place));
            }
            return new Shape((Class<?>) generic.getRawType(), List.copyOf(arguments));
        } else if (type instanceof GenericArrayType array) {
            return new Shape(List.class, of(array.getGenericComponentType(), owner, place));
        } else if (type instanceof WildcardType wildcard && wildcard.getLowerBounds().length == 0) {
            Type bound = wildcard.getUpperBounds()[0];
            if (bound != Object.class) {
                return of(bound, owner, place);
            }
        }
        for (int i = 0; i < owner.arguments.size(); i++) {
            TypeVariable<?> parameter = owner.raw.getTypeParameters()[i];
            if (parameter.equals(type)) {
                return owner.arguments.get(i);
            }
        }
        throw new IllegalArgumentException(
                place + ": " + type.getTypeName() + " stands for no type here: write that type itself");
    }

    private static Shape of(Class<?> raw, String place) {
        Class<?> element = raw.getComponentType();
        if (element != null && element != byte.class && element != char.class) {
            return new Shape(List.class, of(element, place));
        }
        if (raw.getTypeParameters().length > 0) {
            throw new IllegalArgumentException(place + ": " + raw.getName()
                    + " is raw: write its type arguments, as in List<String>, or a record without parameters");
        }
        return new Shape(raw);
    }

    /** A class where there are no arguments. */
    Type type() {
        return arguments.isEmpty() ? raw : this;
    }

    @Override
    public Type[] getActualTypeArguments() {
        return arguments.stream().map(Shape::type).toArray(Type[]::new);
    }

    @Override
    public Type getRawType() {
        return raw;
    }

    @Override
    @SuppressWarnings("NullAway") // the JDK's word for none
    public Type getOwnerType() {
        return null;
    }

    /** As in {@code PageOfItem}. */
    String name() {
        StringBuilder name = new StringBuilder(raw.getSimpleName());
        for (Shape argument : arguments) {
            name.append(name.length() == raw.getSimpleName().length() ? "Of" : "And")
                    .append(argument.name());
        }
        return name.toString();
    }
}
