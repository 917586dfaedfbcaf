package org.chatmodels.ollama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.chatmodels.CancelledException;
import org.chatmodels.Capabilities;
import org.chatmodels.Capabilities.Feature;
import org.chatmodels.Capabilities.Support;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatRequest;
import org.chatmodels.ChatResponse;
import org.chatmodels.ContextLengthException;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.ModelInfo;
import org.chatmodels.ModelStore;
import org.chatmodels.Part;
import org.chatmodels.Problem;
import org.chatmodels.ServiceCheck;
import org.chatmodels.Tool;
import org.chatmodels.ToolRunner;
import org.chatmodels.TransportException;
import org.chatmodels.TruncatedException;
import org.chatmodels.UnsupportedFeatureException;
import org.chatmodels.testkit.LeakCheck;
import org.chatmodels.testkit.Script;
import org.chatmodels.testkit.ScriptedServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole conversations with a server, and what it holds. */
@ExtendWith(LeakCheck.class)
class PlayedOllamaTest {
    private final PlayedOllama played = new PlayedOllama();
    private ScriptedServer server;
    private ChatModelRegistry registry;

    /** Where is the weather asked for. */
    record Place(String city) {}

    @BeforeEach
    void start() {
        server = played.start();
        registry = ChatModelRegistry.builder()
                .environment(Map.of("OLLAMA_HOST", ":" + server.port()))
                .build();
    }

    @AfterEach
    void stop() {
        registry.close();
        server.close();
    }

    private OllamaServer ollama() {
        return registry.service("ollama", OllamaServer.class).orElseThrow();
    }

    private ModelStore store() {
        return registry.service("ollama", ModelStore.class).orElseThrow();
    }

    private ChatModel open(String location) {
        return registry.open("ollama:" + location);
    }

