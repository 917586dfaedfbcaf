package org.chatmodels.openrouter;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.util.List;
import org.chatmodels.Problem;
import org.chatmodels.Problem.Severity;
import org.chatmodels.ServiceCheck;
import org.chatmodels.testkit.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyCheckTest extends RouterTest {
    private List<Problem> check() {
        return registry()
                .service("openrouter", ServiceCheck.class)
                .orElseThrow()
                .check();
    }

    /** The answer of GET /key, as OpenRouterTeam/typescript-sdk has it. */
    private List<Problem> check(String limit, String left, String used, String more) {
        server.always(Script.json("{\"data\":{\"label\":\"sk-or-v1-0e6...1c96\",\"limit\":" + limit
                + ",\"limit_remaining\":"
                + left + ",\"usage\":" + used + ",\"usage_daily\":0,\"byok_usage\":0,\"is_provisioning_key\":false,"
                + "\"rate_limit\":{\"requests\":-1,\"interval\":\"10s\",\"note\":\"deprecated\"}" + more + "}}"));
        return check();
    }

    @ParameterizedTest
    @CsvSource({"null,null,12.5", "100,74.5,25.5", "100,10,90", "1,1,0"})
    void aKeyWithEnoughLeftIsNoProblem(String limit, String left, String used) {
        assertThat(check(limit, left, used, ",\"is_free_tier\":false,\"limit_reset\":null"))
                .isEmpty();
        assertThat(last().method()).isEqualTo("GET");
        assertThat(last().path()).isEqualTo("/api/v1/key");
        assertThat(last().header("authorization")).contains("Bearer " + KEY);
        assertThat(last().body()).isEmpty();
    }

    @Test
    void aLimitThatIsUsedUpIsAnError() {
        assertThat(check("10", "0", "10.0213", ",\"limit_reset\":\"monthly\""))
                .containsExactly(new Problem(
                        Severity.ERROR,
                        "openrouter",
                        "The limit of the key is used up: 0 of 10 USD are left, 10.02 USD used in all; raise it at"
                                + " https://openrouter.ai/settings/keys or wait, it is reset monthly"));
        assertThat(check("10", "-0.00001", "10", ""))
                .extracting(Problem::severity)
                .containsExactly(Severity.ERROR);
        assertThat(check("0", "0", "0", "")).extracting(Problem::severity).containsExactly(Severity.ERROR);
    }

    @Test
    void aLimitThatIsNearlyUsedUpIsAWarning() {
        assertThat(check("5.50", "0.4251", "5.0749", ",\"limit_reset\":null"))
                .containsExactly(new Problem(
                        Severity.WARNING,
                        "openrouter",
                        "The limit of the key is nearly used up: 0.4251 of 5.5 USD are left, 5.07 USD used in all; raise"
                                + " it at https://openrouter.ai/settings/keys"));
    }

    @Test
    void anAccountWithoutCreditsIsAWarning() {
        assertThat(check("null", "null", "0", ",\"is_free_tier\":true"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.severity()).isEqualTo(Severity.WARNING);
                    assertThat(problem.message())
                            .contains(":free only", "add credits at https://openrouter.ai/settings/credits");
                });
    }

    @Test
    void aRefusedKeyIsAnErrorThatNamesItsCredential() {
        server.always(Script.json(401, "{\"error\":{\"message\":\"User not found\",\"code\":401}}"));
        assertThat(check())
                .containsExactly(new Problem(
                        Severity.ERROR,
                        "openrouter",
                        "openrouter answered 401: User not found. Check credential 'router'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html><title>Portal</title></html>", "[]", "{}", "{\"data\":[]}", "{\"da", ""})
    void whatIsNoAnswerIsAnError(String body) {
        server.always(Script.json(body));
        assertThat(check()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.ERROR);
            assertThat(problem.message())
                    .startsWith("openrouter answered 200 with ")
                    .endsWith("Check base_url");
        });
    }

    @Test
    void anErrorInA200IsOne() {
        server.always(Script.json("{\"error\":{\"message\":\"Down for a moment\",\"code\":503}}"));
        assertThat(check())
                .extracting(Problem::message)
                .singleElement()
                .asString()
                .contains("503: Down for a moment");
    }

    @Test
    void aBrokenServerIsAnError() {
        server.always(Script.json(500, "{\"error\":{\"message\":\"Internal Server Error\",\"code\":500}}"));
        assertThat(check()).extracting(Problem::severity).containsExactly(Severity.ERROR);
    }

    @Test
    void aGatewayWithoutThatPathIsAWarning() {
        server.always(Script.json(404, "{}"));
        assertThat(check())
                .containsExactly(new Problem(
                        Severity.WARNING,
                        "openrouter",
                        "/api/v1/key is not there, so nothing is known of the key: check base_url"));
    }

    @Test
    void aServerThatIsNotThereIsAnError() throws Exception {
        try (ServerSocket closed = new ServerSocket(0)) {
            properties.put(
                    "chatmodels.service.openrouter.base_url", "http://127.0.0.1:" + closed.getLocalPort() + "/api/v1");
        }
        assertThat(check()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.ERROR);
            assertThat(problem.message()).contains("127.0.0.1");
        });
    }

    @Test
    void aKeyThatIsNotSetIsAnError() {
        properties.keySet().removeIf(key -> key.contains("credential"));
        properties.remove("chatmodels.service.openrouter.base_url");
        assertThat(check()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.ERROR);
            assertThat(problem.message()).contains("OPENROUTER_API_KEY");
        });
    }

    @Test
    void aKeyThatDoesNotGoThereIsAWarning() {
        properties.keySet().removeIf(key -> key.contains("credential"));
        assertThat(check()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.WARNING);
            assertThat(problem.message()).startsWith("No key goes to http://127.0.0.1");
        });
        assertThat(server.connections()).isEmpty();
    }

    @Test
    void headersOfTheConfigurationAreSentAndOfOtherServicesNothingIsOffered() {
        properties.put("chatmodels.service.openrouter.header.X-Team", "search");
        properties.put("chatmodels.service.openrouter.auth", "header:X-Key");
        assertThat(check("null", "null", "0", "")).isEmpty();
        assertThat(last().header("x-team")).contains("search");
        assertThat(last().header("x-key")).contains(KEY);
        assertThat(last().header("authorization")).isEmpty();
        assertThat(registry().service("openrouter", Runnable.class)).isEmpty();
        assertThat(registry().service("groq", ServiceCheck.class)).isEmpty();
    }
}
