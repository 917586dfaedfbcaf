package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.chatmodels.Capabilities;
import org.chatmodels.Capabilities.Feature;
import org.chatmodels.Capabilities.Support;
import org.chatmodels.ModelInfo;
import org.chatmodels.testkit.Script;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Lists as services send them, one file each, read by the row of the service over a real socket. */
class ModelFixturesTest extends SocketTest {
    private static final Path FILES = Path.of("src/test/resources/models");

    static Stream<Fixture> lists() {
        return Fixture.all("models").filter(fixture -> !fixture.fails());
    }

    static Stream<Fixture> failures() {
        return Fixture.all("models").filter(Fixture::fails);
    }

    private List<ModelInfo> models(Fixture fixture) throws IOException {
        Map<String, String> row = ServiceTableTest.rows().get(fixture.expected("service", ""));
        row.forEach(context::row);
        context.row("base_url", server.uri("/accounts/a/ai/v1").toString());
        server.always(Script.answer(200, fixture.bodyText(), "Content-Type", "application/json"));
        return new OpenAiCompatibleProvider().models(context);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void theListIsReadAsItsFileSays(Fixture fixture) throws IOException {
        List<String> expected = new ArrayList<>();
        for (int i = 1; fixture.expected().containsKey("model" + i); i++) {
            expected.add(fixture.expected("model" + i, ""));
        }
        List<String> came =
                models(fixture).stream().map(ModelFixturesTest::line).toList();
        if (Boolean.getBoolean("generated.write")) {
            write(fixture, came);
        }
        assertThat(came).isEqualTo(expected);
        assertThat(server.requests())
                .singleElement()
                .matches(request -> request.method().equals("GET"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("failures")
    void whatIsNoListIsAnError(Fixture fixture) {
        Throwable failure = catchThrowable(() -> models(fixture));
        fixture.check(failure);
        assertThat(failure).hasMessageNotContaining("asked");
        assertThat(((org.chatmodels.ChatException) failure).provider()).contains("somewhere");
        assertThat(((org.chatmodels.ChatException) failure).model()).isEmpty();
    }

    private static void write(Fixture fixture, List<String> came) throws IOException {
        StringBuilder text = new StringBuilder("# origin: " + fixture.expected("origin", "") + "\n# service: "
                + fixture.expected("service", "") + "\n");
        for (int i = 0; i < came.size(); i++) {
            text.append("# model")
                    .append(i + 1)
                    .append(": ")
                    .append(came.get(i))
                    .append('\n');
        }
        Files.writeString(FILES.resolve(fixture.name()), text + fixture.bodyText(), StandardCharsets.UTF_8);
    }

    /** All that is set. */
    private static String line(ModelInfo model) {
        StringBuilder line = new StringBuilder(model.id());
        add(line, "name", model.name());
        add(line, "owner", model.owner());
        Capabilities can = model.capabilities();
        can.contextWindow().ifPresent(tokens -> line.append("; window=").append(tokens));
        can.maxOutputTokens().ifPresent(tokens -> line.append("; answer=").append(tokens));
        features(line, can, Support.YES, "can");
        features(line, can, Support.NO, "cannot");
        add(line, "input", model.inputPrice().map(price -> "$" + price.toPlainString()));
        add(line, "cached", model.cachedInputPrice().map(price -> "$" + price.toPlainString()));
        add(line, "output", model.outputPrice().map(price -> "$" + price.toPlainString()));
        add(line, "thought", model.reasoningPrice().map(price -> "$" + price.toPlainString()));
        assertThat(model.priceDate())
                .isEqualTo(line.indexOf("$") < 0 ? Optional.empty() : Optional.of(LocalDate.now(ZoneOffset.UTC)));
        add(line, "retired", model.retired());
        add(line, "extra", Optional.of(new TreeSet<>(model.extra().keySet())));
        return line.toString();
    }

    private static void add(StringBuilder line, String name, Optional<?> value) {
        value.ifPresent(known -> line.append("; ").append(name).append('=').append(known));
    }

    private static void features(StringBuilder line, Capabilities can, Support support, String name) {
        List<Feature> features = Stream.of(Feature.values())
                .filter(feature -> can.support(feature) == support)
                .toList();
        add(line, name, features.isEmpty() ? Optional.empty() : Optional.of(features));
    }
}
