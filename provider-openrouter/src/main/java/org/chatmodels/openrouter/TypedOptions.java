package org.chatmodels.openrouter;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.chatmodels.provider.ProviderContext;
import org.jspecify.annotations.Nullable;

/** What the parameters of an opened model add to the body and the headers of its requests. Computed once. */
final class TypedOptions {
    private static final String PLUGINS = "plugins";
    private static final String REASONING = "reasoning";
    private static final String BUDGET = "max_tokens";

    private final Map<String, Object> fields = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();

    /** The same without a budget of thoughts, for requests that say an effort: OpenRouter takes one of the two. */
    private final Map<String, Object> fieldsWithEffort = new LinkedHashMap<>();

    private TypedOptions() {}

    /** ConfigurationException for a value that OpenRouter would not take. */
    static TypedOptions read(ProviderContext context) {
        TypedOptions typed = new TypedOptions();
        for (Option option : OptionTable.ALL) {
            Optional<String> text = context.property(option.name());
            if (text.isPresent() && option.isHeader()) {
                typed.headers.put(option.header(), option.headerValue(text.get()));
            } else if (text.isPresent()) {
                typed.put(option, option.value(text.get()));
            }
        }
        typed.complete(context.options());
        return typed;
    }

    private void put(Option option, Object value) {
        if (option.place().equals(PLUGINS)) {
            for (Object id : (List<?>) value) {
                object(object(fields, PLUGINS), id.toString());
            }
            return;
        }
        String[] path = option.place().split("\\.");
        Map<String, Object> object = fields;
        for (int i = 0; i < path.length - 1; i++) {
            object = object(object, path[i]);
        }
        object.put(path[path.length - 1], value);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> parent, String name) {
        return (Map<String, Object>) parent.computeIfAbsent(name, unused -> new LinkedHashMap<>());
    }

    private void complete(ChatOptions atOpen) {
        if (fields.containsKey(PLUGINS)) {
            fields.put(PLUGINS, plugins(object(fields, PLUGINS)));
        }
        if (fields.containsKey("cache_control")) {
            object(fields, "cache_control").putIfAbsent("type", "ephemeral");
        }
        fieldsWithEffort.putAll(fields);
        Map<String, Object> reasoning =
                fields.containsKey(REASONING) ? new LinkedHashMap<>(object(fields, REASONING)) : Map.of();
        if (reasoning.containsKey(BUDGET)) {
            if (atOpen.reasoningEffort().isPresent()) {
                throw Option.refused(
                        "parameter_not_allowed",
                        "reasoning_max_tokens and reasoning_effort are both set, OpenRouter takes one of them:"
                                + " leave one out");
            }
            reasoning.remove(BUDGET);
            fieldsWithEffort.put(REASONING, reasoning);
            fieldsWithEffort.values().remove(Map.of());
        }
    }

    private static List<Map<String, Object>> plugins(Map<String, Object> byId) {
        List<Map<String, Object>> plugins = new ArrayList<>();
        for (String id : byId.keySet()) {
            Map<String, Object> plugin = new LinkedHashMap<>();
            plugin.put("id", id);
            plugin.putAll(object(byId, id));
            plugins.add(plugin);
        }
        return plugins;
    }

    /** The request with these below what it says itself: objects merge, all else replaces. */
    ChatRequest under(ChatRequest request) {
        ChatOptions options = request.options();
        checkDebug(options.extra());
        ChatRequest.Builder merged = request.toBuilder();
        Map<String, Object> weak = hasEffort(options) ? fieldsWithEffort : fields;
        for (Map.Entry<String, Object> field : weak.entrySet()) {
            String name = field.getKey();
            Object value = options.extra().containsKey(name)
                    ? merged(options.extra().get(name), field.getValue())
                    : field.getValue();
            if (value != null) {
                merged.extra(name, value);
            }
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            if (!contains(options.headers().keySet(), header.getKey())) {
                merged.header(header.getKey(), header.getValue());
            }
        }
        return merged.build();
    }

    private static boolean hasEffort(ChatOptions options) {
        return options.reasoningEffort().isPresent()
                || options.extra().get(REASONING) instanceof Map<?, ?> reasoning && reasoning.containsKey("effort");
    }

    private static boolean contains(Set<String> names, String name) {
        for (String one : names) {
            if (one.equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /** A null stays one: it removes the field. */
    private static @Nullable Object merged(@Nullable Object strong, @Nullable Object weak) {
        if (!(strong instanceof Map<?, ?> patch) || !(weak instanceof Map<?, ?> base)) {
            return strong;
        }
        Map<Object, @Nullable Object> merged = new LinkedHashMap<>(base);
        for (Map.Entry<?, ?> entry : patch.entrySet()) {
            merged.put(entry.getKey(), merged(entry.getValue(), base.get(entry.getKey())));
        }
        return merged;
    }

    /** It would send the whole prompt back in the answer, where raw answers and logs are not expected to hold it. */
    private static void checkDebug(Map<String, Object> extra) {
        if (extra.get("debug") instanceof Map<?, ?> debug && debug.containsKey("echo_upstream_body")) {
            throw Option.refused(
                    "parameter_not_allowed",
                    "extra.debug.echo_upstream_body can't be set, as the answer would hold the prompt: leave it out");
        }
    }
}
