package org.chatmodels;

import java.net.URL;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/** The file name of the jar or folder that something came from, for messages: never a whole path. */
final class JarName {
    private JarName() {}

    static String of(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL place = source == null ? null : source.getLocation();
        if (place != null) {
            return last(place.toString());
        }
        return type.getModule().isNamed() ? "module " + type.getModule().getName() : "unknown place";
    }

    /** Of a resource with this path inside its jar or folder. */
    static String of(URL resource, String path) {
        return last(root(resource, path));
    }

    /** What of two resources is equal when they lie in one jar or folder. */
    static String root(URL resource, String path) {
        String text = resource.toString();
        return text.endsWith(path) ? text.substring(0, text.length() - path.length()) : text;
    }

    /** What is equal to {@link #root} of a resource beside this class; null when nobody knows. */
    static @Nullable String root(Class<?> type) {
        String path = type.getName().replace('.', '/') + ".class";
        URL resource =
                type.getClassLoader() == null ? null : type.getClassLoader().getResource(path);
        return resource == null ? null : root(resource, path);
    }

    private static String last(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '/' || text.charAt(end - 1) == '!')) {
            end--;
        }
        int start = text.lastIndexOf('/', end - 1) + 1;
        return start < end ? text.substring(start, end) : "unknown place";
    }
}
