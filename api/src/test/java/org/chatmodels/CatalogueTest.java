package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.chatmodels.Capabilities.Feature;
import org.chatmodels.Capabilities.Support;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ProviderContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of models, by source. */
class CatalogueTest {
    private static final String COLUMNS = "service\tmodel\tcontext_window\tmax_output_tokens\tinput\toutput"
            + "\tcached_input\tcache_write\treasoning\ttiers\tcan\tnews\tretired\n";

    @TempDir
    Path folder;

    private final Map<String, String> properties = new HashMap<>();
    private final FakeProvider fake = new FakeProvider();
    private final AtomicInteger looks = new AtomicInteger();
    private ClassLoader loader;

    @BeforeEach
    void shipACatalogue() throws IOException {
        String lines = "# a comment\ndate\t2026-07-02\n" + COLUMNS
                + "fake\tplain\t1000\t100\t.5\t10\t.05\t.6\t20\t200:1,20,,2 100:.75\tTjI\tnew\t2026-08-16\n"
                + "fake\tplain\t9\n"
                + "fake\tbad\t\t\tcheap\t1\n"
                + "fake\tsize\t77\n";
        URL jar = new BuiltJar(folder, "catalogue.jar")
                .text(Catalogue.PATH, lines)
                .build();
        loader = new URLClassLoader(new URL[] {jar}, getClass().getClassLoader()) {
            @Override
            public java.util.Enumeration<URL> getResources(String name) throws IOException {
                looks.addAndGet(name.equals(Catalogue.PATH) ? 1 : 0);
                return super.getResources(name);
            }
        };
    }

    private ChatModelRegistry registry() {
        return ChatModelRegistry.builder()
                .classLoader(loader)
                .environment(Map.of())
                .provider(fake)
                .properties(properties)
                .build();
    }

    private static ModelInfo find(ChatModelRegistry registry, String location) {
        TargetPlan plan = new TargetPlan(
                NamedTarget.resolve(location, OpenPolicy.TRUSTED, registry).get(0),
                ChatOptions.NONE,
                OpenPolicy.TRUSTED,
                registry);
        return plan.known().orElseGet(() -> ModelInfo.builder("unknown").build());
    }

