package org.chatmodels.cli;

import java.util.ServiceLoader;
import org.chatmodels.ChatException;
import org.chatmodels.ConfigurationException;
import org.chatmodels.provider.JsonBinding;

/** Maps, lists and scalars as JSON for scripts, by the binding on the class path. */
final class Json {
    private Json() {}

    static String write(Object value) {
        return binding().write(value);
    }

    static JsonBinding binding() {
        return ServiceLoader.load(JsonBinding.class)
                .findFirst()
                .orElseThrow(() -> new ConfigurationException(
                        "JSON needs a JSON binding: add chatmodels-spi to the class path",
                        ChatException.Details.builder().code("no_json_binding").build()));
    }
}
