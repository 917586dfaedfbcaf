package org.chatmodels.openaicompatible;

import java.util.Objects;
import java.util.Optional;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.ModelLocation;
import org.chatmodels.provider.Service;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.ErrorReader;
import org.chatmodels.spi.Reply;

/** A model of a service, in its wire formats. Everything that is the same for all calls is made once. */
final class ServiceModel implements ChatModel {
    private final ModelLocation location;
    private final ProtocolChoice protocols;
    private final ErrorReader errors;

    ServiceModel(ModelLocation location, ProtocolChoice protocols, Service service) {
        this.location = location;
        this.protocols = protocols;
        this.errors = new ErrorReader(location, service);
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

    private Reply call(ChatRequest request, boolean streaming) {
        Optional<String> reason = protocols.reason(Objects.requireNonNull(request, "request"));
        Protocol protocol = protocols.of(reason);
        WrittenRequest written = protocol.write(request, streaming);
        AnswerAssembler answer = answer(reason, written, request);
        Reply reply = new Reply(
                errors.accepted(protocol.endpoint().send(written.body(), request.options(), streaming)),
                errors,
                protocol.reader(),
                answer);
        return reply.keepRaw(request.options().keepRaw().orElse(false));
    }

    /** What is known of the answer before it comes. */
    private AnswerAssembler answer(Optional<String> reason, WrittenRequest written, ChatRequest request) {
        AnswerAssembler answer = new AnswerAssembler(location);
        reason.ifPresent(answer::warning);
        written.warnings().forEach(answer::warning);
        written.held().ifPresent(answer::responseFormat);
        request.toolChoice().ifPresent(answer::expectTools);
        return answer;
    }
}
