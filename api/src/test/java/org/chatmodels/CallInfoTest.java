package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import org.chatmodels.canary.Canary;
import org.junit.jupiter.api.Test;

class CallInfoTest {
    private static final ModelLocation LOCATION = ModelLocation.parse("groq:m?temperature=0.5&user_id=somebody");

    @Test
    void saysWhatItWasMadeOf() {
        ChatRequest request = ChatRequest.of("hi");
        CallInfo info = CallInfo.of(LOCATION, request, true);
        assertThat(info.location()).isSameAs(LOCATION);
        assertThat(info.request()).isSameAs(request);
        assertThat(info.streaming()).isTrue();
        assertThat(CallInfo.of(LOCATION, request, false).streaming()).isFalse();
    }

    @Test
    void printsKindsAndSizesAndNoContent() {
        ChatRequest request = ChatRequest.builder()
                .user(Canary.PROMPT)
                .temperature(0.25)
                .userId("somebody")
                .build();
        String plain = CallInfo.of(LOCATION, request, false).toString();
        assertThat(plain)
                .startsWith("CallInfo[groq:m, ChatRequest[messages=[Message[USER, [Text[20 chars]]]]")
                .contains("temperature")
                .doesNotContain(Canary.PROMPT, "somebody", "0.5", "streaming");
        assertThat(CallInfo.of(LOCATION, request, true)).hasToString(plain.replaceFirst("]$", ", streaming]"));
    }

    @Test
    @SuppressWarnings("NullAway")
    void takesNoNull() {
        assertThatNullPointerException().isThrownBy(() -> CallInfo.of(null, ChatRequest.of("hi"), false));
        assertThatNullPointerException().isThrownBy(() -> CallInfo.of(LOCATION, null, false));
    }
}
