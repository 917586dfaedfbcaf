package org.chatmodels.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatResponse;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.ModelInfo;
import org.chatmodels.ModelLocation;
import org.chatmodels.ModelStore;
import org.chatmodels.Problem;
import org.chatmodels.ServiceCheck;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ProviderContext;

/** A service that keeps its models in this JVM; a test says what a pull tells, what is loaded and what fails. */
final class StoreProvider implements ChatModelProvider, ModelStore {
    private final Map<String, ModelInfo> models = new LinkedHashMap<>();
    private Supplier<List<ModelInfo>> running = List::of;
    private Consumer<Consumer<? super Progress>> pull = progress -> {};
    private Optional<ServiceCheck> check = Optional.empty();
    private boolean holding = true;
    private AutoCloseable closing = () -> {};

    StoreProvider holds(ModelInfo model) {
        models.put(model.id(), model);
        return this;
    }

    StoreProvider running(ModelInfo... loaded) {
        return runs(() -> List.of(loaded));
    }

    StoreProvider runs(Supplier<List<ModelInfo>> loaded) {
        running = loaded;
        return this;
    }

    /** What a pull does; the model is there when it returns. */
    StoreProvider pulls(Consumer<Consumer<? super Progress>> steps) {
        pull = steps;
        return this;
    }

    StoreProvider checked(ServiceCheck look) {
        check = Optional.of(look);
        return this;
    }

    /** Runs when the registry is closed. */
    StoreProvider atClose(AutoCloseable action) {
        closing = action;
        return this;
    }

    /** It offers no store. */
    StoreProvider withoutStore() {
        holding = false;
        return this;
    }

    Iterable<String> ids() {
        return models.keySet();
    }

    static Progress step(String words, long done, long total) {
        return new Progress(words, done, OptionalLong.of(total));
    }

    static Progress step(String words) {
        return new Progress(words, 0, OptionalLong.empty());
    }

    @Override
    public ChatModel open(ModelLocation location, ProviderContext context) {
        return ChatModel.of(location, request -> ChatResponse.of("hello"));
    }

    @Override
    public <T> Optional<T> service(Class<T> type, ProviderContext context) {
        if (type == ServiceCheck.class) {
            return check.map(type::cast);
        }
        context.shared(AutoCloseable.class, () -> closing);
        return holding && type == ModelStore.class ? Optional.of(type.cast(this)) : Optional.empty();
    }

    @Override
    public void pull(String model, Consumer<? super Progress> progress) {
        pull.accept(progress);
        holds(ModelInfo.builder(model).build());
    }

    @Override
    public ModelInfo show(String model) {
        ModelInfo found = models.get(model);
        if (found == null) {
            throw new InvalidRequestException("There is no model '" + model + "' here", ChatException.Details.NONE);
        }
        return found;
    }

    @Override
    public List<ModelInfo> running() {
        return running.get();
    }

    @Override
    public void remove(String model) {
        show(model);
        models.remove(model);
    }

    @Override
    public List<ModelInfo> models(ProviderContext context) {
        return List.copyOf(models.values());
    }

    /** For a check that finds something. */
    static Problem warning(String where, String message) {
        return new Problem(Problem.Severity.WARNING, where, message);
    }
}
