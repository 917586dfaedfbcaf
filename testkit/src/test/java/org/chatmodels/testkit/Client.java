package org.chatmodels.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A bare socket as a client; reads fail after five seconds. */
final class Client implements AutoCloseable {
    private final Socket socket;

    Client(URI server) throws IOException {
        this(new Socket());
        String host = server.getHost().replace("[", "").replace("]", "");
        socket.connect(new InetSocketAddress(host, server.getPort()), 5_000);
    }

    Client(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(5_000);
    }

    Client send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return this;
    }

    Client post(String path, String body) throws IOException {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        return send("POST " + path + " HTTP/1.1\r\nHost: here\r\nContent-Length: " + length + "\r\n\r\n" + body);
    }

    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append(text(1));
        }
        return head.toString();
    }

    String text(int count) throws IOException {
        byte[] bytes = socket.getInputStream().readNBytes(count);
        if (bytes.length < count) {
            throw new IOException("end after " + bytes.length + " of " + count + " bytes");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    int read() throws IOException {
        return socket.getInputStream().read();
    }

    String rest() throws IOException {
        InputStream in = socket.getInputStream();
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
