package org.chatmodels;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import jdk.jfr.FlightRecorder;
import org.chatmodels.ChatListener.Call;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of one call: told in order, the end once; what they throw is logged.
 *
 * <p>Whoever has news while another thread, or this one farther up, is telling, leaves it to that one. So nobody waits
 * for a listener, each hears one thing at a time, and no lock is held while it does.
 */
final class CallListeners {
    /** Hears nothing, costs nothing. */
    static final CallListeners NONE = new CallListeners(new Call[0]);

    private static final Logger LOG = LoggerFactory.getLogger(ChatListener.class);

    /** Whether the module jdk.jfr is there at run time. */
    private static final boolean HAS_RECORDER = hasRecorder();

    private final Call[] calls;
    private final Queue<Consumer<Call>> waiting = new ArrayDeque<>(2);
    private boolean hasToken;
    private boolean isTelling;
    private boolean hasEnded;

    private CallListeners(Call[] calls) {
        this.calls = calls;
    }

    /** Those given, then those that the loaders have, each class once; a broken one is logged and left out. */
    static List<ChatListener> find(List<ChatListener> given, List<ClassLoader> loaders) {
        List<ChatListener> all = new ArrayList<>(given);
        Set<String> seen = new HashSet<>();
        for (ClassLoader loader : loaders) {
            ProviderCatalogue.offer(
                    ChatListener.class,
                    loader,
                    entry -> {
                        if (seen.add(entry.type().getName())) {
                            make(entry, all);
                        }
                        return true;
                    },
                    skipped -> {
                        if (seen.add(skipped.toString())) {
                            LOG.warn("No listener: {}; mend or remove its jar", FoundProvider.describe(skipped));
                        }
                    });
        }
        return List.copyOf(all);
    }

    private static void make(ServiceLoader.Provider<ChatListener> entry, List<ChatListener> all) {
        try {
            all.add(entry.get());
        } catch (ServiceConfigurationError | LinkageError | RuntimeException | StackOverflowError e) {
            warn(entry.type(), e.getCause() == null ? e : e.getCause());
        }
    }

    /** Whether there is anybody to tell of a call that begins. */
    static boolean wanted(List<ChatListener> listeners) {
        return !listeners.isEmpty() || isRecorded();
    }

    /** Tells all that a call begins; NONE when there is nobody to tell. A flight recording hears of it first. */
    static CallListeners started(List<ChatListener> listeners, CallInfo info) {
        int recorders = isRecorded() ? 1 : 0;
        if (listeners.isEmpty() && recorders == 0) {
            return NONE;
        }
        Call[] calls = new Call[listeners.size() + recorders];
        if (recorders > 0) {
            calls[0] = started(CallRecorder::new, info);
        }
        for (ChatListener listener : listeners) {
            calls[recorders++] = started(listener, info);
        }
        return new CallListeners(calls);
    }

    /** JFR that nobody has started stays so, and none of our events is loaded. */
    private static boolean isRecorded() {
        try {
            return HAS_RECORDER && FlightRecorder.isInitialized() && CallRecorder.isWanted();
        } catch (LinkageError | RuntimeException e) {
            return false;
        }
    }

    private static boolean hasRecorder() {
        try {
            FlightRecorder.isInitialized();
            return true;
        } catch (LinkageError e) {
            return false;
        }
    }

    private static Call started(ChatListener listener, CallInfo info) {
        try {
            Call call = listener.started(info);
            if (call != null) {
                return call;
            }
            LOG.warn(
                    "Listener {} returned null: return Call.NONE to hear no more",
                    listener.getClass().getName());
        } catch (Throwable thrown) {
            warn(listener.getClass(), thrown);
        }
        return Call.NONE;
    }

    /** At most once is passed on; from the reader of the answer alone. */
    void firstToken() {
        if (calls.length > 0 && !hasToken) {
            hasToken = true;
            tell(Call::firstToken, false);
        }
    }

    void retrying(Duration delay, ChatException cause) {
        if (calls.length > 0) {
            tell(call -> call.retrying(delay, cause), false);
        }
    }

    void fellBack(ModelLocation from, ModelLocation to, ChatException cause) {
        if (calls.length > 0) {
            tell(call -> call.fellBack(from, to, cause), false);
        }
    }

    /** Terminal, as {@link #failed} is: the first of the two wins. */
    void completed(ChatResponse response) {
        if (calls.length > 0) {
            tell(call -> call.completed(response), true);
        }
    }

    /** From any thread. */
    void failed(ChatException exception, Timings timings) {
        if (calls.length > 0) {
            tell(call -> call.failed(exception, timings), true);
        }
    }

    private void tell(Consumer<Call> news, boolean last) {
        synchronized (waiting) {
            if (hasEnded) {
                return;
            }
            hasEnded = last;
            waiting.add(news);
            if (isTelling) {
                return;
            }
            isTelling = true;
        }
        for (Consumer<Call> next = next(); next != null; next = next()) {
            for (Call call : calls) {
                tell(call, next);
            }
        }
    }

    private @Nullable Consumer<Call> next() {
        synchronized (waiting) {
            Consumer<Call> next = waiting.poll();
            isTelling = next != null;
            return next;
        }
    }

    private static void tell(Call call, Consumer<Call> news) {
        try {
            news.accept(call);
        } catch (Throwable thrown) {
            warn(call.getClass(), thrown);
        }
    }

    /** Class names alone, for a message may quote what was asked; a log that fails disturbs nobody either. */
    private static void warn(Class<?> listener, Throwable thrown) {
        try {
            if (thrown instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            LOG.warn(
                    "Listener {} threw {}: mend or remove it",
                    listener.getName(),
                    thrown.getClass().getName());
        } catch (Throwable failed) {
            return;
        }
    }
}
