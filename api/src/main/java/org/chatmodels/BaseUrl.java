package org.chatmodels;

import org.chatmodels.provider.Origin;

/** Addresses of services, checked once and strictly. */
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
}