    private ModelInfo find(String location) {
        try (ChatModelRegistry registry = registry()) {
            return find(registry, location);
        }
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    @Test
    void theFirstLineOfAModelInAJarCounts() {
        ModelInfo plain = find("fake:plain");
        assertThat(plain.inputPrice()).contains(new BigDecimal("0.5"));
        assertThat(plain.outputPrice()).contains(new BigDecimal("1E+1"));
        assertThat(plain.cachedInputPrice()).contains(new BigDecimal("0.05"));
        assertThat(plain.reasoningPrice()).contains(new BigDecimal("2E+1"));
        assertThat(plain.priceDate()).contains(LocalDate.of(2026, 7, 2));
        assertThat(plain.retired()).contains(LocalDate.of(2026, 8, 16));
        assertThat(plain.capabilities())
                .isEqualTo(Capabilities.builder()
                        .contextWindow(1000)
                        .maxOutputTokens(100)
                        .support(Feature.TOOLS, Support.YES)
                        .support(Feature.JSON_SCHEMA, Support.NO)
                        .support(Feature.IMAGES, Support.YES)
                        .build());
        assertThat(plain.extra())
                .containsEntry("cache_write_price", new BigDecimal(".6"))
                .containsEntry(
                        "price_tiers",
                        List.of(
                                Map.of(
                                        "above", 200L,
                                        "input", new BigDecimal(1),
                                        "output", new BigDecimal(20),
                                        "cache_write", new BigDecimal(2)),
                                Map.of("above", 100L, "input", new BigDecimal(".75"))));
    }

    @Test
    void whatHasNoPriceHasNoDateEither() {
        ModelInfo size = find("fake:size");
        assertThat(size.capabilities().contextWindow()).hasValue(77);
        assertThat(size.priceDate()).isEmpty();
    }

    @Test
    void whatIsUnknownOrUnreadableIsEmpty() {
        assertThat(find("fake:other").id()).isEqualTo("unknown");
        assertThat(find("fake:bad").id()).isEqualTo("unknown");
        try (ChatModelRegistry registry = registry()) {
            assertThat(registry.validate())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.toString())
                            .contains("models.tsv in catalogue.jar line 6", "Write input=0.10"));
        }
    }

    @Test
    void aFileOfTheUserTakesThePlaceOfAllOthers() throws IOException {
        Path own = file("own.tsv", "\uFEFFservice\tmodel\toutput\tinput\nfake\tplain\t2\t1\n");
        properties.put("chatmodels.catalogue", own.toString());
        assertThat(find("fake:plain").inputPrice()).contains(BigDecimal.ONE);
        assertThat(find("fake:plain").priceDate()).isEmpty();
        assertThat(find("fake:size").id()).isEqualTo("unknown");
        assertThat(looks).hasValue(0);
    }

    @Test
    void aFileThatIsMissingIsAProblemAndNothingIsKnown() {
        properties.put("chatmodels.catalogue", folder.resolve("none.tsv").toString());
        assertThat(find("fake:plain").id()).isEqualTo("unknown");
        try (ChatModelRegistry registry = registry()) {
            assertThat(registry.validate())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.severity()).isEqualTo(Problem.Severity.ERROR));
        }
    }

    @Test
    void aPriceOfTheConfigurationReplacesAllPricesAndKeepsTheRest() {
        properties.put("chatmodels.price.own", "Fake:plain; input=0.10; output=0.50");
        ModelInfo plain = find("fake:plain");
        assertThat(plain.inputPrice()).contains(new BigDecimal("0.1"));
        assertThat(plain.cachedInputPrice()).isEmpty();
        assertThat(plain.reasoningPrice()).isEmpty();
        assertThat(plain.priceDate()).isEmpty();
        assertThat(plain.extra()).isEmpty();
        assertThat(plain.capabilities().contextWindow()).hasValue(1000);
    }

    @Test
    void aServiceIsMeantByItsAliasesToo() {
        properties.put("chatmodels.service.corp.provider", "fake");
        properties.put("chatmodels.service.corp.aliases", "gateway");
        properties.put("chatmodels.price.own", "gateway:m; input=1; output=2; date=2026-11-01; tiers=100:3,4");
        assertThat(find("corp:m").priceDate()).contains(LocalDate.of(2026, 11, 1));
        assertThat(find("gateway:m").inputPrice()).contains(BigDecimal.ONE);
        assertThat(find("corp:n").id()).isEqualTo("unknown");
    }

    @Test
    void capabilitiesRiseFromProviderToCatalogueToListToConfiguration() {
        properties.put("chatmodels.capability.own", "fake:plain; images=no; context_window=50");
        properties.put("chatmodels.capability.other", "fake:other; tools=yes; reasoning=no");
        try (ChatModelRegistry registry = registry()) {
            ChatModel other = registry.open("fake:other");
            assertThat(other.capabilities().support(Feature.TOOLS)).isEqualTo(Support.YES);
            assertThat(other.capabilities().support(Feature.REASONING)).isEqualTo(Support.NO);
            ChatModel plain = registry.open("fake:plain");
            assertThat(plain.capabilities().support(Feature.TOOLS)).isEqualTo(Support.YES);
            assertThat(plain.capabilities().support(Feature.IMAGES)).isEqualTo(Support.NO);
            assertThat(plain.capabilities().contextWindow()).hasValue(50);
            assertThat(fake.context().lookup(Capabilities.class)).contains(plain.capabilities());

            ModelInfo listed = ModelInfo.builder("plain")
                    .name("Plain")
                    .capabilities(Capabilities.builder()
                            .support(Feature.TOOLS, Support.NO)
                            .support(Feature.IMAGES, Support.YES)
                            .build())
                    .build();
            ServiceRow row = registry.found().find(new NamedTarget("fake"));
            ModelInfo whole = registry.catalogue.known(row, listed);
            assertThat(whole.name()).contains("Plain");
            assertThat(whole.inputPrice()).contains(new BigDecimal("0.5"));
            assertThat(whole.capabilities().support(Feature.IMAGES)).isEqualTo(Support.NO);
            assertThat(plain.capabilities().support(Feature.TOOLS)).isEqualTo(Support.NO);
            assertThat(registry.open("fake:nobody-knows").capabilities()).isEqualTo(Capabilities.UNKNOWN);
        }
    }

    @Test
    void whatTheProviderSaysIsTheWeakest() {
        ChatModelProvider own = (location, context) -> new Saying(location);
        properties.put("chatmodels.capability.own", "own:m; tools=no");
        try (ChatModelRegistry registry = ChatModelRegistry.builder()
                .discovery(false)
                .environment(Map.of())
                .provider("own", own)
                .properties(properties)
                .build()) {
            Capabilities known = registry.open("own:m").capabilities();
            assertThat(known.support(Feature.TOOLS)).isEqualTo(Support.NO);
            assertThat(known.support(Feature.SEED)).isEqualTo(Support.YES);
            assertThat(known.contextWindow()).hasValue(10);
            assertThat(known.maxOutputTokens()).hasValue(5);
        }
    }

    private record Saying(ModelLocation location) implements ChatModel {
        @Override
        public ChatResponse chat(ChatRequest request) {
            return ChatResponse.of("yes");
        }

        @Override
        public ChatStream stream(ChatRequest request) {
            return ChatStreams.of(chat(request));
        }

        @Override
        public Capabilities capabilities() {
            return Capabilities.builder()
                    .support(Feature.TOOLS, Support.YES)
                    .support(Feature.SEED, Support.YES)
                    .contextWindow(10)
                    .maxOutputTokens(5)
                    .build();
        }
    }

    @Test
    void listsHaveWhatTheCatalogueKnows() {
        ChatModelProvider lister = new ChatModelProvider() {
            @Override
            public ChatModel open(ModelLocation location, ProviderContext context) {
                return new Saying(location);
            }

            @Override
            public List<ModelInfo> models(ProviderContext context) {
                return List.of(
                        ModelInfo.builder("plain").inputPrice(new BigDecimal(7)).build(),
                        ModelInfo.builder("new").build());
            }
        };
        try (ChatModelRegistry registry = ChatModelRegistry.builder()
                .classLoader(loader)
                .environment(Map.of())
                .provider("fake", lister)
                .build()) {
            List<ModelInfo> models = registry.models("fake");
            assertThat(models).extracting(ModelInfo::id).containsExactly("plain", "new");
            assertThat(models.get(0).inputPrice()).contains(new BigDecimal(7));
            assertThat(models.get(0).outputPrice()).isEmpty();
            assertThat(models.get(0).retired()).isPresent();
            assertThat(models.get(1)).isEqualTo(ModelInfo.builder("new").build());
        }
    }

    @Test
    void nothingIsReadBeforeSomebodyAsksForACost() {
        fake.answer = request ->
                ChatResponse.of("yes").toBuilder().usage(Usage.of(100, 10)).build();
        try (ChatModelRegistry registry = registry()) {
            ChatResponse answer = registry.open("fake:plain").chat(ChatRequest.of("hi"));
            assertThat(answer.usage())
                    .isEqualTo(Usage.of(100, 10))
                    .hasToString("Usage[input=100, output=10, total=110]");
            assertThat(answer.usage().plus(answer.usage()).inputTokens()).hasValue(200);
            assertThat(looks).hasValue(0);
            assertThat(answer.usage().cost()).contains(new BigDecimal("0.00015"));
            assertThat(answer.usage().priceDate()).contains(LocalDate.of(2026, 7, 2));
            assertThat(looks).hasValue(1);
        }
    }
}
