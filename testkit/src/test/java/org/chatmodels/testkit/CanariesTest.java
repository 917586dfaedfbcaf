package org.chatmodels.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ProtocolException;
import org.chatmodels.canary.Canary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanariesTest {
    @Test
    void theyAreThoseThatAllOurTestsLookFor() {
        assertThat(Canaries.KEY).isEqualTo(Canary.KEY);
        assertThat(Canaries.PROMPT).isEqualTo(Canary.PROMPT);
    }

    @ParameterizedTest
    @ValueSource(strings = {Canaries.KEY, Canaries.PROMPT, "sk-can…", "…Kx9Rj5"})
    void aFailureThatHoldsOneIsFound(String text) {
        assertFound(new ProtocolException(text, Details.NONE));
        assertFound(new ProtocolException("x", Details.builder().body(text).build()));
        assertFound(new ProtocolException(
                "x", Details.builder().cause(new IllegalStateException(text)).build()));
        assertFound(new ProtocolException("x", Details.builder().code(text).build()));
    }

    @Test
    void aFailureWithoutOnePasses() {
        ProtocolException clean = new ProtocolException("x", Details.NONE);
        assertThat(Canaries.absentFrom(clean)).isSameAs(clean);
    }

    private static void assertFound(ProtocolException failure) {
        assertThatThrownBy(() -> Canaries.absentFrom(failure)).isInstanceOf(AssertionError.class);
    }

    @Test
    void baseSixtyFourIsFound() {
        String encoded = Base64.getEncoder().encodeToString(Canaries.KEY.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Canaries.absentFrom("Basic " + encoded)).isInstanceOf(AssertionError.class);
    }
}
