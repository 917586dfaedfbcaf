package org.chatmodels.spi.http;

import java.net.InetAddress;
import java.net.ProxySelector;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** What a pool of connections is made with; {@code lease} is how long a call waits for a free connection. */
public record Settings(
        Optional<ProxySelector> proxies, Optional<SSLContext> trust, Names names, Duration lease, int perRoute) {
    static final int TOTAL = 256;

    /** The limits of every transport: 64 connections per route, 256 in all, 10 s of waiting for one. */
    public static Settings of(Optional<ProxySelector> proxies, Optional<SSLContext> trust) {
        return new Settings(proxies, trust, InetAddress::getAllByName, Duration.ofSeconds(10), 64);
    }
}
