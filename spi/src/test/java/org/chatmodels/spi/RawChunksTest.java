package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.chatmodels.ChatResponse;
import org.junit.jupiter.api.Test;

class RawChunksTest {
    private static final ChatResponse ANSWER = ChatResponse.of("Hi");

    @Test
    void chunksAreAnArrayAsTheyCame() {
        RawChunks chunks = new RawChunks(true, 100);
        add(chunks, "{\"a\": 1}");
        add(chunks, "{ }");
        assertThat(chunks.addTo(ANSWER).raw()).contains("[{\"a\": 1},{ }]");
    }

    @Test
    void withoutChunksTheArrayIsEmpty() {
        assertThat(new RawChunks(true, 100).addTo(ANSWER).raw()).contains("[]");
    }

    @Test
    void nothingIsKeptUnlessAskedFor() {
        RawChunks chunks = new RawChunks(false, 4);
        add(chunks, "{\"a\": 1}");
        assertThat(chunks.addTo(ANSWER).raw()).isEmpty();
        assertThat(chunks.isTooLong()).isFalse();
    }

    @Test
    void whatIsTooLongIsNotKept() {
        RawChunks chunks = new RawChunks(true, 8);
        add(chunks, "{}");
        assertThat(chunks.isTooLong()).isFalse();
        add(chunks, "{\"a\": 1}");
        add(chunks, "{}");
        assertThat(chunks.isTooLong()).isTrue();
        assertThat(chunks.addTo(ANSWER).raw()).isEmpty();
    }

    private static void add(RawChunks chunks, String json) {
        byte[] bytes = ("x" + json).getBytes(StandardCharsets.UTF_8);
        chunks.add(bytes, 1, bytes.length - 1);
    }
}
