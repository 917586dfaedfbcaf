package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatResponse;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.StreamReader;
import org.junit.jupiter.api.Test;

/** Streams that keep their chunks. */
class KeptChunksTest {
    @Test
    void aStreamKeepsItsChunksIfAsked() {
        String first = "{\"choices\": [{\"delta\": {\"content\": \"Hi\"}}]}";
        String body = ": comment\n\ndata: " + first + "\n\ndata: {}\n\ndata: [DONE]\n\n";
        assertThat(read(body, true).raw()).contains("[" + first + ",{}]");
        assertThat(read(body, false).raw()).isEmpty();
    }

    @Test
    void aStreamTooLongToKeepIsReadAllTheSame() {
        String chunk = "data: {\"pad\":\"" + "x".repeat(1 << 20) + "\"}\n\n";
        String body = chunk.repeat(32)
                + "data: {\"choices\":[{\"delta\":{\"content\":\"Hi\"},\"finish_reason\":\"stop\"}]}\n\n";
        ChatResponse response = read(body, true);
        assertThat(response.text()).isEqualTo("Hi");
        assertThat(response.raw()).isEmpty();
        assertThat(response.extra()).isEmpty();
        assertThat(response.warnings()).singleElement().asString().contains("keepRaw");
    }

    private static ChatResponse read(String body, boolean keepRaw) {
        MemorySource source = new MemorySource(body.getBytes(StandardCharsets.UTF_8), 0, Integer.MAX_VALUE);
        List<ChatEvent> events = new ArrayList<>();
        new StreamReader(source, new AnswerAssembler("m"), new CompletionReader(ReadRules.STANDARD), keepRaw)
                .forEachRemaining(events::add);
        return ((ChatEvent.Finished) events.get(events.size() - 1)).response();
    }
}
