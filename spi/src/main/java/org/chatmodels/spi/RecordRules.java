package org.chatmodels.spi;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.MapperConfig;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import com.fasterxml.jackson.databind.introspect.VirtualAnnotatedMember;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import com.fasterxml.jackson.databind.jsontype.TypeDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeResolverBuilder;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.jsontype.impl.StdTypeResolverBuilder;
import com.fasterxml.jackson.databind.ser.BeanPropertyWriter;
import com.fasterxml.jackson.databind.ser.VirtualBeanPropertyWriter;
import com.fasterxml.jackson.databind.util.Annotations;
import com.fasterxml.jackson.databind.util.SimpleBeanPropertyDefinition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What annotations would say of records: every component has to be there, and so has what is in its collections, but for
 * Optional; records of a sealed interface have their simple name in {@code type}.
 */
final class RecordRules extends NopAnnotationIntrospector {
    private static final long serialVersionUID = 1;
    private static final String KIND = "type";

    @Override
    public JsonSetter.Value findSetterInfo(Annotated annotated) {
        if (!(annotated instanceof AnnotatedParameter component)
                || !component.getDeclaringClass().isRecord()) {
            return JsonSetter.Value.empty();
        }
        JavaType type = annotated.getType();
        boolean optional = isOptional(type);
        boolean open = mayHoldNull(optional ? type.containedTypeOrUnknown(0) : type);
        return JsonSetter.Value.construct(optional ? Nulls.DEFAULT : Nulls.FAIL, open ? Nulls.SET : Nulls.FAIL);
    }

    private static boolean isOptional(JavaType type) {
        return type.getRawClass().getName().startsWith("java.util.Optional");
    }

    private static boolean mayHoldNull(JavaType type) {
        JavaType content = type.getContentType();
        return content != null && (content.isJavaLangObject() || isOptional(content) || mayHoldNull(content));
    }

    @Override
    public @Nullable TypeResolverBuilder<?> findTypeResolver(
            MapperConfig<?> config, AnnotatedClass type, JavaType baseType) {
        return isKind(type.getRawType())
                ? new Kinds()
                        .init(JsonTypeInfo.Id.NAME, null)
                        .inclusion(JsonTypeInfo.As.PROPERTY)
                        .typeProperty(KIND)
                : null;
    }

    @Override
    public @Nullable List<NamedType> findSubtypes(Annotated annotated) {
        if (!isFamily(annotated.getRawType())) {
            return null;
        }
        List<NamedType> kinds = new ArrayList<>();
        for (Class<?> kind : kinds(annotated.getRawType())) {
            kinds.add(new NamedType(kind, kind.getSimpleName()));
        }
        return kinds;
    }

    /** A sealed interface of records alone, or one of its records. */
    private static boolean isKind(Class<?> type) {
        if (!type.isRecord()) {
            return isFamily(type);
        }
        for (Class<?> family : type.getInterfaces()) {
            if (isFamily(family)) {
                return true;
            }
        }
        return false;
    }

    static boolean isFamily(Class<?> type) {
        if (!type.isInterface() || !type.isSealed()) {
            return false;
        }
        for (Class<?> kind : kinds(type)) {
            if (!kind.isRecord()) {
                return false;
            }
        }
        return true;
    }

    /** All that a sealed interface permits in the end. */
    static List<Class<?>> kinds(Class<?> family) {
        List<Class<?>> kinds = new ArrayList<>();
        for (Class<?> kind : family.getPermittedSubclasses()) {
            if (kind.isInterface() && kind.isSealed()) {
                kinds.addAll(kinds(kind));
            } else {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /** In front of all else, whatever the type is under which the record is met. */
    @Override
    public void findAndAddVirtualProperties(
            MapperConfig<?> config, AnnotatedClass type, List<BeanPropertyWriter> properties) {
        if (type.getRawType().isRecord() && isKind(type.getRawType())) {
            properties.add(0, new KindWriter(config, type));
        }
    }

    /** Reads the kind where a record can be one of several; it is written by {@link KindWriter}. */
    private static final class Kinds extends StdTypeResolverBuilder {
        private static final long serialVersionUID = 1;

        @Override
        public @Nullable TypeDeserializer buildTypeDeserializer(
                DeserializationConfig config, JavaType baseType, Collection<NamedType> subtypes) {
            return baseType.getRawClass().isRecord() ? null : super.buildTypeDeserializer(config, baseType, subtypes);
        }

        @Override
        public @Nullable TypeSerializer buildTypeSerializer(
                SerializationConfig config, JavaType baseType, Collection<NamedType> subtypes) {
            return null;
        }
    }

    private static final class KindWriter extends VirtualBeanPropertyWriter {
        private static final long serialVersionUID = 1;

        KindWriter(MapperConfig<?> config, AnnotatedClass type) {
            this(property(config, type), type.getAnnotations(), config.constructType(String.class));
        }

        private KindWriter(BeanPropertyDefinition property, Annotations annotations, JavaType type) {
            super(property, annotations, type);
        }

        private static BeanPropertyDefinition property(MapperConfig<?> config, AnnotatedClass type) {
            JavaType text = config.constructType(String.class);
            return SimpleBeanPropertyDefinition.construct(
                    config, new VirtualAnnotatedMember(type, type.getRawType(), KIND, text));
        }

        @Override
        protected Object value(Object bean, JsonGenerator generator, SerializerProvider provider) {
            return bean.getClass().getSimpleName();
        }

        @Override
        public VirtualBeanPropertyWriter withConfig(
                MapperConfig<?> config, AnnotatedClass type, BeanPropertyDefinition property, JavaType valueType) {
            return new KindWriter(property, type.getAnnotations(), valueType);
        }
    }
}
