package org.chatmodels.openaicompatible;

import java.util.Map;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ConfigurationException;
import org.chatmodels.provider.Service;

/**
 * How a service deviates from Chat Completions, out of the keys of its row below {@code dialect.}.
 *
 * @param maxTokens the field that limits the answer
 * @param seed the field of the seed
 * @param systemRole the role of system messages
 * @param asksUsage whether a stream asks for its usage, by {@code stream_options}
 */
record Dialect(String maxTokens, String seed, String systemRole, boolean asksUsage) {
    private static final String REQUEST = "request";

    /** ConfigurationException for a field or a value that no dialect has. */
    static Dialect of(Service service) {
        String maxTokens = "max_tokens";
        String seed = "seed";
        String systemRole = "system";
        String streamUsage = "automatic";
        for (Map.Entry<String, String> field : service.dialect().entrySet()) {
            switch (field.getKey()) {
                case "max_tokens" -> maxTokens = word(service, field);
                case "seed" -> seed = word(service, field);
                case "system_role" -> systemRole = word(service, field);
                case "stream_usage" -> streamUsage = usage(service, field);
                default ->
                    throw refused(
                            "unknown_row_key",
                            service,
                            "Unknown dialect." + field.getKey() + " of service '" + service.name()
                                    + "'. Known: dialect.max_tokens, dialect.seed, dialect.stream_usage, dialect.system_role.");
            }
        }
        return new Dialect(maxTokens, seed, systemRole, streamUsage.equals(REQUEST));
    }

    private static String word(Service service, Map.Entry<String, String> field) {
        if (field.getValue().isBlank()) {
            throw refused(
                    "bad_row_value",
                    service,
                    "dialect." + field.getKey() + " of service '" + service.name()
                            + "' is empty: write the name of a field.");
        }
        return field.getValue();
    }

    private static String usage(Service service, Map.Entry<String, String> field) {
        return switch (field.getValue()) {
            case REQUEST, "automatic", "never" -> field.getValue();
            default ->
                throw refused(
                        "bad_row_value",
                        service,
                        "dialect.stream_usage of service '" + service.name()
                                + "' is not known: write request, automatic or never.");
        };
    }

    private static ConfigurationException refused(String code, Service service, String message) {
        return new ConfigurationException(
                message, Details.builder().code(code).provider(service.name()).build());
    }
}
