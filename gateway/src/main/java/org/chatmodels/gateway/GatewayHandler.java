package org.chatmodels.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;

/** Answers every request: checks where it comes from, finds its route and asks the model. */
final class GatewayHandler implements HttpHandler {
    /** Bytes of a request's body. */
    static final int BODY_LIMIT = 16 * 1024 * 1024;

    private static final String MODELS = "/v1/models";
    private static final String CHAT = "/v1/chat/completions";

    private final ChatModel model;
    private final Workers workers;
    private final Limits limits;
    private final Set<StreamedReply> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    GatewayHandler(ChatModel model, Workers workers, Limits limits) {
        this.model = model;
        this.workers = workers;
        this.limits = limits;
    }

    /** Ends the streams that run and those that are about to. */
    void close() {
        closed = true;
        running.forEach(StreamedReply::cancel);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            Origins.check(exchange.getRequestHeaders());
            route(exchange, exchange.getRequestURI().getPath());
        } catch (RuntimeException failure) {
            workers.clientsTurn();
            refuse(exchange, GatewayError.of(failure));
        } finally {
            workers.clientsTurn();
            exchange.close();
        }
    }

    private void route(HttpExchange exchange, String path) throws IOException {
        if (path.equals(CHAT)) {
            allow(exchange, "POST");
            chat(exchange, GatewayRequestReader.read(body(exchange)));
        } else if (path.equals(MODELS)) {
            allow(exchange, "GET");
            reply(exchange, 200, ReplyWriter.models(model.location()));
        } else if (path.startsWith(MODELS + "/")) {
            allow(exchange, "GET");
            model(exchange, path.substring(MODELS.length() + 1));
        } else {
            throw new Refusal(
                    GatewayError.of(404, "There is nothing at this path; the gateway has " + MODELS + " and " + CHAT));
        }
    }

    private void model(HttpExchange exchange, String id) throws IOException {
        if (!id.equals(model.location().model())) {
            throw new Refusal(
                    GatewayError.of(404, "There is no such model here; " + MODELS + " lists the one there is"));
        }
        reply(exchange, 200, ReplyWriter.model(model.location()));
    }

    private void chat(HttpExchange exchange, GatewayRequest asked) throws IOException {
        String name = model.location().model();
        workers.modelsTurn();
        if (asked.stream()) {
            ChunkWriter chunks = new ChunkWriter(name, asked.usageChunk());
            stream(asked.request(), new StreamedReply(exchange, chunks, workers, limits));
        } else {
            ChatResponse response = model.chat(asked.request());
            workers.clientsTurn();
            reply(exchange, 200, ReplyWriter.completion(response, name));
        }
    }

    private void stream(ChatRequest request, StreamedReply reply) throws IOException {
        running.add(reply);
        try {
            if (closed) {
                reply.cancel();
            }
            reply.run(() -> model.stream(request));
        } finally {
            running.remove(reply);
        }
    }

    private static void allow(HttpExchange exchange, String method) {
        if (!exchange.getRequestMethod().equals(method)) {
            exchange.getResponseHeaders().set("Allow", method);
            throw new Refusal(GatewayError.of(405, "This path takes " + method + " only"));
        }
    }

    private static byte[] body(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        byte[] bytes = body.readNBytes(BODY_LIMIT + 1);
        if (bytes.length > BODY_LIMIT) {
            exchange.getResponseHeaders().set("Connection", "close");
            throw new Refusal(GatewayError.of(413, "The body is larger than " + BODY_LIMIT + " bytes; send less"));
        }
        return bytes;
    }

    private static void refuse(HttpExchange exchange, GatewayError error) throws IOException {
        error.retryAfter().ifPresent(delay -> {
            long seconds = delay.toSeconds() + (delay.toNanosPart() > 0 ? 1 : 0);
            exchange.getResponseHeaders().set("Retry-After", Long.toString(seconds));
        });
        reply(exchange, error.status(), ReplyWriter.error(error));
    }

    private static void reply(HttpExchange exchange, int status, byte[] json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        boolean bodiless = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bodiless ? -1 : json.length);
        if (!bodiless) {
            exchange.getResponseBody().write(json);
        }
    }
}
