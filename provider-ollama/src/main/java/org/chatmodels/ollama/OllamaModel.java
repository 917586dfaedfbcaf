package org.chatmodels.ollama;

import java.util.Objects;
import org.chatmodels.Capabilities;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.ModelLocation;
import org.chatmodels.provider.ProviderContext;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.Endpoint;
import org.chatmodels.spi.ErrorReader;
import org.chatmodels.spi.Exchange;
import org.chatmodels.spi.HttpCall;
import org.chatmodels.spi.Reply;

/** A model of a server. Everything that is the same for all calls is made once. */
final class OllamaModel implements ChatModel {
    private final ModelLocation location;
    private final ProviderContext context;
    private final OllamaServer server;
    private final RunOptions own;
    private final Endpoint endpoint;
    private final ErrorReader errors;
    private volatile Capabilities shown = Capabilities.UNKNOWN;

    OllamaModel(ModelLocation location, ProviderContext context, OllamaServer server) {
        this.location = location;
        this.context = context;
        this.server = server;
        this.own = new RunOptions(context);
        this.endpoint = server.endpoint(HttpCall.post(server.at("/api/chat")));
        this.errors = new ErrorReader(location, context.service());
    }

    @Override
    public ModelLocation location() {
        return location;
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        return call(request, false).whole();
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        return call(request, true).stream();
    }

    /** What the server shows of the model, asked for once; UNKNOWN while it does not answer. */
    @Override
    public Capabilities capabilities() {
        if (shown == Capabilities.UNKNOWN) {
            shown = Remedies.answered(() -> server.show(location.model()).capabilities(), Capabilities.UNKNOWN);
        }
        return shown;
    }

    private Reply call(ChatRequest request, boolean streaming) {
        ChatOptions options = Objects.requireNonNull(request, "request").options();
        ChatWriter writer = new ChatWriter(location, own, request, this::cannot);
        byte[] body = writer.body(streaming);
        AnswerAssembler answer = new AnswerAssembler(location);
        writer.warnings().forEach(answer::warning);
        request.responseFormat().ifPresent(answer::responseFormat);
        request.toolChoice().ifPresent(answer::expectTools);
        PromptCheck check = new PromptCheck(
                request.messages(),
                own.context(options),
                () -> Remedies.answered(() -> server.runningContext(location.model()), 0L));
        try {
            Exchange exchange = errors.accepted(endpoint.send(body, options, streaming));
            Reply reply = new Reply(exchange, errors, new LineAnswer(check), answer);
            return reply.keepRaw(options.keepRaw().orElse(false));
        } catch (ChatException e) {
            throw server.remedies.mended(e, location.model());
        }
    }

    /** The configuration's and the catalogue's word, then what the server showed, if anybody asked it before. */
    private boolean cannot(Capabilities.Feature feature) {
        Capabilities.Support said =
                context.lookup(Capabilities.class).orElse(Capabilities.UNKNOWN).support(feature);
        return (said == Capabilities.Support.UNKNOWN ? shown.support(feature) : said) == Capabilities.Support.NO;
    }
}
