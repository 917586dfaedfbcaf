package org.chatmodels.spi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why JSON does not fit, in words that name types and their constants but no value. */
final class Misfit {
    private static final int MOST_NAMES = 20;

    private Misfit() {}

    static String reason(JsonMappingException e, Type whole) {
        if (e instanceof InvalidNullException) {
            return "is missing or null";
        } else if (e instanceof InvalidTypeIdException kind
                && RecordRules.isFamily(kind.getBaseType().getRawClass())) {
            List<Class<?>> kinds = RecordRules.kinds(kind.getBaseType().getRawClass());
            return "has to be an object whose \"type\" is one of "
                    + names(kinds.stream().map(Class::getSimpleName));
        } else if (e instanceof ValueInstantiationException refused) {
            return "is refused by the constructor of "
                    + refused.getType().getRawClass().getSimpleName();
        }
        if (e.getCause() instanceof JsonProcessingException) {
            return "is not valid JSON";
        }
        Class<?> wanted = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        return wanted == null ? "does not fit " + whole.getTypeName() : misfit(wanted);
    }

    private static String misfit(Class<?> wanted) {
        if (wanted.isEnum()) {
            return "is none of "
                    + names(Stream.of(wanted.getEnumConstants()).map(constant -> ((Enum<?>) constant).name()));
        }
        return "does not fit " + (Collection.class.isAssignableFrom(wanted) ? "a list" : wanted.getSimpleName());
    }

    private static String names(Stream<String> names) {
        return names.limit(MOST_NAMES).collect(Collectors.joining(", "));
    }
}
