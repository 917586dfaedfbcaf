package org.chatmodels;

import java.util.Locale;
import java.util.Optional;
import org.chatmodels.Configuration.Value;
import org.chatmodels.provider.Origin;

/**
 * A variable that says where a service is, in the forms that Ollama takes for OLLAMA_HOST: a host, a port, both, or a
 * URL, with blanks and quotes around it.
 */
final class HostVariable {
    private static final String MARK = "://";

    private HostVariable() {}

    /**
     * The address as a base_url, unchecked: scheme and port are those of the row's address where none is written, and its
     * path follows. A URL without a port has its scheme's own, a name that the row knows by https is called so, and an
     * address that servers listen at, such as 0.0.0.0, is this machine. Empty for a variable that says nothing, and for
     * a row whose own address cannot be read.
     */
    static Optional<Value> address(Value variable, ServiceRow row) {
        String written = variable.text().replace('"', ' ').replace('\'', ' ').strip();
        String base = row.text("base_url");
        try {
            Origin origin = Origin.parse(base);
            int path = base.indexOf('/', base.indexOf(MARK) + MARK.length());
            boolean hasHttps = row.list("origins").contains("https://" + written);
            String address = (hasHttps ? "https://" + written : address(written, origin))
                    + (path < 0 ? "" : base.substring(path));
            return written.isEmpty() ? Optional.empty() : Optional.of(new Value(address, variable.origin()));
        } catch (ConfigurationException unreadable) {
            return Optional.empty();
        }
    }

    private static String address(String written, Origin row) {
        int mark = written.indexOf(MARK);
        String rest = mark < 0 ? written : written.substring(mark + MARK.length());
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        int colon = authority.lastIndexOf(':');
        boolean portless =
                colon < 0 || authority.endsWith("]") || authority.indexOf(':') < colon && authority.charAt(0) != '[';
        String host = connectable(portless ? authority : authority.substring(0, colon));
        String port = portless ? mark < 0 ? ":" + row.port() : "" : authority.substring(colon);
        String path = slash < 0 ? "" : rest.substring(slash);
        while (path.endsWith("/")) {
            path = path.substring(0, path.length() - 1);
        }
        return (mark < 0 ? row.scheme() : written.substring(0, mark).toLowerCase(Locale.ROOT))
                + MARK
                + host
                + port
                + path;
    }

    private static String connectable(String host) {
        String name = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
        boolean everywhere =
                name.startsWith("[") && name.endsWith("]") && name.chars().allMatch(c -> "[0:]".indexOf(c) >= 0);
        return everywhere ? "[::1]" : name.isEmpty() || name.equals("0.0.0.0") ? "127.0.0.1" : name;
    }
}
