package org.chatmodels.ollama;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.chatmodels.Capabilities;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatOptions;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ModelInfo;
import org.chatmodels.ModelStore;
import org.chatmodels.Problem;
import org.chatmodels.ServiceCheck;
import org.chatmodels.TruncatedException;
import org.chatmodels.provider.ProviderContext;
import org.chatmodels.provider.Service;
import org.chatmodels.spi.Endpoint;
import org.chatmodels.spi.ErrorReader;
import org.chatmodels.spi.Exchange;
import org.chatmodels.spi.HttpCall;
import org.chatmodels.spi.JsonWriter;
import org.chatmodels.spi.LineReader;

/**
 * A server of Ollama beside its chats: the models that it holds and runs. Failures are those of calls; nothing is asked
 * again. Thread-safe.
 */
public final class OllamaServer implements ModelStore, ServiceCheck {
    /** Ollama's own client takes lines of that size. */
    static final int LONGEST_LINE = 8 << 20;

    private static final int MOST_BYTES = 32 << 20;

    /** A pull takes as long as it takes, and is silent while a large file is verified. */
    private static final Duration PULL = Duration.ofHours(24);

    private static final Duration SILENCE = Duration.ofMinutes(30);

    private static final Duration MOST_SHOWING = Duration.ofSeconds(5);

    private final ProviderContext context;
    private final Service service;
    private final URI base;
    private final ErrorReader errors;
    private final Remedies remedies;

    OllamaServer(ProviderContext context) {
        this.context = context;
        this.service = context.service();
        this.base = base(service);
        this.errors = new ErrorReader(service);
        this.remedies = new Remedies(service, base);
    }

    /** People write the address of the other endpoint too. */
    private static URI base(Service service) {
        String url = service.baseUrl().orElse("");
        if (url.isEmpty()) {
            throw new ConfigurationException(
                    "'" + service.name() + "' has no base_url. Write chatmodels.service." + service.name()
                            + ".base_url = http://HOST:11434",
                    Details.builder()
                            .code("no_address")
                            .provider(service.name())
                            .build());
        }
        return URI.create(url.endsWith("/v1") ? url.substring(0, url.length() - 3) : url);
    }

    Remedies remedies() {
        return remedies;
    }

    Endpoint endpoint(String path) {
        return new Endpoint(HttpCall.post(at(path)), service.auth(), context);
    }

    private URI at(String path) {
        String start = base.toString();
        return URI.create((start.endsWith("/") ? start.substring(0, start.length() - 1) : start) + path);
    }

    /** The server's version, never empty. */
    public String version() {
        return Optional.ofNullable(get("/api/version").get("version"))
                .map(Object::toString)
                .orElse("unknown");
    }

    /** The models that the server holds, in its order. Lists tell less of a model than when it is shown, which takes time. */
    List<ModelInfo> models() {
        long end = System.nanoTime() + MOST_SHOWING.toNanos();
        List<ModelInfo> models = new ArrayList<>();
        for (Map<String, Object> entry : ModelEntry.list(get("/api/tags"))) {
            ModelInfo model = ModelEntry.read(entry);
            Capabilities can = System.nanoTime() - end < 0
                    ? Remedies.answered(() -> show(model.id()).capabilities(), model.capabilities())
                    : model.capabilities();
            models.add(model.toBuilder().capabilities(can).build());
        }
        return models;
    }

    @Override
    public ModelInfo show(String model) {
        try (Exchange exchange = exchange(endpoint("/api/show"), model, object(model), context.options())) {
            return ModelEntry.shown(model, object(exchange));
        }
    }

    /** Each with {@code size}, {@code size_vram}, {@code context_length} and {@code expires_at} among its extras. */
    @Override
    public List<ModelInfo> running() {
        List<ModelInfo> models = new ArrayList<>();
        ModelEntry.list(get("/api/ps")).forEach(entry -> models.add(ModelEntry.read(entry)));
        return models;
    }

    /** Tokens of context with which a model runs; 0 where the server does not say. */
    long runningContext(String model) {
        for (ModelInfo one : running()) {
            boolean same = one.id().equals(model) || one.id().equals(model + ":latest");
            if (same && one.extra().get("context_length") instanceof Number tokens) {
                return tokens.longValue();
            }
        }
        return 0;
    }

