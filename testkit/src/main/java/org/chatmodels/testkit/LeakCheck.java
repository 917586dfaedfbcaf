package org.chatmodels.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * After each test: leased connections, threads and file descriptors are back at the base line, or the test fails and
 * names what is left. Use it with {@code @ExtendWith(LeakCheck.class)}, or as a {@code @RegisterExtension} field when
 * leased connections are watched too. Threads and descriptors are compared from before {@code @BeforeEach} to after
 * {@code @AfterEach}, leases around the test method alone. Not for tests that run in parallel in one JVM.
 */
public final class LeakCheck
        implements BeforeEachCallback, BeforeTestExecutionCallback, AfterTestExecutionCallback, AfterEachCallback {
    private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace.create(LeakCheck.class);
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final long PROBE_NANOS = 5_000_000;

    private final IntSupplier leases;
    private final Duration grace;

    /** Watches threads and file descriptors, with five seconds of grace for what ends by itself. */
    public LeakCheck() {
        this(() -> 0, GRACE);
    }

    private LeakCheck(IntSupplier leases, Duration grace) {
        this.leases = leases;
        this.grace = grace;
    }

    /** Watches also a number of things in use, such as leased connections; it is asked just before and after each test. */
    public static LeakCheck watching(IntSupplier leases) {
        return new LeakCheck(Objects.requireNonNull(leases, "leases"), GRACE);
    }

    /** The same with another time for idle threads and closing sockets to go away by themselves. */
    public LeakCheck within(Duration otherGrace) {
        return new LeakCheck(leases, Objects.requireNonNull(otherGrace, "otherGrace"));
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        store(context).put("threads", OpenThreads.now());
        store(context).put("files", OpenFiles.now());
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        store(context).put("leases", leases.getAsInt());
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        int before = store(context).get("leases", Integer.class);
        long deadline = System.nanoTime() + grace.toNanos();
        if (!probe(() -> leases.getAsInt() <= before, deadline)) {
            throw new AssertionError("leaked leases: " + leases.getAsInt() + " in use after the test, " + before
                    + " before; close every stream and exchange");
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        long deadline = System.nanoTime() + grace.toNanos();
        Set<Thread> threads = ((OpenThreads) taken(context, "threads")).threads();
        OpenFiles files = (OpenFiles) taken(context, "files");
        List<String> leaks = new ArrayList<>();
        OpenThreads.left(threads, deadline).forEach(thread -> leaks.add(OpenThreads.describe(thread)));
        filesLeft(files, deadline).forEach((target, count) -> leaks.add("file descriptor " + target + " x" + count));
        if (!leaks.isEmpty()) {
            throw new AssertionError("leaked: " + String.join("\n", leaks));
        }
    }

    /** Sockets that nobody holds any more are closed by their cleaner, which runs after a collection. */
    private Map<String, Integer> filesLeft(OpenFiles before, long deadline) {
        if (!probe(() -> before.left().isEmpty(), deadline - grace.toNanos() / 2)) {
            System.gc();
            probe(() -> before.left().isEmpty(), deadline);
        }
        return before.left();
    }

    private static boolean probe(Supplier<Boolean> condition, long deadline) {
        while (!condition.get()) {
            if (System.nanoTime() - deadline >= 0) {
                return false;
            }
            LockSupport.parkNanos(PROBE_NANOS);
        }
        return true;
    }

    private static Object taken(ExtensionContext context, String key) {
        return Optional.ofNullable(store(context).get(key)).orElseThrow();
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }
}
