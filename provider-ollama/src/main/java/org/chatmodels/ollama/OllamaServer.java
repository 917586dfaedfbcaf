package org.chatmodels.ollama;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.chatmodels.Capabilities;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatOptions;
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
    private static final Duration MOST_SHOWING = Duration.ofSeconds(5);

    /** A pull takes as long as it takes, and is silent while a large file is verified. */
    private static final Duration PULL = Duration.ofHours(24);

    private static final Duration SILENCE = Duration.ofMinutes(30);

    private final ProviderContext context;
    private final Service service;
    /** People write the address of the compatible endpoint too. */
    private final String base;

    private final ErrorReader errors;
    final Remedies remedies;

    OllamaServer(ProviderContext context) {
        this.context = context;
        this.service = context.service();
        String url = service.baseUrl().orElse("http://127.0.0.1:11434");
        this.base = url.endsWith("/v1") ? url.substring(0, url.length() - "/v1".length()) : url;
        this.errors = new ErrorReader(service);
        this.remedies = new Remedies(service, base);
    }

    Endpoint endpoint(HttpCall call) {
        return new Endpoint(call, service.auth(), context);
    }

    URI at(String path) {
        return URI.create(base + path);
    }

    /** The server's version, never empty. */
    public String version() {
        return String.valueOf(get("/api/version").getOrDefault("version", "unknown"));
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
        try (Exchange exchange = exchange(HttpCall.post(at("/api/show")), model, object(model))) {
            return ModelEntry.shown(model, object(exchange));
        }
    }

    /** Each with {@code size}, {@code size_vram}, {@code context_length} and {@code expires_at} among its extras. */
    @Override
    public List<ModelInfo> running() {
        return ModelEntry.list(get("/api/ps")).stream().map(ModelEntry::read).toList();
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
        exchange(HttpCall.delete(at("/api/delete")), model, object(model)).close();
    }

    /** Loads a model into memory, so that the first answer need not wait for it; returns when it is loaded. */
    public void load(String model) {
        silent(model, object(model));
    }

    /** Takes a model out of memory. */
    public void unload(String model) {
        silent(model, object(model).name(RunOptions.KEEP_ALIVE).number(0));
    }

    /** A chat without a message loads a model or, not kept alive, unloads it; source: the handler of {@code /api/chat}. */
    private void silent(String model, JsonWriter body) {
        body.name("messages").beginArray().endArray();
        exchange(HttpCall.post(at("/api/chat")), model, body).close();
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
        byte[] body = pulled(model);
        try (Exchange exchange =
                accepted(model, () -> endpoint(HttpCall.post(at("/api/pull"))).send(body, patient, true))) {
            LineReader lines = new LineReader(exchange.body(), LONGEST_LINE);
            while (lines.next()) {
                Map<String, Object> line = ModelEntry.object(lines.buffer(), lines.offset(), lines.length());
                exchange.firstToken();
                if (line.get("error") != null) {
                    throw remedies.mended(
                            errors.inBand(lines.buffer(), lines.offset(), lines.length(), exchange), model);
                }
                Progress step = step(line);
                complete |= step.step().equals("success");
                progress.accept(step);
            }
        }
        if (!complete) {
            String what = "The pull of '" + model + "' ended before it was complete. Pull again: it goes on from there";
            throw new TruncatedException(
                    what, Details.builder().provider(service.name()).build());
        }
    }

    private byte[] pulled(String model) {
        boolean insecure = context.property(RunOptions.INSECURE).orElse("").equals("true");
        JsonWriter body = object(model);
        return (insecure ? body.name("insecure").bool(true) : body).endObject().toBytes();
    }

    private static Progress step(Map<String, Object> line) {
        long done = line.get("completed") instanceof Number bytes ? bytes.longValue() : 0;
        long total = line.get("total") instanceof Number bytes ? bytes.longValue() : 0;
        String status = String.valueOf(line.getOrDefault("status", ""));
        return new Progress(status, done, total > 0 ? OptionalLong.of(total) : OptionalLong.empty());
    }

    /** Whether the server answers; that none runs is a warning, as not everybody needs one. */
    @Override
    public List<Problem> check() {
        try {
            version();
            return List.of();
        } catch (ChatException e) {
            String where = service.name() + " at " + base;
            return List.of(new Problem(Problem.Severity.WARNING, where, String.valueOf(e.getMessage())));
        }
    }

    private Map<String, Object> get(String path) {
        try (Exchange exchange =
                accepted("", () -> endpoint(HttpCall.get(at(path))).ask(context.options()))) {
            return object(exchange);
        }
    }

    private Exchange exchange(HttpCall call, String model, JsonWriter body) {
        byte[] json = body.endObject().toBytes();
        return accepted(model, () -> endpoint(call).send(json, context.options(), false));
    }

    private Exchange accepted(String model, Supplier<Exchange> sent) {
        try {
            return errors.accepted(sent.get());
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