    @Override
    public void remove(String model) {
        Endpoint endpoint = new Endpoint(HttpCall.delete(at("/api/delete")), service.auth(), context);
        exchange(endpoint, model, object(model), context.options()).close();
    }

    /** Loads a model into memory, so that the first answer need not wait for it; returns when it is loaded. */
    public void load(String model) {
        exchange(
                        endpoint("/api/chat"),
                        model,
                        object(model).name("messages").beginArray().endArray(),
                        context.options())
                .close();
    }

    /** Takes a model out of memory. */
    public void unload(String model) {
        JsonWriter body = object(model)
                .name("messages")
                .beginArray()
                .endArray()
                .name(RunOptions.KEEP_ALIVE)
                .number(0);
        exchange(endpoint("/api/chat"), model, body, context.options()).close();
    }

    /** What had come of an earlier pull stays with the server, and is not fetched again. */
    @Override
    public void pull(String model, Consumer<? super Progress> progress) {
        ChatOptions patient = context.options().toBuilder()
                .timeout(PULL)
                .idleTimeout(SILENCE)
                .firstTokenTimeout(SILENCE)
                .build();
        boolean complete = false;
        try (Exchange exchange = exchange(endpoint("/api/pull"), model, pulled(model), patient)) {
            LineReader lines = new LineReader(exchange.body(), LONGEST_LINE);
            while (lines.next()) {
                Map<String, Object> line = ModelEntry.object(lines.buffer(), lines.offset(), lines.length());
                exchange.firstToken();
                if (line.get("error") != null) {
                    throw remedies.pull(errors.inBand(lines.buffer(), lines.offset(), lines.length(), exchange), model);
                }
                Progress step = step(line);
                complete |= step.step().equals("success");
                progress.accept(step);
            }
        }
        if (!complete) {
            throw new TruncatedException(
                    "The pull of '" + model + "' ended before it was complete. Pull again: it goes on where it stopped",
                    Details.builder().provider(service.name()).build());
        }
    }

    private JsonWriter pulled(String model) {
        boolean insecure = context.property(RunOptions.INSECURE).orElse("").equals("true");
        return insecure ? object(model).name("insecure").bool(true) : object(model);
    }

    private static Progress step(Map<String, Object> line) {
        long done = line.get("completed") instanceof Number bytes ? bytes.longValue() : 0;
        OptionalLong total =
                line.get("total") instanceof Number bytes ? OptionalLong.of(bytes.longValue()) : OptionalLong.empty();
        return new Progress(String.valueOf(line.getOrDefault("status", "")), done, total);
    }

    /** Whether the server answers; that none runs is a warning, as not everybody needs one. */
    @Override
    public List<Problem> check() {
        try {
            version();
            return List.of();
        } catch (ChatException e) {
            return List.of(new Problem(
                    Problem.Severity.WARNING, service.name() + " at " + base, String.valueOf(e.getMessage())));
        }
    }

    private Map<String, Object> get(String path) {
        Endpoint endpoint = new Endpoint(HttpCall.get(at(path)), service.auth(), context);
        try (Exchange exchange = errors.accepted(endpoint.ask(context.options()))) {
            return object(exchange);
        } catch (ChatException e) {
            throw remedies.mended(e, "");
        }
    }

    private Exchange exchange(Endpoint endpoint, String model, JsonWriter body, ChatOptions options) {
        try {
            return errors.accepted(endpoint.send(body.endObject().toBytes(), options, false));
        } catch (ChatException e) {
            throw remedies.mended(e, model);
        }
    }

    private static JsonWriter object(String model) {
        return new JsonWriter().beginObject().name("model").text(model);
    }

    private Map<String, Object> object(Exchange exchange) {
        byte[] body = exchange.readAll(MOST_BYTES);
        if (body.length == 0 || body[0] != '{') {
            throw errors.notAnAnswer(body, exchange);
        }
        return ModelEntry.object(body, 0, body.length);
    }
}
