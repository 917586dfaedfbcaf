package org.chatmodels.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.testkit.engine.EventConditions.finishedWithFailure;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.instanceOf;
import static org.junit.platform.testkit.engine.TestExecutionResultConditions.message;

import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** The check can fail: tests that show a canary are run inside this one. */
class CanaryExtensionTest {
    private static final Logger LOG = LoggerFactory.getLogger(CanaryExtensionTest.class);
    private static final Map<String, Runnable> LEAKS = new TreeMap<>(Map.ofEntries(
            Map.entry("message", () -> LOG.trace("sending " + Canary.KEY)),
            Map.entry("argument", () -> LOG.debug("sending {}", Canary.PROMPT)),
            Map.entry("argumentWithoutPlace", () -> LOG.info("sending", "a", Canary.KEY)),
            Map.entry("thrown", () -> LOG.warn("failed", new IllegalStateException(Canary.KEY))),
            Map.entry("cause", () -> LOG.warn("failed", new IllegalStateException("x", new Exception(Canary.PROMPT)))),
            Map.entry("suppressed", () -> LOG.error("failed", suppressing(new Exception(Canary.KEY)))),
            Map.entry("field", () -> LOG.error("failed", new Holding(Canary.KEY))),
            Map.entry("context", CanaryExtensionTest::logInContext),
            Map.entry("jdk", () -> System.getLogger("some.server").log(Level.TRACE, "got {0}", Canary.KEY)),
            Map.entry("jdkThrown", () -> System.getLogger("s").log(Level.DEBUG, "x", new Exception(Canary.PROMPT))),
            Map.entry("out", () -> System.out.println(Canary.KEY)),
            Map.entry("outWithoutLineEnd", () -> System.out.print(Canary.KEY)),
            Map.entry("err", () -> System.err.println("prompt: " + Canary.PROMPT))));

    private static String leak = "";

    /** An exception whose message is clean and whose serialised form is not. */
    private static final class Holding extends Exception {
        private static final long serialVersionUID = 1;
        private final String key;

        Holding(String key) {
            this.key = key;
        }

        @Override
        public String getMessage() {
            return "a key of " + key.length();
        }
    }

    private static Exception suppressing(Exception other) {
        Exception thrown = new Exception("x");
        thrown.addSuppressed(other);
        return thrown;
    }

    private static void logInContext() {
        MDC.put("request", Canary.PROMPT);
        try {
            LOG.info("innocent");
        } finally {
            MDC.clear();
        }
    }

    static List<String> leaks() {
        return List.copyOf(LEAKS.keySet());
    }

    @AfterEach
    void forget() {
        assertThat(Sightings.taken()).as("left by the tests inside").isEmpty();
    }

    @ParameterizedTest
    @MethodSource("leaks")
    void whateverShowsACanaryFails(String name) {
        leak = name;
        EngineTestKit.engine("junit-jupiter")
                .selectors(DiscoverySelectors.selectClass(Leaking.class))
                .execute()
                .testEvents()
                .assertStatistics(stats -> stats.started(1).failed(1))
                .failed()
                .assertEventsMatchExactly(finishedWithFailure(
                        instanceOf(AssertionError.class), message(text -> text.startsWith("a canary was seen"))));
    }

    @Test
    void whoShowsNothingPasses() {
        leak = "";
        EngineTestKit.engine("junit-jupiter")
                .selectors(DiscoverySelectors.selectClass(Leaking.class))
                .execute()
                .testEvents()
                .assertStatistics(stats -> stats.started(1).succeeded(1));
    }

    @Test
    void promptsMayStandInStandardOutput() {
        System.out.println("the model says " + Canary.PROMPT);
    }

    @Test
    void everyLevelIsOnUnlessSomebodyWantsItOff() {
        assertThat(LOG.isTraceEnabled()).isTrue();
        try (LogLines warnings = LogLines.from(org.slf4j.event.Level.WARN, LOG.getName())) {
            assertThat(LOG.isInfoEnabled()).isFalse();
            LOG.warn("one {}", 1);
            assertThat(warnings.lines()).containsExactly("WARN one 1");
        }
        assertThat(LOG.isTraceEnabled()).isTrue();
    }

    @ExtendWith(CanaryExtension.class)
    static class Leaking {
        @Test
        void leaks() {
            LEAKS.getOrDefault(leak, () -> LOG.info("fine")).run();
        }
    }
}
