package org.chatmodels;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.chatmodels.provider.Origin;
import org.jspecify.annotations.Nullable;

/** The proxy that {@code chatmodels.proxy} names, for every address but this machine's own. */
final class ConfiguredProxy extends ProxySelector {
    private final Proxy proxy;

    private ConfiguredProxy(Origin address) {
        proxy = new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(address.host(), address.port()));
    }

    /** Null for none; the JVM's own for "system"; ConfigurationException does not repeat what can't be read. */
    static @Nullable ProxySelector of(Configuration configuration) {
        Configuration.Value value = configuration.plain("proxy").orElse(null);
        if (value == null || value.text().strip().equals("none")) {
            return null;
        }
        String text = value.text().strip();
        if (text.equals("system")) {
            return getDefault();
        }
        try {
            Origin address = Origin.parse(text);
            if (address.scheme().equals("http")) {
                return new ConfiguredProxy(address);
            }
        } catch (ConfigurationException e) {
            // What follows says it better.
        }
        throw new ConfigurationException(
                "bad_proxy", "chatmodels.proxy (" + value.origin() + "): write system, none or http://host:port");
    }

    @Override
    public List<Proxy> select(URI target) {
        String host = target.getHost();
        boolean here = host != null && new Origin("http", host.toLowerCase(Locale.ROOT), 80).isLoopback();
        return List.of(here ? Proxy.NO_PROXY : proxy);
    }

    @Override
    public void connectFailed(URI target, SocketAddress address, IOException failure) {}
}
