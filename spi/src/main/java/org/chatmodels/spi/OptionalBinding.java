package org.chatmodels.spi;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.impl.TypeWrappedDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.module.SimpleDeserializers;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Optional values: null and absent are empty, empty is written as null. */
final class OptionalBinding {
    private OptionalBinding() {}

    /** To be the first, as it puts the module's table of deserialisers in place. */
    static void addTo(SimpleModule module) {
        module.setDeserializers(new Deserializers());
        module.addSerializer(Optional.class, new Serializer<>(Optional.class));
        module.addSerializer(OptionalInt.class, new Serializer<>(OptionalInt.class));
        module.addSerializer(OptionalLong.class, new Serializer<>(OptionalLong.class));
        module.addSerializer(OptionalDouble.class, new Serializer<>(OptionalDouble.class));
    }

    private static @Nullable Object content(Object optional) {
        if (optional instanceof OptionalInt one) {
            return one.isPresent() ? one.getAsInt() : null;
        } else if (optional instanceof OptionalLong one) {
            return one.isPresent() ? one.getAsLong() : null;
        } else if (optional instanceof OptionalDouble one) {
            return one.isPresent() ? one.getAsDouble() : null;
        }
        return optional instanceof Optional<?> one && one.isPresent() ? one.get() : null;
    }

    private static Object filled(Class<?> type, Object content) {
        if (type == OptionalInt.class) {
            return OptionalInt.of((Integer) content);
        } else if (type == OptionalLong.class) {
            return OptionalLong.of((Long) content);
        } else if (type == OptionalDouble.class) {
            return OptionalDouble.of((Double) content);
        }
        return Optional.of(content);
    }

    private static Object empty(Class<?> type) {
        if (type == OptionalInt.class) {
            return OptionalInt.empty();
        } else if (type == OptionalLong.class) {
            return OptionalLong.empty();
        } else if (type == OptionalDouble.class) {
            return OptionalDouble.empty();
        }
        return Optional.empty();
    }

    private static final class Serializer<T> extends StdSerializer<T> {
        private static final long serialVersionUID = 1;

        Serializer(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            provider.defaultSerializeValue(content(value), generator);
        }
    }

    /** Finds one for each parameter that an Optional may have. */
    private static final class Deserializers extends SimpleDeserializers {
        private static final long serialVersionUID = 1;

        @Override
        public @Nullable JsonDeserializer<?> findBeanDeserializer(
                JavaType type, DeserializationConfig config, BeanDescription description) throws JsonMappingException {
            Class<?> content = content(type.getRawClass());
            if (content == null) {
                return super.findBeanDeserializer(type, config, description);
            }
            return new Deserializer(
                    type.getRawClass(),
                    content == Object.class ? type.containedTypeOrUnknown(0) : config.constructType(content));
        }

        private static @Nullable Class<?> content(Class<?> type) {
            if (type == Optional.class) {
                return Object.class;
            } else if (type == OptionalInt.class) {
                return Integer.class;
            } else if (type == OptionalLong.class) {
                return Long.class;
            }
            return type == OptionalDouble.class ? Double.class : null;
        }
    }

    private static final class Deserializer extends StdDeserializer<Object> implements ContextualDeserializer {
        private static final long serialVersionUID = 1;

        private final JavaType content;
        private final transient @Nullable JsonDeserializer<Object> inner;

        Deserializer(Class<?> type, JavaType content) {
            super(type);
            this.content = content;
            this.inner = null;
        }

        private Deserializer(Deserializer from, JsonDeserializer<Object> inner) {
            super(from);
            this.content = from.content;
            this.inner = inner;
        }

        @Override
        public JsonDeserializer<?> createContextual(DeserializationContext context, @Nullable BeanProperty property)
                throws JsonMappingException {
            JsonDeserializer<Object> inner = context.findContextualValueDeserializer(content, property);
            TypeDeserializer kinds = context.getFactory().findTypeDeserializer(context.getConfig(), content);
            return new Deserializer(
                    this, kinds == null ? inner : new TypeWrappedDeserializer(kinds.forProperty(property), inner));
        }

        @Override
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            Object value = inner == null ? null : inner.deserialize(parser, context);
            return value == null ? empty(handledType()) : filled(handledType(), value);
        }

        @Override
        public Object getNullValue(DeserializationContext context) {
            return empty(handledType());
        }

        @Override
        public Object getAbsentValue(DeserializationContext context) {
            return empty(handledType());
        }
    }
}
