package org.chatmodels.spi;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.JsonTokenId;
import com.fasterxml.jackson.databind.AnnotationIntrospector;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one mapper, made when the first value is bound. */
final class BindingMapper {
    static final ObjectMapper MAPPER = JsonMapper.builder(JsonRules.FACTORY)
            .enable(
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS, MapperFeature.ACCEPT_CASE_INSENSITIVE_VALUES)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .annotationIntrospector(AnnotationIntrospector.pair(new JacksonAnnotationIntrospector(), new RecordRules()))
            .addModule(module())
            .build();

    private BindingMapper() {}

    private static SimpleModule module() {
        SimpleModule module = new SimpleModule("chatmodels");
        OptionalBinding.addTo(module);
        module.addDeserializer(Object.class, new PlainDeserializer());
        module.addSerializer(Double.class, new FiniteSerializer<>(Double.class));
        module.addSerializer(double.class, new FiniteSerializer<>(Double.class));
        module.addSerializer(Float.class, new FiniteSerializer<>(Float.class));
        module.addSerializer(float.class, new FiniteSerializer<>(Float.class));
        TimeBinding.addTo(module);
        return module;
    }

    /** What {@code Object.class} stands for, also inside records: all numbers are BigDecimal. */
    private static final class PlainDeserializer extends StdDeserializer<Object> {
        private static final long serialVersionUID = 1;

        PlainDeserializer() {
            super(Object.class);
        }

        @Override
        @SuppressWarnings("NullAway")
        public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return switch (parser.currentTokenId()) {
                case JsonTokenId.ID_START_OBJECT -> map(parser, context);
                case JsonTokenId.ID_START_ARRAY -> list(parser, context);
                case JsonTokenId.ID_NUMBER_INT, JsonTokenId.ID_NUMBER_FLOAT -> parser.getDecimalValue();
                case JsonTokenId.ID_TRUE -> true;
                case JsonTokenId.ID_FALSE -> false;
                case JsonTokenId.ID_NULL -> null;
                default -> parser.getText();
            };
        }

        private Map<String, @Nullable Object> map(JsonParser parser, DeserializationContext context)
                throws IOException {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
                parser.nextToken();
                fields.put(name, deserialize(parser, context));
            }
            return fields;
        }

        private List<@Nullable Object> list(JsonParser parser, DeserializationContext context) throws IOException {
            List<@Nullable Object> elements = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                elements.add(deserialize(parser, context));
            }
            return elements;
        }
    }

    /** JSON has no NaN and no infinities, and a text in their place would be no number. */
    private static final class FiniteSerializer<T extends Number> extends StdSerializer<T> {
        private static final long serialVersionUID = 1;

        FiniteSerializer(Class<T> type) {
            super(type);
        }

        @Override
        public void serialize(T value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            if (!Double.isFinite(value.doubleValue())) {
                provider.reportMappingProblem("not finite");
            }
            generator.writeNumber(value.toString());
        }
    }
}
