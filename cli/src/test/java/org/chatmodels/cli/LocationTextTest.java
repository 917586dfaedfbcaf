package org.chatmodels.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LocationTextTest {
    @Test
    void aParameterIsAdded() {
        assertThat(LocationText.with("groq:m", "temperature", List.of("0"))).isEqualTo("groq:m?temperature=0");
        assertThat(LocationText.with("groq:m?seed=1", "temperature", List.of("0")))
                .isEqualTo("groq:m?seed=1&temperature=0");
    }

    @Test
    void aParameterOfThatNameIsReplacedHoweverItIsSpelled() {
        assertThat(LocationText.with("groq:m?maxTokens=1&seed=2", "max_tokens", List.of("3")))
                .isEqualTo("groq:m?seed=2&max_tokens=3");
    }

    @Test
    void everyTargetOfARouteGetsIt() {
        assertThat(LocationText.with("a:b | fast?seed=1", "seed", List.of("2"))).isEqualTo("a:b?seed=2 | fast?seed=2");
    }

    @Test
    void whatAValueMayNotHoldIsEncoded() {
        assertThat(LocationText.with("a:b", "stop", List.of("a&b #|%é\n")))
                .isEqualTo("a:b?stop=a%26b%20%23%7C%25%C3%A9%0A");
    }

    @Test
    void severalValuesStandSideBySide() {
        assertThat(LocationText.with("a:b?stop=x", "stop", List.of("y", "z"))).isEqualTo("a:b?stop=y&stop=z");
    }
}
