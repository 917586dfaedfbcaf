package org.chatmodels.reliability;

import java.util.Optional;

/**
 * A case of the catalogue that no row runs, or that another test looks at more closely.
 *
 * @param id of the case
 * @param name what happens in it
 * @param reason why it does not run here
 * @param test the file of the test that covers it, from the root of the checkout
 */
record Remark(String id, String name, String reason, Optional<String> test) {
    private static final String TESTS = "/src/test/java/org/chatmodels/";

    /** It cannot happen to this library, or cannot be made to happen here. */
    static Remark notApplicable(String id, String name, String reason) {
        return new Remark(id, name, reason, Optional.empty());
    }

    /** {@code test} as in "spi/spi/SseReaderTest": module, folder below the package and class. */
    static Remark elsewhere(String id, String name, String test) {
        int slash = test.indexOf('/');
        String file = test.substring(0, slash) + TESTS + test.substring(slash + 1) + ".java";
        return new Remark(id, name, "", Optional.of(file));
    }

    /** As the table shows it. */
    @Override
    public String toString() {
        return test.map(file -> "covered by " + file).orElse("not applicable: " + reason);
    }
}
