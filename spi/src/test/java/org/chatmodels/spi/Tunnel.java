package org.chatmodels.spi;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A proxy that lets every CONNECT through to one port of loopback and writes down what it was asked. */
final class Tunnel implements AutoCloseable {
    private final ServerSocket listener;
    private final int target;
    private final ByteArrayOutputStream head = new ByteArrayOutputStream();

    Tunnel(int target) {
        this.target = target;
        try {
            listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        daemon(this::serve);
    }

    int port() {
        return listener.getLocalPort();
    }

    String head() {
        return head.toString(StandardCharsets.US_ASCII);
    }

    private void serve() throws IOException {
        try (Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            InputStream in = client.getInputStream();
            while (!head().endsWith("\r\n\r\n")) {
                head.write(in.read());
            }
            client.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            daemon(() -> server.getInputStream().transferTo(client.getOutputStream()));
            in.transferTo(server.getOutputStream());
        }
    }

    private static void daemon(Part part) {
        Thread thread = new Thread(() -> {
            try {
                part.run();
            } catch (IOException e) {
                // one of the ends is gone
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private interface Part {
        void run() throws IOException;
    }
}
