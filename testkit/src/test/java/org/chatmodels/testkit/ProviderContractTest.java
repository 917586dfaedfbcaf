package org.chatmodels.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ModelLocation;
import org.chatmodels.TransportException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** That no rule is kept by accident; providers themselves show that every rule can be kept. */
@Timeout(120)
final class ProviderContractTest {
    private static final Set<String> OF_TOOLS_AND_THOUGHTS = Set.of(
            "callIsTheSameStreamedOrNot",
            "callThatIsCutIsNoCallButItsArgumentsAreKept",
            "callThatTheLimitCutIsAnErrorThatKeepsItsArguments",
            "callWithoutTheEndOfItsAnswerIsNoCall",
            "callsAtOnceStayApart",
            "resultGoesBackUnderTheIdOfItsCall",
            "streamedCallThatTheLimitCutIsAnErrorThatKeepsItsArguments",
            "thoughtIsNoTextAndTheSameStreamedOrNot",
            "thoughtOfACutAnswerIsKept",
            "toolLoopWithoutEndIsAnErrorThatShowsNothing",
            "toolRunnerGivesTheAnswerAndWhatAllOfItHasCost");

    @Test
    void everyRuleIsBrokenByAnAnswerOutOfThinAirOrByFailingAlways() {
        Rules canned = Rules.of(AnswersOutOfThinAir.class);
        Rules failing = Rules.of(FailsAlways.class);
        Set<String> keptByBoth = new TreeSet<>(canned.all());
        keptByBoth.removeAll(canned.broken());
        keptByBoth.removeAll(failing.broken());
        assertThat(canned.all()).hasSizeGreaterThan(80).isEqualTo(failing.all());
        assertThat(keptByBoth).isEmpty();
    }

    @Test
    void whatIsDeclaredAsAbsentIsReportedAsSkipped() {
        Set<String> expected = new TreeSet<>(OF_TOOLS_AND_THOUGHTS);
        expected.addAll(Set.of(
                "commentsAreNoFirstToken",
                "commentsAreNoSilence",
                "finishedStreamGivesItsConnectionBack",
                "keyGoesToTheServerAndIntoNoText",
                "keyThatTheServerEchoesIsMasked",
                "requestThatAKeptConnectionNeverAnsweredIsSentOnceMore",
                "terminatorEndsTheStreamThoughTheConnectionStaysOpen"));
        assertThat(skipped(HasNothing.class)).isEqualTo(expected);
    }

    @Test
    void whatTheWireHasNoWordsForIsReportedAsSkipped() {
        assertThat(skipped(KnowsNoTools.class)).isEqualTo(OF_TOOLS_AND_THOUGHTS);
    }

    private static Set<String> skipped(Class<?> contract) {
        Set<String> names = new TreeSet<>();
        for (String rule : Rules.of(contract).skipped()) {
            names.add(rule.replaceAll("^\\[[^:]*:|\\(.*", ""));
        }
        return names;
    }

    private abstract static class Fake extends ProviderContract {
        @Override
        protected Wire wire() {
            return new CallWire();
        }

        @Override
        protected String location(URI server) {
            return "fake:m";
        }

        @Override
        Duration patience() {
            return Duration.ofMillis(50);
        }

        @Override
        protected ChatModel open(URI server, Consumer<AutoCloseable> owner) {
            return ChatModel.of(ModelLocation.parse(location(server)), answer());
        }

        abstract Function<ChatRequest, ChatResponse> answer();
    }

    static class AnswersOutOfThinAir extends Fake {
        @Override
        Function<ChatRequest, ChatResponse> answer() {
            return request -> ChatResponse.of(ProviderUnderTest.WORDS);
        }
    }

    static final class FailsAlways extends Fake {
        @Override
        Function<ChatRequest, ChatResponse> answer() {
            return request -> {
                throw new TransportException("no luck", Details.NONE);
            };
        }
    }

    static final class HasNothing extends AnswersOutOfThinAir {
        @Override
        protected Set<Feature> without() {
            return Set.of(Feature.values());
        }
    }

    static final class KnowsNoTools extends AnswersOutOfThinAir {
        @Override
        protected Wire wire() {
            return new LineWire();
        }
    }
}
