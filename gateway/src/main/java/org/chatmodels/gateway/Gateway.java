package org.chatmodels.gateway;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ConfigurationException;

/**
 * An OpenAI-compatible endpoint on loopback that serves one model. The caller closes it.
 *
 * <p>It has {@code /v1/models} and {@code /v1/chat/completions}, streaming and not, with functions, response formats,
 * images, sound and files, several choices and log probabilities as far as the model takes them. The {@code model} of a
 * request is not looked at; the reply names the one that answered. Fields it does not know are ignored, tools that are no
 * functions refused; nothing is fetched that a URL names. Thoughts are {@code reasoning_content}, as DeepSeek has it,
 * images of an answer {@code images}, as OpenRouter has it, and what a provider attached to a call passes in both
 * directions as {@code extra_content}, if that is its name; nothing else that is attached survives. At most 256 requests are served at once, on daemon threads; more
 * connections are closed. A client has 30 seconds to send its request and to take what was written. A client that leaves
 * ends its stream, within about a second once it has begun; a model that is silent for 5 seconds has its stream begun
 * with a comment, so that this is so before its first event too. An answer that is not streamed is computed to its end.
 *
 * <p>The JVM's server leaves Nagle's algorithm on, which on Java 17 delays whole replies on a kept connection by 40 ms
 * and makes streams uneven. Only the program may change that, for its whole JVM and before its first server:
 * {@code -Dsun.net.httpserver.nodelay=true}.
 */
public final class Gateway implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final HttpServer server;
    private final Workers workers;
    private final GatewayHandler handler;

    private Gateway(ChatModel model, HttpServer server, Limits limits) {
        this.server = server;
        this.workers = new Workers(limits);
        this.handler = new GatewayHandler(model, workers, limits);
    }

    /**
     * Listens on 127.0.0.1; port 0 takes a free one. ConfigurationException when the port cannot be had.
     */
    public static Gateway serve(ChatModel model, int port) {
        return serve(model, port, Limits.DEFAULT);
    }

    static Gateway serve(ChatModel model, int port, Limits limits) {
        Objects.requireNonNull(model, "model");
        Gateway gateway = new Gateway(model, listen(port), limits);
        gateway.start();
        return gateway;
    }

    /** For {@code base_url}: http://127.0.0.1:PORT/v1. */
    public URI baseUrl() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    /** Frees the port, ends running answers, also streams, and the threads. Any number of times. */
    @Override
    public void close() {
        handler.close();
        workers.stop();
        server.stop(0);
        workers.awaitEnd(CLOSE);
    }

    private static HttpServer listen(int port) {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            // The JVM's server does not let go of its selector when the port turns out to be taken.
            new ServerSocket(port, 1, loopback).close();
            return HttpServer.create(new InetSocketAddress(loopback, port), 0);
        } catch (IOException refused) {
            throw new ConfigurationException(
                    "The gateway cannot listen on 127.0.0.1:" + port + "; choose another port, or 0 for a free one",
                    ChatException.Details.builder()
                            .code("port_taken")
                            .cause(refused)
                            .build());
        }
    }

    /** The server's own thread is a daemon only if a daemon starts it. */
    private void start() {
        server.setExecutor(workers);
        server.createContext("/", handler);
        Thread starter = Workers.daemon("start").newThread(server::start);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }
}
