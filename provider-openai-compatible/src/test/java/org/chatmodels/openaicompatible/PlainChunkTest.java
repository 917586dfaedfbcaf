package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.chatmodels.canary.Allocated;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.StreamReader;
import org.junit.jupiter.api.Test;

/** Nearly all chunks of all streams carry a few characters and nothing else: they must stay cheap. */
class PlainChunkTest {
    private static final int CHUNKS = 10_000;

    /** An event, its text, and the text's bytes: about 95; 128 leaves room for another JVM. */
    private static final int MOST_BYTES = 128;

    @Test
    void aChunkAllocatesItsEventAndItsText() {
        byte[] stream = stream("\"usage\":null,\"service_tier\":\"auto\",\"system_fingerprint\":\"fp_1\"");
        for (int round = 0; round < 20; round++) {
            read(stream);
        }
        assertThat(Allocated.by(() -> read(stream)) / CHUNKS).isLessThan(MOST_BYTES);
    }

    private static byte[] stream(String members) {
        StringBuilder stream = new StringBuilder();
        for (int i = 0; i < CHUNKS; i++) {
            stream.append("data: {\"id\":\"c1\",\"model\":\"m1\",")
                    .append(members)
                    .append(",\"choices\":[{\"index\":0,\"delta\":{\"content\":\" word")
                    .append(i % 100)
                    .append("\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n");
        }
        return stream.append("data: [DONE]\n\n").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void read(byte[] stream) {
        MemorySource source = new MemorySource(stream, 0, 1 << 16);
        StreamReader reader =
                new StreamReader(source, new AnswerAssembler("m"), new CompletionReader(ReadRules.STANDARD), false);
        while (reader.hasNext()) {
            reader.next();
        }
    }
}
