package org.chatmodels;

import java.net.URL;
import java.security.CodeSource;

/** The file name of the jar or folder that something came from, for messages: never a whole path. */
final class JarName {
    private static final String UNKNOWN = "unknown place";

    private JarName() {}

    static String of(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        URL place = source == null ? null : source.getLocation();
        if (place != null) {
            return last(place.toString());
        }
        return type.getModule().isNamed() ? "module " + type.getModule().getName() : UNKNOWN;
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

    /** What is equal to {@link #root} of a resource beside this class. */
    static String root(Class<?> type) {
        String path = type.getName().replace('.', '/') + ".class";
        URL resource =
                type.getClassLoader() == null ? null : type.getClassLoader().getResource(path);
        return resource == null ? UNKNOWN : root(resource, path);
    }

    private static String last(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '/' || text.charAt(end - 1) == '!')) {
            end--;
        }
        int start = text.lastIndexOf('/', end - 1) + 1;
        return start < end ? text.substring(start, end) : UNKNOWN;
    }
}
