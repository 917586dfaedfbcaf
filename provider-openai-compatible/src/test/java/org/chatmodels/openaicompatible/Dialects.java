package org.chatmodels.openaicompatible;

import java.util.LinkedHashMap;
import java.util.Map;
import org.chatmodels.provider.Service;

/** Dialects of made-up services. */
final class Dialects {
    private Dialects() {}

    /** Fields and values in turn, for any model. */
    static Dialect of(String... pairs) {
        return of("a/b:c", pairs);
    }

    static Dialect ofModel(String model, String... pairs) {
        return of(model, pairs);
    }

    private static Dialect of(String model, String[] pairs) {
        Map<String, String> row = new LinkedHashMap<>(Map.of("provider", "openai-compatible"));
        for (int i = 0; i < pairs.length; i += 2) {
            row.put("dialect." + pairs[i], pairs[i + 1]);
        }
        return Dialect.of(Service.of("any", row), model);
    }
}
