package org.chatmodels;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.chatmodels.ChatEvent.Finished;
import org.chatmodels.ChatEvent.TextDelta;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ProviderContext;

/** A provider that plays, for each model, one scene after the other; behind the last one it answers with its name. */
final class Scenes implements ChatModelProvider {
    final List<String> asked = new ArrayList<>();
    final List<ChatRequest> requests = new ArrayList<>();
    final TestPace pace = new TestPace();
    private final Map<String, Deque<Object>> scenes = new HashMap<>();
    int open;

    /** Exceptions are thrown; texts end a stream in the middle, behind them; a Runnable is run before the answer. */
    Scenes of(String model, Object... more) {
        scenes.computeIfAbsent(model, key -> new ArrayDeque<>()).addAll(List.of(more));
        return this;
    }

    ChatModelRegistry.Builder registry() {
        return ChatModelRegistry.builder()
                .discovery(false)
                .environment(Map.of())
                .provider("aa", this)
                .provider("bb", this)
                .provider("cc", this)
                .pace(pace);
    }

    static ChatException busy() {
        return new UnavailableException("busy", told(503).build());
    }

    static Details.Builder told(int status) {
        return Details.builder().status(status).delivery(Delivery.MAYBE_PROCESSED);
    }

    @Override
    public ChatModel open(ModelLocation location, ProviderContext context) {
        return new Stage(location);
    }

    private final class Stage implements ChatModel {
        private final ModelLocation location;

        Stage(ModelLocation location) {
            this.location = location;
        }

        @Override
        public ModelLocation location() {
            return location;
        }

        private Object next(ChatRequest request) {
            asked.add(location.provider() + ":" + location.model());
            requests.add(request);
            Object scene =
                    scenes.getOrDefault(location.model(), new ArrayDeque<>()).poll();
            if (scene instanceof Runnable run) {
                run.run();
            }
            return scene == null ? "" : scene;
        }

        @Override
        public ChatResponse chat(ChatRequest request) {
            Object scene = next(request);
            if (scene instanceof RuntimeException failure) {
                throw failure;
            }
            return answer();
        }

        private ChatResponse answer() {
            return ChatResponse.of("from " + location.provider());
        }

        @Override
        public ChatStream stream(ChatRequest request) {
            Object scene = next(request);
            if (scene instanceof RuntimeException failure && !(scene instanceof ProtocolException)) {
                throw failure;
            }
            open++;
            return ChatStreams.of(new Play(scene), () -> open--);
        }

        /** What fails inside a stream fails behind its start. */
        private final class Play implements Iterator<ChatEvent> {
            private final Deque<ChatEvent> events = new ArrayDeque<>();
            private final Object scene;

            Play(Object scene) {
                this.scene = scene;
                events.add(new ChatEvent.Started("id-" + asked.size(), location.model()));
                if (scene instanceof String text && !text.isEmpty()) {
                    events.add(new TextDelta(text));
                } else if (!(scene instanceof RuntimeException)) {
                    events.add(new TextDelta("from "));
                    events.add(new TextDelta(location.provider()));
                    events.add(new Finished(answer()));
                }
            }

            @Override
            public boolean hasNext() {
                if (events.isEmpty() && scene instanceof RuntimeException failure) {
                    throw failure;
                }
                return !events.isEmpty();
            }

            @Override
            public ChatEvent next() {
                return Objects.requireNonNull(events.poll());
            }
        }
    }
}
