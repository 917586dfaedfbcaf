package org.chatmodels.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Which rules of a contract a provider keeps and which it breaks, by name. */
record Rules(Set<String> all, Set<String> broken, Set<String> skipped, String reasons) {
    static Rules of(Class<?> contract) {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(contract))
                .execute()
                .testEvents();
        StringBuilder reasons = new StringBuilder();
        tests.failed().list().forEach(event -> reasons.append(event).append('\n'));
        return new Rules(names(tests.finished()), names(tests.failed()), names(tests.aborted()), reasons.toString());
    }

    private static Set<String> names(Events events) {
        Set<String> names = new TreeSet<>();
        for (Event event : events.list()) {
            names.add(event.getTestDescriptor().getUniqueId().toString().replaceAll("^[^/]*/\\[class:[^/]*/", ""));
        }
        return names;
    }
}
