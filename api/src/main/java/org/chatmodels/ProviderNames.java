package org.chatmodels;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.chatmodels.provider.ApiLevel;
import org.chatmodels.provider.ChatProvider;
import org.jspecify.annotations.Nullable;

/** What a provider's annotation says, checked. */
final class ProviderNames {
    static final String MISSING =
            "no @ChatProvider: add @ChatProvider(names = \"…\", apiLevel = ApiLevel.CURRENT) to the class";

    private ProviderNames() {}

    /** What is wrong with it and what to do; empty text when nothing is. */
    static String problem(@Nullable ChatProvider annotation) {
        if (annotation == null) {
            return MISSING;
        }
        if (annotation.apiLevel() > ApiLevel.CURRENT || annotation.apiLevel() < ApiLevel.V1) {
            return "built for level " + annotation.apiLevel() + " of chatmodels-api, this one has level "
                    + ApiLevel.CURRENT + ": take a matching chatmodels-api";
        }
        if (annotation.names().length == 0) {
            return "its @ChatProvider names nothing: write names = \"…\"";
        }
        for (String name : annotation.names()) {
            if (!isName(spelling(name))) {
                return "its @ChatProvider has a bad name: write 2 to 64 of a-z, 0-9, '-' and '.'";
            }
        }
        return "";
    }

    /** As they are printed: lower case, '-' for '_'. */
    static List<String> of(ChatProvider annotation) {
        List<String> names = new ArrayList<>();
        for (String name : annotation.names()) {
            names.add(spelling(name));
        }
        return names;
    }

    static String spelling(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char letter = name.charAt(i);
            if ((letter < 'a' || letter > 'z') && (letter < '0' || letter > '9') && letter != '-' && letter != '.') {
                return false;
            }
        }
        return name.length() >= 2 && name.length() <= 64;
    }
}
