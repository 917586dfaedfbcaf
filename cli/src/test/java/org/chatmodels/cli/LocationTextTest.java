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
    void whatMayBeAKeyIsNotShown() {
        assertThat(LocationText.shown("groq:m?api_key=sk-canary&seed=1 | fast?Token=sk-canary"))
                .isEqualTo("groq:m?api_key=(hidden)&seed=1 | fast?Token=(hidden)");
        assertThat(LocationText.shown("a:b?base_url=https://me:sk-canary@host/v1&seed=1"))
                .isEqualTo("a:b?base_url=(hidden)&seed=1");
        for (String plain : List.of("", "a:@cf/b?credential=corp&seed=1&stop==x|c?", "?&|=", "groq", "a:b?x=%zz|")) {
            assertThat(LocationText.shown(plain)).isEqualTo(plain);
        }
    }

    @Test
    void severalValuesStandSideBySide() {
        assertThat(LocationText.with("a:b?stop=x", "stop", List.of("y", "z"))).isEqualTo("a:b?stop=y&stop=z");
    }
}
