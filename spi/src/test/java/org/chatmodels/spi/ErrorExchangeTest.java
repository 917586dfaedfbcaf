package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.chatmodels.spi.Wires.call;
import static org.chatmodels.spi.Wires.transport;
import static org.chatmodels.spi.Wires.utf8;

import java.time.Duration;
import org.chatmodels.AuthenticationException;
import org.chatmodels.ChatException;
import org.chatmodels.ModelLocation;
import org.chatmodels.RateLimitException;
import org.chatmodels.UnavailableException;
import org.chatmodels.provider.Secret;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Error answers on a real socket. */
class ErrorExchangeTest {
    @RegisterExtension
    final LeakCheck leaks = LeakCheck.watching(Wires::openExchanges);

    private static final String KEY = "of-no-known-form-sk-canary";

    private final ErrorReader reader = new ErrorReader(ModelLocation.of("groq", "m"), ErrorReaderTest.GROQ);

    private ChatException read(Script script, boolean withKey) {
        try (ScriptedServer server = ScriptedServer.start(script);
                Transport transport = transport()) {
            HttpCall call = call(server);
            return reader.read(
                    transport.send(withKey ? call.secret("Authorization", "Bearer ", Secret.of(KEY)) : call));
        }
    }

    @Test
    void theKeyThatWasSentIsMaskedWhenItComesBack() {
        ChatException e = read(Script.json(401, "{\"error\":\"no " + KEY + " here\"}"), true);

        assertThat(e)
                .isExactlyInstanceOf(AuthenticationException.class)
                .hasMessage("groq answered 401: no [redacted] here. Check GROQ_API_KEY");
        assertThat(e.body()).contains("{\"error\":\"no [redacted] here\"}");
    }

    @Test
    void withoutAKeyNoneIsToBeChecked() {
        assertThat(read(Script.json(401, "{\"error\":\"no\"}"), false)).hasMessage("groq answered 401: no");
    }

    @Test
    void headersAreRead() {
        ChatException e = read(Script.answer(429, "{}", "Retry-After", "7", "X-Request-Id", "r1"), true);

        assertThat(e).isExactlyInstanceOf(RateLimitException.class);
        assertThat(e.retryAfter()).contains(Duration.ofSeconds(7));
        assertThat(e.requestId()).contains("r1");
    }

    @Test
    void ofTwoHeadersTheFirstCounts() {
        ChatException e = read(Script.answer(429, "{}", "Retry-After", "7", "Retry-After", "9"), true);

        assertThat(e.retryAfter()).contains(Duration.ofSeconds(7));
    }

    @Test
    void datesCountFromTheServersClock() {
        Script script = Script.answer(
                503, "{}", "Date", "Fri, 20 Nov 2020 09:00:00 GMT", "Retry-After", "Friday, 20-Nov-20 09:00:30 GMT");

        assertThat(read(script, true).retryAfter()).contains(Duration.ofSeconds(30));
    }

    @Test
    void aBodyThatBreaksOffStillHasItsStatus() {
        Script cut = Script.builder()
                .readRequest()
                .head(500, "Content-Length", "1000")
                .write("{\"error\":{\"message\":\"the server had")
                .cut()
                .build();

        assertThat(read(cut, true))
                .isExactlyInstanceOf(UnavailableException.class)
                .hasMessage("groq answered 500: the server had. Try again later");
    }

    @Test
    void ofAnEndlessBodyTheStartIsRead() {
        Script endless = Script.builder()
                .readRequest()
                .head(503, "Content-Length", "1000000000")
                .write(utf8("x".repeat(1 << 20)))
                .hold()
                .build();

        assertThat(read(endless, true))
                .isExactlyInstanceOf(UnavailableException.class)
                .hasMessageStartingWith("groq answered 503: xxx");
    }
}
