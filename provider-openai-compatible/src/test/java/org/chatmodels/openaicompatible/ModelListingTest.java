package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.chatmodels.AuthenticationException;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.ConfigurationException;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.LimitException;
import org.chatmodels.ModelInfo;
import org.chatmodels.ProtocolException;
import org.chatmodels.UnsupportedFeatureException;
import org.chatmodels.canary.Canary;
import org.chatmodels.testkit.ReceivedRequest;
import org.chatmodels.testkit.Script;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a list is asked for, with what, how it goes on, and what is told when it can't be had. */
class ModelListingTest extends SocketTest {
    private static final String ONE = "{\"data\":[{\"id\":\"one\"}]}";

    private List<String> ids() {
        return new OpenAiCompatibleProvider()
                .models(context).stream().map(ModelInfo::id).toList();
    }

    private <T extends ChatException> T fails(Class<T> kind) {
        return catchThrowableOfType(kind, this::ids);
    }

    private List<String> paths() {
        return server.requests().stream().map(ReceivedRequest::path).toList();
    }

    @Test
    void theListIsAskedForBesideTheChatWithTheKeyAndTheHeadersOfTheRow() {
        server.always(Script.json(ONE));
        context.key(Canary.KEY)
                .options(ChatOptions.builder().header("X-Team", "search").build());

        assertThat(ids()).containsExactly("one");
        ReceivedRequest request = server.requests().get(0);
        assertThat(request.method() + " " + request.path()).isEqualTo("GET /v1/models");
        assertThat(request.header("Authorization")).contains("Bearer " + Canary.KEY);
        assertThat(request.header("X-Team")).contains("search");
        assertThat(request.header("Content-Length")).isEmpty();
        assertThat(request.body()).isEmpty();
    }

    @Test
    void aRowSaysWhereTheListIsAndWhichHeadersItTakes() {
        server.always(Script.json(ONE));
        context.key(Canary.KEY)
                .row("models_path", "")
                .row("dialect.models_at", "../v2/list?size=9")
                .row("dialect.models_auth", "header:x-api-key")
                .row("dialect.models_headers", "x-version=2023-06-01; x-other=a b");

        assertThat(ids()).containsExactly("one");
        ReceivedRequest request = server.requests().get(0);
        assertThat(request.path()).isEqualTo("/v2/list?size=9");
        assertThat(request.header("x-api-key")).contains(Canary.KEY);
        assertThat(request.header("x-version")).contains("2023-06-01");
        assertThat(request.header("x-other")).contains("a b");
        assertThat(request.header("Authorization")).isEmpty();
    }

    @Test
    void aPathInTheRowIsStrongerThanItsDialect() {
        server.always(Script.json(ONE));
        context.row("models_path", "/mine").row("dialect.models_at", "../v2/list");
        assertThat(ids()).containsExactly("one");
        assertThat(paths()).containsExactly("/v1/mine");
    }

    @Test
    void aListThatNeedsNoKeyIsAskedForWithout() {
        server.always(Script.json(ONE));
        context.key(Canary.KEY).row("dialect.models_auth", "none");
        assertThat(ids()).containsExactly("one");
        assertThat(context.keysAsked()).isZero();
        assertThat(Canary.ofKeyIn(server.connection(0).receivedText())).isEmpty();
    }

    @Test
    void pagesAreAskedForWithWhatTheLastOneSaid() {
        context.row("dialect.models_at", "models?limit=2").row("dialect.models_pages", "after_id=last_id");
        server.enqueue(
                Script.json("{\"data\":[{\"id\":\"a\"},{\"id\":\"b/c&d\"}],\"has_more\":true,\"last_id\":\"b/c&d\"}"),
                Script.json("{\"data\":[{\"id\":\"b/c&d\"},{\"id\":\"e\"}],\"has_more\":true,\"last_id\":\"e\"}"),
                Script.json("{\"data\":[],\"has_more\":false,\"last_id\":\"x\"}"));

        assertThat(ids()).containsExactly("a", "b/c&d", "e");
        assertThat(paths())
                .containsExactly(
                        "/v1/models?limit=2", "/v1/models?limit=2&after_id=b%2Fc%26d", "/v1/models?limit=2&after_id=e");
    }

    @Test
    void aMarkOfTheNextPageThatIsEmptyOrNullEndsTheList() {
        context.row("dialect.models_pages", "page_token=next");
        server.enqueue(
                Script.json("{\"models\":[{\"name\":\"a\"}],\"next\":\"t1\"}"),
                Script.json("{\"models\":[{\"name\":\"b\"}],\"next\":null}"));
        assertThat(ids()).containsExactly("a", "b");
        assertThat(paths()).containsExactly("/v1/models", "/v1/models?page_token=t1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"result\":[{\"id\":\"b\"}],\"result_info\":{\"page\":2,\"total_pages\":2}}",
                "{\"result\":[{\"id\":\"b\"}],\"result_info\":{\"page\":2,\"total_count\":2}}"
            })
    void pagesAreCountedToTheirNumber(String last) {
        context.row("dialect.models_pages", "page=+");
        server.enqueue(Script.json("{\"result\":[{\"id\":\"a\"}],\"result_info\":{\"page\":1}}"), Script.json(last));
        assertThat(ids()).containsExactly("a", "b");
        assertThat(paths()).containsExactly("/v1/models", "/v1/models?page=2");
    }

    @Test
    void aServerThatDoesNotCountGivesItsOnlyPageTwice() {
        context.row("dialect.models_pages", "page=+");
        server.always(Script.json(ONE));
        assertThat(ids()).containsExactly("one");
        assertThat(paths()).hasSize(2);
    }

