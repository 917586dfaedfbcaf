package org.chatmodels.gateway;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ConfigurationException;

/**
 * An OpenAI-compatible endpoint on loopback that serves one model. The caller closes it.
 *
 * <p>It has {@code /v1/models} and {@code /v1/chat/completions}, streaming and not, for text. The {@code model} of a
 * request is not looked at; the reply names the one that answered. Fields it does not know are ignored; tools, media,
 * response formats and log probabilities are refused. At most 64 requests are served at once, on daemon threads. A
 * client that leaves ends its stream within about a second; an answer that is not streamed is computed to its end.
 *
 * <p>The JVM's server leaves Nagle's algorithm on, which on Java 17 delays whole replies on a kept connection by 40 ms
 * and makes streams uneven. Only the program may change that, for its whole JVM and before its first server:
 * {@code -Dsun.net.httpserver.nodelay=true}.
 */
public final class Gateway implements AutoCloseable {
    private static final int THREADS = 64;
    private static final int WAITING = 256;
    private static final int IDLE_SECONDS = 10;
    private static final int CLOSE_SECONDS = 2;

    private final HttpServer server;
    private final ThreadPoolExecutor workers;
    private final ScheduledThreadPoolExecutor heartbeat;
    private final GatewayHandler handler;

    private Gateway(ChatModel model, HttpServer server) {
        this.server = server;
        this.workers = new ThreadPoolExecutor(
                THREADS,
                THREADS,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING),
                daemon("request"));
        this.workers.allowCoreThreadTimeOut(true);
        this.heartbeat = new ScheduledThreadPoolExecutor(1, daemon("heartbeat"));
        this.heartbeat.setRemoveOnCancelPolicy(true);
        this.handler = new GatewayHandler(model, heartbeat);
    }

    /**
     * Listens on 127.0.0.1; port 0 takes a free one. ConfigurationException when the port cannot be had.
     */
    public static Gateway serve(ChatModel model, int port) {
        Objects.requireNonNull(model, "model");
        Gateway gateway = new Gateway(model, listen(port));
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
        workers.shutdownNow();
        heartbeat.shutdownNow();
        server.stop(0);
        try {
            workers.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            heartbeat.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpServer listen(int port) {
        try {
            InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
            return HttpServer.create(new InetSocketAddress(loopback, port), 0);
        } catch (IOException refused) {
            throw new ConfigurationException(
                    "The gateway cannot listen on 127.0.0.1:" + port + "; choose another port, or 0 for a free one",
                    ChatException.Details.builder().cause(refused).build());
        }
    }

    /** The server's own thread is a daemon only if a daemon starts it. */
    private void start() {
        server.setExecutor(workers);
        server.createContext("/", handler);
        Thread starter = daemon("start").newThread(server::start);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory daemon(String role) {
        return task -> {
            Thread thread = new Thread(task, "chatmodels-gateway-" + role);
            thread.setDaemon(true);
            return thread;
        };
    }
}