    @Test
    void aToolIsCalledAndItsResultGoesBack() {
        Tool weather = Tool.of("weather", "Weather of a city", Place.class, place -> "sunny in " + place.city());
        ChatRequest request =
                ChatRequest.builder().user("the weather?").tool(weather).build();
        assertThat(ToolRunner.of(open("able")).run(request).text()).isEqualTo("You said: sunny in Rome");
        assertThatThrownBy(() -> open("m").chat(request))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("does not support tools");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void thoughtsAreParts(boolean stream) {
        ChatRequest request =
                ChatRequest.builder().user("hi").reasoningEffort("low").build();
        ChatResponse answer = stream
                ? OllamaTest.streamed(open("able"), request)
                : open("able").chat(request);
        assertThat(answer.message().parts())
                .filteredOn(Part.Reasoning.class::isInstance)
                .extracting(part -> ((Part.Reasoning) part).text())
                .containsExactly("Hm.");
        assertThat(answer.text()).isEqualTo("You said: hi");
        assertThatThrownBy(() -> open("m").chat(request)).isInstanceOf(UnsupportedFeatureException.class);
    }

    @Test
    void modelsAreListedWithWhatTheyCanDo() {
        assertThat(registry.models("ollama")).extracting(ModelInfo::id).containsExactly("able:latest", "m:latest");
        ModelInfo able = registry.models("ollama").get(0);
        assertThat(able.capabilities().support(Feature.TOOLS)).isEqualTo(Support.YES);
        assertThat(able.capabilities().support(Feature.IMAGES)).isEqualTo(Support.YES);
        assertThat(able.capabilities().support(Feature.AUDIO)).isEqualTo(Support.NO);
        assertThat(able.capabilities().contextWindow()).hasValue(8192);
        assertThat(able.extra()).containsKeys("size", "digest", "family", "parameter_size");
    }

    @Test
    void capabilitiesAreAskedForOnceAndNotForACall() {
        ChatModel able = open("able");
        able.ask("hi");
        assertThat(played.asked).containsExactly("POST /api/chat");
        Capabilities can = able.capabilities();
        assertThat(able.capabilities()).isEqualTo(can);
        assertThat(can.support(Feature.REASONING)).isEqualTo(Support.YES);
        assertThat(can.contextWindow()).hasValue(8192);
        assertThat(played.asked).containsExactly("POST /api/chat", "POST /api/show");
    }

    /** Once it is known, nothing is sent that would be refused. */
    @Test
    void whatTheServerShowedIsNotAskedFor() {
        ChatModel model = open("m");
        assertThat(model.capabilities().support(Feature.TOOLS)).isEqualTo(Support.NO);
        Tool tool = Tool.declare("weather", "", "{\"type\":\"object\"}");
        assertThatThrownBy(() ->
                        model.chat(ChatRequest.builder().user("hi").tool(tool).build()))
                .isInstanceOf(UnsupportedFeatureException.class)
                .hasMessageContaining("The model 'm' has no tools");
        assertThat(played.asked).containsExactly("POST /api/show");
    }

    @Test
    void capabilitiesOfAnAbsentModelAreUnknownAndAskedForAgain() {
        ChatModel later = open("later");
        assertThat(later.capabilities()).isEqualTo(Capabilities.UNKNOWN);
        played.models.put("later:latest", "\"completion\",\"tools\"");
        assertThat(later.capabilities().support(Feature.TOOLS)).isEqualTo(Support.YES);
    }

    @Test
    void oneModelIsShownWithAllThatIsKnown() {
        ModelInfo shown = store().show("able");
        assertThat(shown.id()).isEqualTo("able");
        assertThat(shown.extra())
                .containsEntry("template", "{{ .Prompt }}")
                .containsEntry("license", "none")
                .containsEntry("family", "llama")
                .containsKey("llama.context_length")
                .doesNotContainKeys("modelfile", "parameters", "tokenizer.ggml.tokens");
        assertThatThrownBy(() -> store().show("nosuch"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("model 'nosuch' not found")
                .hasMessageContaining("chat pull ollama:nosuch");
    }

    @Test
    void modelsAreLoadedListedAndUnloaded() {
        assertThat(store().running()).isEmpty();
        ollama().load("m");
        assertThat(store().running()).singleElement().satisfies(model -> {
            assertThat(model.id()).isEqualTo("m:latest");
            assertThat(model.extra()).containsKeys("size", "size_vram", "context_length", "expires_at");
        });
        ollama().unload("m");
        assertThat(store().running()).isEmpty();
        assertThatThrownBy(() -> ollama().load("nosuch")).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void aPullTellsItsStepsAndGoesOnWhereItStopped() {
        played.cutAfter = 500;
        List<ModelStore.Progress> first = new ArrayList<>();
        assertThatThrownBy(() -> store().pull("new", first::add)).isInstanceOf(TruncatedException.class);
        assertThat(first.get(0)).isEqualTo(new ModelStore.Progress("pulling manifest", 0, OptionalLong.empty()));
        assertThat(first.get(5)).isEqualTo(new ModelStore.Progress("pulling 4f65", 500, OptionalLong.of(1000)));
        List<ModelStore.Progress> second = new ArrayList<>();
        store().pull("new", second::add);
        assertThat(second.get(1)).isEqualTo(new ModelStore.Progress("pulling 4f65", 600, OptionalLong.of(1000)));
        assertThat(second)
                .extracting(ModelStore.Progress::step)
                .endsWith("verifying sha256 digest", "writing manifest", "success");
        assertThat(open("new").ask("hi")).isEqualTo("You said: hi");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPullEndsWithItsRegistryAndWithItsThread(boolean interrupt) throws Exception {
        played.stalls = true;
        CountDownLatch begun = new CountDownLatch(1);
        FutureTask<Throwable> pull =
                new FutureTask<>(() -> catchThrowable(() -> store().pull("new", step -> begun.countDown())));
        Thread thread = new Thread(pull, "pull");
        thread.start();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        if (interrupt) {
            thread.interrupt();
        } else {
            registry.close();
        }
        assertThat(pull.get(10, TimeUnit.SECONDS)).isInstanceOf(CancelledException.class);
        thread.join();
    }

    @Test
    void aModelThatIsInNoLibraryCannotBePulled() {
        assertThatThrownBy(() -> store().pull("gone", step -> {}))
                .hasMessageContaining("file does not exist")
                .hasMessageContaining("Look for the model's name at https://ollama.com/library");
    }

    @Test
    void modelsAreRemoved() {
        store().remove("m");
        assertThat(played.models).doesNotContainKey("m:latest");
        assertThatThrownBy(() -> store().remove("m")).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> open("m").ask("hi"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("Fetch it: chat pull ollama:m, or ollama pull m");
    }

    private static ChatRequest ofWords(int count) {
        return ChatRequest.builder()
                .system("Be brief.")
                .user("a prompt of many words ".repeat(count / 5))
                .build();
    }

    @Test
    void aPromptThatWasCutToTheContextIsToldOf() {
        ChatResponse cut = open("m?num_ctx=256").chat(ofWords(1000));
        assertThat(cut.warnings())
                .singleElement()
                .asString()
                .startsWith("The prompt was cut: it has about ")
                .contains(" 256 fit into the context")
                .contains("num_ctx", "truncate=false");
        assertThat(open("m?num_ctx=4096").chat(ofWords(1000)).warnings()).isEmpty();
        assertThat(played.asked).doesNotContain("GET /api/ps");
        assertThatThrownBy(() -> open("m?num_ctx=256&truncate=false").chat(ofWords(1000)))
                .isInstanceOf(ContextLengthException.class);
    }

    /** Where the caller says nothing of the context, the server is asked, and only if the prompt looks cut. */
    @Test
    void theContextThatTheServerChoseCountsToo() {
        played.defaultContext = 2048;
        assertThat(OllamaTest.streamed(open("m"), ofWords(4000)).warnings())
                .singleElement()
                .asString()
                .contains(" 2048 fit into the context");
        assertThat(played.asked).containsExactly("POST /api/chat", "GET /api/ps");
        assertThat(OllamaTest.streamed(open("m"), ofWords(2500)).warnings())
                .as("half of the context is left of a prompt that is a little too long")
                .hasSize(1);
        played.defaultContext = 100_000;
        assertThat(open("m").chat(ofWords(4000)).warnings()).isEmpty();
    }

    @Test
    void theServerIsChecked() {
        ServiceCheck check = registry.service("ollama", ServiceCheck.class).orElseThrow();
        assertThat(check.check()).isEmpty();
        assertThat(ollama().version()).isEqualTo("0.33.0");
        server.close();
        assertThat(check.check()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Problem.Severity.WARNING);
            assertThat(problem.where()).startsWith("ollama at http://127.0.0.1:");
            assertThat(problem.message()).contains("Ollama is not running at http://127.0.0.1:");
        });
    }

    @Test
    void aServerThatDoesNotRunIsSaidToBeStarted() {
        server.close();
        assertThatThrownBy(() -> open("m?retries=0").ask("hi"))
                .isInstanceOf(TransportException.class)
                .hasMessageContaining("Ollama is not running at http://127.0.0.1:" + server.port())
                .hasMessageContaining("ollama serve")
                .hasMessageContaining("OLLAMA_HOST");
        assertThatThrownBy(() -> store().pull("m", step -> {})).hasMessageContaining("Ollama is not running");
        assertThat(open("m").capabilities()).isEqualTo(Capabilities.UNKNOWN);
    }

    /** A server that is there and does not speak TLS, or a name that is wrong, is not to be started. */
    @Test
    void otherFailuresToConnectAreNotTakenForAServerThatDoesNotRun() {
        Script noTls =
                Script.builder().readClientHello().write("no TLS\r\n").close().build();
        try (ScriptedServer plain = ScriptedServer.start(noTls)) {
            for (String address : List.of("https://127.0.0.1:" + plain.port(), "http://nowhere.invalid")) {
                assertThatThrownBy(() -> open("m?retries=0&base_url=" + address).ask("hi"))
                        .isInstanceOf(TransportException.class)
                        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("not running"));
            }
        }
    }

    @Test
    void aSecondServerIsAServiceOfOnesOwn() {
        try (ChatModelRegistry other = ChatModelRegistry.builder()
                .environment(Map.of("OLLAMA_HOST", "127.0.0.1:1"))
                .property("chatmodels.service.gpu.provider", "ollama")
                .property("chatmodels.service.gpu.base_url", server.uri().toString())
                .property("chatmodels.service.gpu.key_required", "false")
                .build()) {
            assertThat(other.open("gpu:m?num_ctx=512").ask("hi")).isEqualTo("You said: hi");
            assertThat(other.models("gpu")).hasSize(2);
            ModelStore store = other.service("gpu", ModelStore.class).orElseThrow();
            store.pull("new", step -> {});
            assertThat(store.running()).hasSize(1);
            assertThatThrownBy(() -> store.show("nosuch")).hasMessageContaining("chat pull gpu:nosuch");
        }
    }

    @Test
    void nothingElseIsOffered() {
        assertThat(registry.service("ollama", String.class)).isEmpty();
        assertThat(registry.service("ollama", Object.class)).isEmpty();
    }

    /** The other endpoint's address is a frequent slip. */
    @Test
    void theAddressMayEndLikeThatOfTheOtherEndpoint() {
        assertThat(registry.open("ollama:m?base_url=" + server.uri() + "/v1").ask("hi"))
                .isEqualTo("You said: hi");
    }
}
