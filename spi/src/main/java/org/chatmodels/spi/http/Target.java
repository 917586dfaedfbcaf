package org.chatmodels.spi.http;

import java.net.URI;
import java.util.Locale;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.HttpHost;
import org.chatmodels.ConfigurationException;
import org.jspecify.annotations.Nullable;

/** Where a request goes: a checked URI, taken apart once. */
public final class Target {
    private final URI uri;
    private final HttpHost host;
    private final String authority;
    private final String path;
    private final HttpRoute direct;

    private Target(URI uri, HttpHost host, String path) {
        this.uri = uri;
        this.host = host;
        this.path = path;
        this.authority = authority(uri, host);
        this.direct = new HttpRoute(host, null, host.getSchemeName().equals("https"));
    }

    /** Takes http and https with a host; ConfigurationException for what no request may go to. */
    public static Target of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw refused("bad_address", "has no http or https scheme: write https://host/path");
        }
        if (uri.getRawFragment() != null) {
            throw refused("bad_address", "has a fragment: leave out # and what follows");
        }
        String authority = uri.getRawAuthority();
        if (authority == null || authority.isEmpty()) {
            throw refused("bad_address", "has no host: write " + scheme + "://host/path");
        }
        if (authority.indexOf('@') >= 0) {
            throw refused(
                    "key_in_address", "has user info before the host: keys don't belong there, use credential=NAME");
        }
        int colon = authority.lastIndexOf(':');
        boolean withPort = colon > authority.lastIndexOf(']');
        String name = withPort ? authority.substring(0, colon) : authority;
        int standard = scheme.equals("https") ? 443 : 80;
        int port = withPort ? port(authority.substring(colon + 1), standard) : standard;
        return new Target(uri, new HttpHost(scheme, host(name), port), path(uri));
    }

    private static int port(String digits, int standard) {
        if (digits.isEmpty()) {
            return standard;
        }
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(i) - '0';
            port = digit < 0 || digit > 9 || port > 65_535 ? 65_536 : port * 10 + digit;
        }
        if (port < 1 || port > 65_535) {
            throw refused("bad_address", "has a port that is not a number: write one from 1 to 65535");
        }
        return port;
    }

    private static String host(String name) {
        boolean literal = name.startsWith("[") && name.endsWith("]");
        String host = literal ? name.substring(1, name.length() - 1) : name;
        boolean valid = !host.isEmpty() && host.length() <= 253;
        for (int i = 0; i < host.length() && valid; i++) {
            char c = host.charAt(i);
            valid = literal ? "0123456789abcdefABCDEF:.".indexOf(c) >= 0 : isOfName(c);
        }
        if (!valid) {
            throw refused(
                    "bad_address",
                    "has a host that is no name and no address: write ASCII letters, digits, '-' and '.' only");
        }
        return host.toLowerCase(Locale.ROOT);
    }

    private static boolean isOfName(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '.' || c == '_';
    }

    private static String path(URI uri) {
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        String whole = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        for (int i = 0; i < whole.length(); i++) {
            if (whole.charAt(i) <= ' ' || whole.charAt(i) > '~' || whole.charAt(i) == '\\') {
                throw refused(
                        "bad_address", "has characters in its path that must be percent-encoded: write them as %XX");
            }
        }
        return whole;
    }

    private static String authority(URI uri, HttpHost host) {
        String name = host.getHostName().indexOf(':') < 0 ? host.getHostName() : "[" + host.getHostName() + "]";
        boolean standard = host.getPort() == (host.getSchemeName().equals("https") ? 443 : 80);
        return standard && uri.getPort() < 0 ? name : name + ":" + host.getPort();
    }

    private static ConfigurationException refused(String code, String what) {
        return new ConfigurationException("The base URL " + what, Failures.notSent(code));
    }

    /** The URI it was made of. */
    public URI uri() {
        return uri;
    }

    /** Scheme, host and port, as in {@code https://api.example.com}: what messages and logs may show. */
    public String origin() {
        return host.getSchemeName() + "://" + authority;
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
