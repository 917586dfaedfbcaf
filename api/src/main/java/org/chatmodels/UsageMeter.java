package org.chatmodels;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Adds up what was used, by "provider:model" that served it: of whole answers, and of failed or cancelled calls what had
 * arrived. What one of them doesn't say is unknown in the sum too, never 0. Each is asked for its cost when it has come,
 * so that prices are looked up then. Thread-safe; one meter may listen to several registries.
 */
public final class UsageMeter implements ChatListener {
    private final SortedMap<String, Usage> sums = new TreeMap<>();

    /** Of all that is known, whatever else is not. */
    private long tokens;

    private BigDecimal dollars = BigDecimal.ZERO;

    /** Starts with nothing. */
    public UsageMeter() {}

    @Override
    public Call started(CallInfo info) {
        return new Metered(info.location());
    }

    /** The sum over all answers; {@link Usage#UNKNOWN} before the first. */
    public Usage total() {
        Usage total = null;
        synchronized (sums) {
            for (Usage sum : sums.values()) {
                total = total == null ? sum : total.plus(sum);
            }
        }
        return total == null ? Usage.UNKNOWN : total;
    }

    /**
     * That model, but it refuses with {@link BudgetException} the call that would take this meter's total beyond
     * {@link ChatOptions#maxCost()} or {@link ChatOptions#maxTotalTokens()} of the budget; its other options don't count.
     * The total is of what has come to this meter, which listens to the registry that opened the model, and in it counts
     * what is known: an answer of unknown cost leaves the cost as it is, and its warnings say so. The least that a call
     * takes is estimated from its texts and {@code max_tokens}; calls at the same time don't see one another.
     */
    public ChatModel limit(ChatModel model, ChatOptions budget) {
        return new LimitedModel(model, budget, this);
    }

    /** Tokens together and dollars, as far as they are known. */
    Usage counted() {
        synchronized (sums) {
            return Usage.builder().totalTokens(tokens).cost(dollars).build();
        }
    }

    /** The sums of now by "provider:model", in its order; unmodifiable. */
    public Map<String, Usage> byModel() {
        synchronized (sums) {
            return Collections.unmodifiableMap(new TreeMap<>(sums));
        }
    }

    private void add(ModelLocation location, Usage usage) {
        String key = location.provider() + ':' + location.model();
        BigDecimal cost = usage.cost().orElse(BigDecimal.ZERO);
        synchronized (sums) {
            tokens = Usage.sum(tokens, Budget.tokens(usage));
            dollars = dollars.add(cost);
            Usage before = sums.get(key);
            sums.put(key, before == null ? usage : before.plus(usage));
        }
    }

    /** One call. */
    private final class Metered implements Call {
        /** Where the call is now, for answers that do not say it. */
        private ModelLocation location;

        Metered(ModelLocation location) {
            this.location = location;
        }

        @Override
        public void fellBack(ModelLocation from, ModelLocation to, ChatException cause) {
            location = to;
        }

        @Override
        public void completed(ChatResponse response) {
            ModelLocation servedBy = response.servedByOrNull();
            add(servedBy == null ? location : servedBy, response.usage());
        }

        @Override
        public void failed(ChatException exception, Timings timings) {
            exception.partial().ifPresent(this::completed);
        }
    }
}