    @Test
    void pagesThatGoRoundInACircleAreAnError() {
        context.row("dialect.models_pages", "after=last_id");
        server.always(Script.json("{\"data\":[{\"id\":\"a\"}],\"has_more\":true,\"last_id\":\"a\"}"));
        assertThat(fails(ProtocolException.class))
                .hasMessageContaining("circle")
                .hasMessageContaining("models_pages");
        assertThat(paths()).hasSize(2);
    }

    @Test
    void aListWithoutEndIsCutWithAnError() {
        context.row("dialect.models_pages", "after=last_id");
        AtomicInteger pages = new AtomicInteger();
        server.always(Script.respond(request -> {
            int number = pages.incrementAndGet();
            return Script.builder()
                    .json(200, "{\"data\":[{\"id\":\"" + number + "\"}],\"last_id\":\"" + number + "\"}")
                    .build();
        }));
        assertThat(fails(LimitException.class)).hasMessageContaining("more than 50 pages");
        assertThat(paths()).hasSize(ModelListing.MOST_PAGES);
    }

    @Test
    void bodiesAreBoundedTogether() {
        context.row("dialect.models_pages", "page=+");
        String filler = "x".repeat(ModelListing.MOST_BYTES / 2);
        server.enqueue(
                Script.json("{\"data\":[{\"id\":\"a\",\"extra\":\"" + filler + "\"}]}"),
                Script.json("{\"data\":[{\"id\":\"b\",\"extra\":\"" + filler + "\"}]}"));
        assertThat(fails(LimitException.class)).hasMessageContaining("bytes");
    }

    @Test
    void extraIsBoundedByFieldAndInAll() {
        StringBuilder entry = new StringBuilder("{\"id\":\"a\",\"long\":\"" + "x".repeat(5000) + "\"");
        for (int i = 0; i < 10; i++) {
            entry.append(",\"f")
                    .append(i)
                    .append("\":[\"")
                    .append("y".repeat(3000))
                    .append("\"]");
        }
        server.always(Script.json("{\"data\":[" + entry + ",\"small\":1}]}"));
        ModelInfo model = new OpenAiCompatibleProvider().models(context).get(0);
        assertThat(model.extra()).containsOnlyKeys("f0", "f1", "f2", "f3", "f4", "small");
    }

    @Test
    void aServiceWithoutAListSaysSoBeforeAnythingIsSent() {
        context.row("models_path", "");
        UnsupportedFeatureException none = fails(UnsupportedFeatureException.class);
        assertThat(none).hasMessageContaining("'somewhere' has no list of models");
        assertThat(none.provider()).contains("somewhere");
        assertThat(server.connections()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 405})
    void aPathThatIsNotThereSaysThatThereIsNoList(int status) {
        server.always(Script.answer(status, "{\"error\":\"not found\"}", "x-request-id", "r1"));
        InvalidRequestException none = fails(InvalidRequestException.class);
        assertThat(none)
                .hasMessageContaining("somewhere answered " + status)
                .hasMessageContaining("list of models")
                .hasMessageContaining("models_path");
        assertThat(none.status()).hasValue(status);
        assertThat(none.requestId()).contains("r1");
        assertThat(none.model()).isEmpty();
    }

    @Test
    void aRefusedKeyIsTypedAndNotRepeated() {
        context.key(Canary.KEY);
        server.always(Script.json(401, "{\"error\":{\"message\":\"Incorrect key " + Canary.KEY + "\"}}"));
        AuthenticationException refused = fails(AuthenticationException.class);
        assertThat(refused.provider()).contains("somewhere");
        assertThat(refused.model()).isEmpty();
        assertThat(Canary.in(Canary.everythingOf(refused) + refused.body())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void aRedirectIsRefused(int status) {
        server.always(Script.answer(status, "", "Location", server.uri("/steal").toString()));
        assertThat(fails(ProtocolException.class)).hasMessageContaining("redirects are never followed");
        assertThat(paths()).containsExactly("/v1/models");
    }

    @Test
    void theTimeIsThatOfTheWholeList() {
        context.row("dialect.models_pages", "page=+")
                .options(ChatOptions.builder().timeout(Duration.ofMillis(400)).build());
        server.enqueue(Script.json(ONE), Script.builder().readRequest().stall().build());
        ChatTimeoutException late = fails(ChatTimeoutException.class);
        assertThat(late.kind()).isIn(ChatTimeoutException.Kind.HEADERS, ChatTimeoutException.Kind.TOTAL);
        assertThat(paths()).hasSize(2);
    }

    @Test
    void anInterruptEndsIt() throws Exception {
        server.always(Script.builder().readRequest().stall().build());
        FutureTask<CancelledException> asked = new FutureTask<>(() -> fails(CancelledException.class));
        Thread thread = new Thread(asked);
        thread.start();
        server.awaitStalls(1);
        thread.interrupt();
        assertThat(asked.get()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.test/models",
                "//evil.test/models",
                "/\\evil.test",
                "models#x",
                "",
                "a b",
                "user@evil"
            })
    void noRowLeadsTheListElsewhere(String at) {
        context.row("dialect.models_at", at);
        assertThat(fails(ConfigurationException.class))
                .hasMessageContaining("models_at")
                .hasMessageNotContaining("evil");
        assertThat(server.connections()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models_auth: basic",
                "models_auth: header:",
                "models_headers: x",
                "models_headers: x=1;y",
                "models_pages: after",
                "models_pages: =x",
                "models_id: ",
                "models_prices: euro"
            })
    void aBadValueIsNamedWithItsKey(String line) {
        String[] parts = line.split(": ?", 2);
        context.row("dialect." + parts[0], parts[1]);
        assertThat(fails(ConfigurationException.class)).hasMessageContaining(parts[0]);
    }
}
