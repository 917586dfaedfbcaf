package org.chatmodels.spi.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.chatmodels.TransportException;
import org.jspecify.annotations.Nullable;

/** Opens connections: name, TCP, the proxy's tunnel, TLS. */
final class Connector {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    private final AddressLookup lookup;
    private final Optional<SSLContext> trust;
    private volatile @Nullable SSLContext made;

    Connector(AddressLookup lookup, Optional<SSLContext> trust) {
        this.lookup = lookup;
        this.trust = trust;
    }

    void connect(Call call, Wire wire) throws IOException, HttpException, InterruptedException {
        HttpHost proxy = call.route.getProxyHost();
        HttpHost target = call.route.getTargetHost();
        Socket socket = plain(call, wire, proxy == null ? target : proxy);
        if (call.route.isTunnelled()) {
            tunnel(call, wire);
            call.pastProxy();
        }
        if (call.route.isSecure()) {
            secure(wire, socket, target);
        }
    }

    private Socket plain(Call call, Wire wire, HttpHost host) throws IOException, InterruptedException {
        InetAddress[] addresses = lookup.find(host.getHostName(), call);
        IOException failure = new UnknownHostException(host.getHostName());
        for (int i = 0; i < addresses.length && !call.isEnded(); i++) {
            long nanos = call.connectNanosLeft() / (addresses.length - i);
            try {
                return connect(wire, new InetSocketAddress(addresses[i], host.getPort()), Times.socketMillis(nanos));
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    /** Not through a SOCKS proxy of the JVM, behind which nobody would know where the other end is. */
    private static Socket connect(Wire wire, InetSocketAddress address, int millis) throws IOException {
        Socket socket = new Socket(Proxy.NO_PROXY);
        boolean connected = false;
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            wire.bind(socket);
            socket.connect(address, millis);
            connected = true;
            return socket;
        } finally {
            if (!connected) {
                socket.close();
            }
        }
    }

    /** The proxy is asked for a way to the target and sees nothing else of the request. */
    private static void tunnel(Call call, Wire wire) throws IOException, HttpException {
        HttpHost target = call.route.getTargetHost();
        String name = target.getHostName();
        String authority = (name.indexOf(':') < 0 ? name : "[" + name + "]") + ":" + target.getPort();
        BasicClassicHttpRequest request = new BasicClassicHttpRequest("CONNECT", (HttpHost) null, authority);
        request.addHeader("Host", authority);
        request.addHeader("User-Agent", Connections.AGENT);
        wire.begin();
        wire.sendRequestHeader(request);
        wire.flush();
        ClassicHttpResponse answer = wire.receiveResponseHeader();
        while (answer.getCode() < 200) {
            answer = wire.receiveResponseHeader();
        }
        if (answer.getCode() >= 300) {
            throw refused(call, answer.getCode());
        }
        if (wire.hasInput()) {
            throw new ProtocolException("bytes behind the proxy's answer");
        }
    }

    /** What the proxy says instead of letting the request through. */
    static TransportException refused(Call call, int status) {
        String proxy = call.route.getProxyHost().toHostString();
        String why = status == 407
                ? " asks for credentials (407), which are not supported: use a proxy that needs none"
                : " answered " + status + " instead of connecting to "
                        + call.request.target().authority() + ": check the proxy";
        return new TransportException(
                "The proxy " + proxy + why,
                Failures.details(Stage.CONNECT).retryable(status >= 500).build());
    }

    private void secure(Wire wire, Socket socket, HttpHost target) throws IOException {
        SSLSocket secure = (SSLSocket)
                context().getSocketFactory().createSocket(socket, target.getHostName(), target.getPort(), true);
        SSLParameters parameters = secure.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(PROTOCOLS);
        secure.setSSLParameters(parameters);
        secure.startHandshake();
        wire.bind(secure, socket);
    }

    /** Reading the trust store takes a while, so it is read when the first https target is asked for. */
    private SSLContext context() throws SSLException {
        if (trust.isPresent()) {
            return trust.get();
        }
        SSLContext known = made;
        if (known == null) {
            try {
                known = SSLContext.getInstance("TLS");
                known.init(null, null, null);
            } catch (GeneralSecurityException e) {
                throw new SSLException("no TLS in this JVM", e);
            }
            made = known;
        }
        return known;
    }
}
