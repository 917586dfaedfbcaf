package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import org.chatmodels.ChatResponse;
import org.chatmodels.Part;
import org.chatmodels.spi.AnswerAssembler;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoundTest {
    /** First bytes as Base64. */
    @ParameterizedTest
    @CsvSource({
        "mp3, UklGRg==, audio/mpeg",
        "wav, AAAA, audio/wav",
        "PCM16, UklGRg==, audio/pcm",
        "opus, T2dnUw==, audio/opus",
        "'', UklGRg==, audio/wav",
        "'', ZkxhQw==, audio/flac",
        "'', T2dnUw==, audio/ogg",
        "'', SUQzBA==, audio/mpeg",
        "'', //uQAA==, audio/mpeg",
        "'', //FQAA==, audio/aac",
        "'', ////AA==, audio/pcm",
        "'', AA==, audio/pcm",
        "strange, UklGRg==, audio/wav"
    })
    void theTypeIsWhatTheServiceSaysElseWhatTheFirstBytesSay(String format, String data, String type) {
        AnswerAssembler answer = new AnswerAssembler("m");
        Sound sound = new Sound();
        sound.add("", format, "");
        sound.add("a1", "", data);
        sound.tell(0, answer);
        ChatResponse response = answer.finish();
        Part.Attachment attachment =
                (Part.Attachment) response.message().parts().get(0);
        assertThat(attachment.media().mimeType()).contains(type);
        assertThat(attachment.metadata().get(MetadataNames.AUDIO_ID)).contains("\"a1\"");
    }
}
