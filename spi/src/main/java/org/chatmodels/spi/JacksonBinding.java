package org.chatmodels.spi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidDefinitionException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.chatmodels.ProtocolException;
import org.chatmodels.provider.JsonBinding;

/**
 * Jackson's databind as the api's binding; loaded when first used, and not at all for {@code Object.class}. Records,
 * beans, collections, enums, BigDecimal, Optional and its kin, and java.time in ISO form.
 *
 * <p>Strict where a value would be made up: a component of a record that is missing or null is an error, of a list too, and
 * so is a null in one; only Optional is empty then. So is 1.5 for a whole number. Tolerant where the meaning is plain, as
 * models write it: unknown names are ignored, numbers and booleans may be given as texts and plain values for a String, the
 * case of an enum constant doesn't matter unless two differ in nothing else, and a local time may have an offset, which is
 * dropped.
 *
 * <p>A record of a sealed interface, all of whose kinds are records, is written with its simple name as {@code type} first,
 * and read by it where the interface stands.
 */
public final class JacksonBinding implements JsonBinding {
    /** For ServiceLoader. */
    public JacksonBinding() {}

    /** As {@link JsonBinding#read}; the exception names the path, never the value, and has no cause. */
    @Override
    @SuppressWarnings("NullAway")
    public Object read(String json, Type type) {
        Objects.requireNonNull(type, "type");
        if (type == Object.class) {
            return plain(json);
        }
        ObjectMapper mapper = BindingMapper.MAPPER;
        try {
            return mapper.readValue(json, mapper.constructType(type));
        } catch (InvalidDefinitionException e) {
            throw unbindable(type.getTypeName());
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException(path(e) + ": " + Misfit.reason(e, type));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not one JSON document, or beyond a limit");
        } catch (RuntimeException | StackOverflowError e) {
            throw unbindable(type.getTypeName());
        }
    }

    /** As {@link JsonBinding#write}; IllegalArgumentException for what cannot be written. */
    @Override
    @SuppressWarnings("NullAway")
    public String write(Object value) {
        try {
            return BindingMapper.MAPPER.writeValueAsString(value);
        } catch (InvalidDefinitionException e) {
            throw unbindable(value.getClass().getTypeName());
        } catch (JsonMappingException e) {
            throw new IllegalArgumentException(path(e) + ": this cannot be written as JSON");
        } catch (JsonProcessingException | RuntimeException | StackOverflowError e) {
            throw new IllegalArgumentException("This cannot be written as JSON: "
                    + (value == null ? "null" : value.getClass().getTypeName()));
        }
    }

    @SuppressWarnings("NullAway")
    private static Object plain(String json) {
        byte[] bytes = Utf8.repair(json).getBytes(StandardCharsets.UTF_8);
        try (JsonReader reader = new JsonReader()) {
            reader.read(bytes, 0, bytes.length);
            Object value = reader.value();
            reader.end();
            return value;
        } catch (ProtocolException e) {
            throw new IllegalArgumentException(e.getMessage());
        }
    }

    private static IllegalArgumentException unbindable(String type) {
        return new IllegalArgumentException("JSON cannot be bound to " + type
                + ": make it a record or a bean with public parts; a named module has to "
                + "open its package to com.fasterxml.jackson.databind");
    }

    private static String path(JsonMappingException e) {
        List<JsonMappingException.Reference> steps = e.getPath();
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : steps) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                JsonPath.appendName(path, step.getFieldName());
            }
        }
        return path.length() == 0 ? "the document" : path.toString();
    }
}
