package org.chatmodels.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.chatmodels.CancelledException;
import org.chatmodels.Capabilities;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ChatStream;
import org.chatmodels.ChatStreams;
import org.chatmodels.Choice;
import org.chatmodels.FinishReason;
import org.chatmodels.Message;
import org.chatmodels.ModelLocation;
import org.chatmodels.TransportException;
import org.chatmodels.UnsupportedFeatureException;
import org.chatmodels.Usage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class InProcessContractTest {
    @Test
    void modelThatKeepsTheRulesPassesAllOfThem() {
        Rules rules = Rules.of(Counts.class);
        assertThat(rules.broken()).as(rules.reasons()).isEmpty();
        assertThat(rules.skipped())
                .containsExactlyInAnyOrder(
                        "[method:answerFitsTheRecordThatIsAskedFor()]",
                        "[method:callIsTheSameStreamedOrNot()]",
                        "[test-template:toolRunnerComesToAnAnswer(boolean)]/[test-template-invocation:#1]",
                        "[test-template:toolRunnerComesToAnAnswer(boolean)]/[test-template-invocation:#2]");
    }

    @Test
    void everyRuleIsBrokenBySomeModel() {
        Rules stubborn = Rules.of(Stubborn.class);
        Set<String> keptByBoth = new TreeSet<>(stubborn.all());
        keptByBoth.removeAll(stubborn.broken());
        keptByBoth.removeAll(Rules.of(FailsAlways.class).broken());
        assertThat(keptByBoth).isEmpty();
    }

    static final class Counts extends InProcessContract {
        @Override
        protected ChatModel open() {
            return new CountingModel();
        }

        @Override
        protected Set<Feature> without() {
            return Set.of(Feature.TOOLS, Feature.SCHEMA);
        }
    }

    /** Answers the same in one piece, whatever is asked for and cannot be had, and prints what it was asked. */
    static final class Stubborn extends InProcessContract {
        @Override
        protected ChatModel open() {
            return new ChatModel() {
                @Override
                public ModelLocation location() {
                    return ModelLocation.of("stubborn", "m");
                }

                @Override
                public ChatResponse chat(ChatRequest request) {
                    return ChatResponse.of("a b " + System.nanoTime());
                }

                @Override
                public ChatStream stream(ChatRequest request) {
                    return ChatStreams.of(chat(request));
                }

                @Override
                public Capabilities capabilities() {
                    return Capabilities.builder()
                            .support(Capabilities.Feature.LOGPROBS, Capabilities.Support.NO)
                            .build();
                }

                @Override
                public String toString() {
                    return Canaries.PROMPT;
                }
            };
        }
    }

    static final class FailsAlways extends InProcessContract {
        @Override
        protected ChatModel open() {
            return ChatModel.of(ModelLocation.of("fake", "m"), request -> {
                throw new TransportException("no luck", Details.NONE);
            });
        }
    }

    /** "1 2 3 …" up to twelve, a word at a time. */
    private static final class CountingModel implements ChatModel {
        @Override
        public ModelLocation location() {
            return ModelLocation.of("counting", "m");
        }

        @Override
        public ChatResponse chat(ChatRequest request) {
            return stream(request).response();
        }

        @Override
        public ChatStream stream(ChatRequest request) {
            Objects.requireNonNull(request, "request");
            if (Thread.currentThread().isInterrupted()) {
                throw new CancelledException("interrupted", Details.NONE);
            }
            boolean tooMuch =
                    !request.tools().isEmpty() || request.responseFormat().isPresent();
            if (tooMuch && request.options().unsupported().isEmpty()) {
                throw new UnsupportedFeatureException("numbers alone", Details.NONE);
            }
            int most = Math.min(12, request.options().maxTokens().orElse(12));
            return ChatStreams.of(new Numbers(most, request.options().stop().contains(" "), tooMuch), () -> {});
        }
    }

    private static final class Numbers implements Iterator<ChatEvent> {
        private final int last;
        private final FinishReason.Kind kind;
        private final List<String> warnings;
        private final StringBuilder text = new StringBuilder();
        private int next;
        private boolean over;

        Numbers(int most, boolean stopped, boolean tooMuch) {
            warnings = tooMuch ? List.of("numbers alone") : List.of();
            last = stopped ? 1 : most;
            kind = stopped || most == 12 ? FinishReason.Kind.STOP : FinishReason.Kind.LENGTH;
        }

        @Override
        public boolean hasNext() {
            return !over;
        }

        @Override
        public ChatEvent next() {
            if (over) {
                throw new NoSuchElementException();
            }
            if (next == 0) {
                next = 1;
                return new ChatEvent.Started("", "m");
            }
            if (next > last) {
                over = true;
                return new ChatEvent.Finished(whole());
            }
            String piece = (next == 1 ? "" : " ") + next++;
            text.append(piece);
            return new ChatEvent.TextDelta(piece);
        }

        private ChatResponse whole() {
            return ChatResponse.builder()
                    .model("m")
                    .servedBy(ModelLocation.of("counting", "m"))
                    .choices(List.of(new Choice(Message.assistant(text.toString()), new FinishReason(kind, ""))))
                    .usage(Usage.of(1, last))
                    .warnings(warnings)
                    .build();
        }
    }
}
