package org.chatmodels;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A model that asks a meter before each call whether there is something left. */
final class LimitedModel implements ChatModel {
    private final ChatModel model;
    private final ChatOptions budget;
    private final UsageMeter meter;

    LimitedModel(ChatModel model, ChatOptions budget, UsageMeter meter) {
        this.model = Objects.requireNonNull(model, "model");
        this.budget = Objects.requireNonNull(budget, "budget");
        this.meter = meter;
    }

    @Override
    public ModelLocation location() {
        return model.location();
    }

    @Override
    public ChatResponse chat(ChatRequest request) {
        check(request);
        return warned(model.chat(request));
    }

    @Override
    public ChatStream stream(ChatRequest request) {
        check(request);
        ChatStream stream = model.stream(request);
        if (budget.maxCost().isEmpty()) {
            return stream;
        }
        Iterator<ChatEvent> events = stream.iterator();
        return new EventStream(
                new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return events.hasNext();
                    }

                    @Override
                    public ChatEvent next() {
                        ChatEvent event = events.next();
                        return event instanceof ChatEvent.Finished finished
                                ? new ChatEvent.Finished(warned(finished.response()))
                                : event;
                    }
                },
                stream::close,
                location());
    }

    private void check(ChatRequest request) {
        OpenedTarget target =
                model.unwrap(OpenedModel.class).map(opened -> opened.own.get(0)).orElse(null);
        ChatRequest merged = target == null ? request : target.merged(request, Long.MAX_VALUE / 4);
        Usage.Pricing prices = target == null ? usage -> Optional.empty() : target.prices;
        Budget.check(budget, List.of(meter.counted()), merged, prices);
    }

    private ChatResponse warned(ChatResponse answer) {
        if (budget.maxCost().isEmpty() || answer.usage().cost().isPresent()) {
            return answer;
        }
        List<String> warnings = new ArrayList<>(answer.warnings());
        ModelLocation servedBy = answer.servedByOrNull();
        String warning = Budget.warning(servedBy == null ? location() : servedBy);
        if (!warnings.contains(warning)) {
            warnings.add(warning);
        }
        return answer.toBuilder().warnings(warnings).build();
    }

    @Override
    public Capabilities capabilities() {
        return model.capabilities();
    }

    @Override
    public <T> Optional<T> unwrap(Class<T> type) {
        return type.isInstance(this) ? Optional.of(type.cast(this)) : model.unwrap(type);
    }

    @Override
    public String toString() {
        return model.toString();
    }
}
