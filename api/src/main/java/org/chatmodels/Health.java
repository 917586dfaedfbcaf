package org.chatmodels;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a registry knows of targets: of the thousand that were asked for last. */
final class Health {
    private final Map<String, Object> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Object> eldest) {
            return size() > 1_000;
        }
    };

    /** {@code place} is an address with the reference of its key. */
    RetryBudget budget(String place) {
        return (RetryBudget) of("budget " + place, RetryBudget::new);
    }

    Circuit circuit(String target, long now) {
        return (Circuit) of("circuit " + target, () -> new Circuit(now));
    }

    /** The targets of a request's fallback, which most likely is that of the next one too. */
    @SuppressWarnings("unchecked")
    List<OpenedTarget> fallback(String text, Supplier<List<OpenedTarget>> opened) {
        return (List<OpenedTarget>) of("fallback " + text, opened::get);
    }

    /** Made outside the lock, as that may run a provider's code; the first one that is made counts. */
    private Object of(String name, Supplier<Object> maker) {
        Object old;
        synchronized (this) {
            old = known.get(name);
        }
        return old == null ? keep(name, maker.get()) : old;
    }

    private synchronized Object keep(String name, Object fresh) {
        Object old = known.putIfAbsent(name, fresh);
        return old == null ? fresh : old;
    }
}
