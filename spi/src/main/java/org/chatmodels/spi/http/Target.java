package org.chatmodels.spi.http;

import java.net.URI;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.HttpHost;
import org.chatmodels.ConfigurationException;
import org.chatmodels.provider.Origin;
import org.jspecify.annotations.Nullable;

/** Where a request goes: a checked URI, taken apart once. */
public final class Target {
    private final URI uri;
    private final String origin;
    private final HttpHost host;
    private final String authority;
    private final String path;
    private final HttpRoute direct;

    private Target(URI uri, Origin origin, HttpHost host, String path) {
        this.uri = uri;
        this.origin = origin.toString();
        this.host = host;
        this.path = path;
        this.authority = this.origin.substring(this.origin.indexOf("//") + 2);
        this.direct = new HttpRoute(host, null, host.getSchemeName().equals("https"));
    }

    /** As {@link Origin#of} reads it, which also decides where keys go; ConfigurationException for anything else. */
    public static Target of(URI uri) {
        Origin origin = Origin.of(uri);
        String host = origin.host();
        String name = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        return new Target(uri, origin, new HttpHost(origin.scheme(), name, origin.port()), path(uri));
    }

    private static String path(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String whole = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        for (int i = 0; i < whole.length(); i++) {
            if (whole.charAt(i) <= ' ' || whole.charAt(i) > '~' || whole.charAt(i) == '\\') {
                throw new ConfigurationException(
                        "An address has characters in its path that must be percent-encoded: write them as %XX",
                        Failures.notSent("bad_address"));
            }
        }
        return whole;
    }

    /** The URI it was made of. */
    public URI uri() {
        return uri;
    }

    /** Scheme, host and port, as in {@code https://api.example.com}: what messages and logs may show. */
    public String origin() {
        return origin;
    }

    /** Origin and path, without the query. */
    public String withoutQuery() {
        int query = path.indexOf('?');
        return origin() + (query < 0 ? path : path.substring(0, query));
    }

    boolean isSecure() {
        return direct.isSecure();
    }

    HttpHost host() {
        return host;
    }

    String authority() {
        return authority;
    }

    String path() {
        return path;
    }

    /** The way there through that HTTP proxy, in a tunnel if the target is https. */
    HttpRoute route(@Nullable HttpHost proxy) {
        if (proxy == null) {
            return direct;
        }
        return isSecure()
                ? new HttpRoute(host, null, proxy, true, HttpRoute.TunnelType.TUNNELLED, HttpRoute.LayerType.LAYERED)
                : new HttpRoute(host, null, proxy, false);
    }
}
