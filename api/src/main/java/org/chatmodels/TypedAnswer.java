package org.chatmodels;

import java.lang.reflect.Type;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatException.Phase;
import org.chatmodels.provider.JsonBinding;
import org.jspecify.annotations.Nullable;

/**
 * What a typed ask wants: the form, and how an answer is read into it. As an answer has to be an object, any other type
 * goes into one with a single property.
 */
final class TypedAnswer<T> {
    static final String DOES_NOT_FIT = "answer_does_not_fit";

    private static final String VALUE = "value";
    private static final String ITEMS = "items";

    private final Shape shape;

    /** The property that holds it; empty for what is an object itself. */
    private final String property;

    private TypedAnswer(Shape shape, String property) {
        this.shape = shape;
        this.property = property;
    }

    static <T> TypedAnswer<T> of(Class<T> type) {
        boolean wrapped = type.isEnum() || isFamily(type);
        return new TypedAnswer<>(new Shape(type), wrapped ? VALUE : "");
    }

    static <T> TypedAnswer<List<T>> listOf(Class<T> element) {
        return new TypedAnswer<>(
                new Shape(List.class, Shape.of(element, new Shape(element), element.getSimpleName())), ITEMS);
    }

    private static boolean isFamily(Class<?> type) {
        return type.isInterface() && type.isSealed();
    }

    /** As a user would write it. */
    private String name() {
        Shape named = property.equals(ITEMS) ? shape.arguments().get(0) : shape;
        String name = named.raw().getSimpleName();
        return property.equals(ITEMS) ? "List<" + name + ">" : name;
    }

    /** Strict where the schema leaves nothing free; IllegalArgumentException for what has no schema. */
    ResponseFormat format() {
        Class<?> raw = shape.raw();
        if (property.isEmpty() && !raw.isRecord()) {
            throw new IllegalArgumentException(raw.getName()
                    + " is no form of an answer: write a record, an enum or a sealed interface of records");
        }
        SchemaWriter schema = property.isEmpty() ? new SchemaWriter(raw) : new SchemaWriter(shape, property);
        ResponseFormat format = ResponseFormat.schema(SchemaWriter.fit(shape.name()), schema.toString());
        return schema.isStrict() ? format.strict(true) : format;
    }

    /** Asks; once more, with the reason, when the answer does not fit and a repair is wished for. */
    T ask(ChatModel model, ChatRequest request) {
        ChatRequest typed = request.responseFormat().isPresent()
                ? request
                : request.toBuilder().responseFormat(format()).build();
        OpenedModel opened = model.unwrap(OpenedModel.class).orElse(null);
        ChatModelRegistry registry = opened == null ? ChatModels.registry() : opened.registry;
        JsonBinding binding = registry.binding("A typed answer ");
        ChatResponse answer = model.chat(typed);
        boolean repair = typed.options().repair().orElse(opened != null && opened.repairs());
        if (!repair || excuse(answer).isPresent()) {
            return read(answer, binding);
        }
        try {
            return value(answer, binding);
        } catch (IllegalArgumentException misfit) {
            String reason = "Your answer does not fit the form that was asked for: " + misfit.getMessage()
                    + ". Answer again with the corrected JSON and nothing else.";
            ChatResponse second = model.chat(
                    typed.toBuilder().message(answer.message()).user(reason).build());
            Usage both = answer.usage().plus(second.usage());
            return read(second.toBuilder().usage(both).build(), binding);
        }
    }

    /** The answer's text as JSON; a {@link ChatException} with the answer says why there is none or where it does not fit. */
    T read(ChatResponse answer, JsonBinding binding) {
        try {
            return value(answer, binding);
        } catch (IllegalArgumentException misfit) {
            throw excuse(answer).orElseGet(() -> {
                String message = "The answer does not fit " + name() + ": " + misfit.getMessage()
                        + ". It is in partial(); ask again, or let the model mend it with repair=true";
                return new ProtocolException(message, details(answer, DOES_NOT_FIT));
            });
        }
    }

    /** Why there is no JSON, where the model cannot be blamed for it. */
    private Optional<ChatException> excuse(ChatResponse answer) {
        FinishReason.Kind finish = answer.finishReason().kind();
        boolean declined = answer.message().parts().stream().anyMatch(Part.Refusal.class::isInstance);
        if (declined) {
            String message = "The model declined to answer with " + name() + ": rephrase; its words are in partial()";
            return Optional.of(new ContentFilterException(message, details(answer, "refusal")));
        } else if (finish == FinishReason.Kind.CONTENT_FILTER) {
            String message = "The service's filter ended the answer, no " + name() + " came of it: rephrase";
            return Optional.of(new ContentFilterException(message, details(answer, "content_filter")));
        } else if (finish == FinishReason.Kind.LENGTH) {
            String message = "The answer reached its limit of tokens, so the JSON of " + name()
                    + " is cut: raise max_tokens or ask for less";
            return Optional.of(new TruncatedException(message, details(answer, "answer_cut")));
        } else if (!answer.toolCalls().isEmpty()) {
            String message = "The model calls tools instead of answering with " + name()
                    + ": let a ToolRunner answer them, or leave the tools out";
            return Optional.of(new ProtocolException(message, details(answer, "answer_has_calls")));
        }
        return Optional.empty();
    }

    private static Details details(ChatResponse answer, String code) {
        Details.Builder details = Details.builder()
                .code(code)
                .partial(answer)
                .phase(Phase.BODY)
                .delivery(Delivery.PARTIAL_OUTPUT)
                .retryable(false)
                .attempts(answer.attempts());
        ModelLocation served = answer.servedByOrNull();
        if (served != null) {
            details.provider(served.provider()).model(served.model());
        }
        answer.requestId().ifPresent(details::requestId);
        return details.build();
    }

    /** IllegalArgumentException has path and reason. */
    @SuppressWarnings("unchecked")
    private T value(ChatResponse answer, JsonBinding binding) {
        String text = answer.text();
        if (text.isBlank()) {
            throw new IllegalArgumentException("it has no text");
        }
        boolean exact = answer.finishReason().kind() == FinishReason.Kind.LENGTH
                || answer.responseFormat().flatMap(ResponseFormat::strict).orElse(false);
        String json = exact ? text : JsonInText.find(text).orElse(text);
        Object value = property.isEmpty() ? binding.read(json, shape.raw()) : unwrapped(json, binding);
        return (T) present(value, property.isEmpty() ? "the document" : property);
    }

    /** Models that are not held to the form leave the outer object out. */
    private @Nullable Object unwrapped(String json, JsonBinding binding) {
        Object said = binding.read(json, Object.class);
        boolean bare = property.equals(VALUE) && said instanceof Map<?, ?> kind && kind.containsKey(SchemaWriter.KIND);
        Object inner = !bare && said instanceof Map<?, ?> map && map.containsKey(property) ? map.get(property) : said;
        String whole = binding.write(Collections.singletonMap(property, inner));
        Type type = new Shape(Map.class, new Shape(String.class), shape);
        Object value = ((Map<?, ?>) binding.read(whole, type)).get(property);
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                present(list.get(i), property + "[" + i + "]");
            }
            return List.copyOf(list);
        }
        return value;
    }

    private static Object present(@Nullable Object value, String path) {
        if (value == null) {
            throw new IllegalArgumentException(path + ": is missing or null");
        }
        return value;
    }
}
