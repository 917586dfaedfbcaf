package org.chatmodels;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.chatmodels.provider.ApiLevel;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.ProviderContext;

/** Keeps what it was given; its models answer as the test says. */
@ChatProvider(
        names = {"fake", "fake-too"},
        apiLevel = ApiLevel.CURRENT)
class FakeProvider implements ChatModelProvider {
    final List<ProviderContext> contexts = new CopyOnWriteArrayList<>();
    final List<ModelLocation> locations = new CopyOnWriteArrayList<>();
    final List<ChatRequest> requests = new CopyOnWriteArrayList<>();
    Function<ChatRequest, ChatResponse> answer = request -> ChatResponse.of("yes");

    @Override
    public ChatModel open(ModelLocation location, ProviderContext context) {
        contexts.add(context);
        locations.add(location);
        return ChatModel.of(location, request -> {
            requests.add(request);
            return answer.apply(request);
        });
    }

    @Override
    public List<OptionInfo> options() {
        return new ArrayList<>(List.of(
                OptionInfo.builder("keep_alive", OptionInfo.Type.DURATION, "how long to stay in memory")
                        .build(),
                OptionInfo.builder("mirror", OptionInfo.Type.URL, "another address")
                        .build()));
    }

    @Override
    public <T> Optional<T> service(Class<T> type, ProviderContext context) {
        return type == String.class ? Optional.of(type.cast(context.service().name())) : Optional.empty();
    }

    ProviderContext context() {
        return contexts.get(contexts.size() - 1);
    }

    ChatRequest request() {
        return requests.get(requests.size() - 1);
    }
}
