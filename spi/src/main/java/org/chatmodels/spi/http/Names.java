package org.chatmodels.spi.http;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** Resolves names; the JVM's own resolver but for tests. */
@FunctionalInterface
public interface Names {
    /** In the order to be tried. */
    InetAddress[] addresses(String host) throws UnknownHostException;
}
