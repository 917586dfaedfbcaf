package org.chatmodels.examples.eliza;

import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ConfigurationException;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Role;
import org.chatmodels.UnsupportedFeatureException;
import org.chatmodels.provider.ApiLevel;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.chatmodels.provider.ProviderContext;

/**
 * Opens {@code eliza:doctor}: a whole provider jar, as anybody may write one.
 *
 * <p>A jar becomes a provider by three things: a class like this one, a line with its name in
 * {@code META-INF/services/org.chatmodels.provider.ChatModelProvider}, and {@code provides} in its module-info. Put it
 * on the class path, or into the {@code plugins} folder of the command line, and {@code ChatModels.open("eliza:doctor")}
 * finds it; no other code has to know. The annotation is read before the class is run, the constructor does nothing,
 * {@code open} is cheap, and the model keeps nothing between calls, so any number of threads may share it.
 */
@ChatProvider(names = "eliza", apiLevel = ApiLevel.CURRENT)
public final class ElizaProvider implements ChatModelProvider {
    /** For the registry. */
    public ElizaProvider() {}

    @Override
    public ChatModel open(ModelLocation location, ProviderContext context) {
        if (!location.model().equals("doctor")) {
            throw new ConfigurationException(
                    "Eliza has one model; write eliza:doctor",
                    ChatException.Details.builder().code("unknown_model").build());
        }
        Doctor doctor = Doctor.withScript();
        return ChatModel.of(location, request -> {
            List<String> warnings = leftOut(request);
            ChatResponse answer = ChatResponse.of(doctor.answer(said(request.messages())));
            return answer.toBuilder().warnings(warnings).build();
        });
    }

    /** A request for more than talk is refused, unless its options say that what is too much may be left out. */
    private static List<String> leftOut(ChatRequest request) {
        List<String> names = new ArrayList<>();
        if (!request.tools().isEmpty()) {
            names.add("tools");
        }
        if (!request.responseFormat().orElse(ResponseFormat.TEXT).equals(ResponseFormat.TEXT)) {
            names.add("the form of an answer");
        }
        if (request.options().n().orElse(1) > 1) {
            names.add("n");
        }
        ChatOptions.Unsupported unsupported = request.options().unsupported().orElse(ChatOptions.Unsupported.ERROR);
        if (!names.isEmpty() && unsupported == ChatOptions.Unsupported.ERROR) {
            throw new UnsupportedFeatureException(
                    "eliza:doctor only talks; leave out " + String.join(", ", names) + " or set unsupported=drop",
                    ChatException.Details.NONE);
        }
        names.replaceAll(name -> name + ": left out, eliza:doctor only talks");
        return names;
    }

    private static List<String> said(List<Message> messages) {
        List<String> said = new ArrayList<>();
        for (Message message : messages) {
            if (message.role() == Role.USER) {
                said.add(message.text());
            }
        }
        return said;
    }
}
