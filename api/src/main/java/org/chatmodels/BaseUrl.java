package org.chatmodels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.chatmodels.provider.Origin;

/** Addresses of services: placeholders filled, then checked once and strictly. */
final class BaseUrl {
    private BaseUrl() {}

    /** In one spelling, without a slash at the end; ConfigurationException says where it stands and what to write. */
    static String checked(String text, String where) {
        Origin origin;
        try {
            origin = Origin.parse(text);
        } catch (ConfigurationException e) {
            throw e.at("base_url of " + where);
        }
        int path = text.indexOf('/', text.indexOf("://") + 3);
        String rest = path < 0 ? "" : text.substring(path);
        int end = rest.length();
        while (end > 0 && rest.charAt(end - 1) == '/') {
            end--;
        }
        rest = rest.substring(0, end);
        boolean plain = Names.isPlain(rest, "/._~-@:+=,%") && !rest.contains("//") && !(rest + "/").contains("/../");
        if (!plain) {
            throw new ConfigurationException(
                    "bad_address",
                    "base_url of " + where
                            + ": write http://HOST[:PORT]/PATH or https://… with a path of letters, digits"
                            + " and . _ ~ - @ : + = , % only");
        }
        return origin + rest;
    }

    /** Names in {braces}, in order. */
    static List<String> placeholders(String text) {
        List<String> names = new ArrayList<>();
        int open = text.indexOf('{');
        while (open >= 0) {
            int close = text.indexOf('}', open);
            if (close < 0) {
                return names;
            }
            names.add(text.substring(open + 1, close));
            open = text.indexOf('{', close);
        }
        return names;
    }

    /** With values for the names in braces; ConfigurationException names the one that has none or a strange one. */
    static String filled(String text, String service, Function<String, Optional<Configuration.Value>> values) {
        String filled = text;
        for (String name : placeholders(text)) {
            Configuration.Value value = values.apply(name)
                    .orElseThrow(() -> new ConfigurationException(
                            "placeholder_without_value",
                            "Service '" + service + "' needs " + name + " in its address: set the environment variable "
                                    + name + " or chatmodels.service." + service + "." + name));
            String part = value.text().strip();
            if (part.isEmpty() || !Names.isPlain(part, "-_.")) {
                throw new ConfigurationException(
                        "bad_placeholder_value",
                        name + " (" + value.origin() + ") goes into the address of '" + service
                                + "': write a plain name of letters, digits, '-', '_' and '.'");
            }
            filled = filled.replace("{" + name + "}", part);
        }
        return filled;
    }
}
