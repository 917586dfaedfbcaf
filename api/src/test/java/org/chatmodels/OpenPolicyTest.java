package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chatmodels.canary.Canary;
import org.chatmodels.provider.ChatProvider;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.OptionInfo.Type;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a text from outside may and may not open. */
class OpenPolicyTest {
    private final Local fake = new Local();
    private final ChatModelRegistry registry = ChatModelRegistry.builder()
            .discovery(false)
            .provider(fake)
            .environment(Map.of("CORP_KEY", Canary.KEY))
            .property("chatmodels.credential.corp", "env:CORP_KEY")
            .property("chatmodels.credential.corp.origins", "http://localhost:1")
            .property("chatmodels.service.gw.provider", "fake")
            .property("chatmodels.service.gw.base_url", "https://gw.test/v1")
            .alias("fast", "fake-too:m?base_url=http://localhost:1/x&credential=corp&extra.a=1&model_file=/srv/m")
            .alias("chain", "fast?seed=1")
            .alias("route", "fake:a | gw:b")
            .alias("hidden", "fake:m")
            .build();
    private final OpenPolicy policy = OpenPolicy.untrusted("Fast", "fake", "route", "chain");

    @AfterEach
    void close() {
        registry.close();
    }

    /** Declares parameters of every type. */
    @ChatProvider(
            names = {"fake", "fake-too"},
            apiLevel = org.chatmodels.provider.ApiLevel.CURRENT)
    private static final class Local extends FakeProvider {
        @Override
        public List<OptionInfo> options() {
            List<OptionInfo> all = new ArrayList<>(super.options());
            all.add(OptionInfo.builder("model_file", Type.TEXT, "a path").build());
            all.add(OptionInfo.builder("call_back", Type.URL, "an address").build());
            all.add(OptionInfo.builder("quantized", Type.BOOLEAN, "small").build());
            all.add(OptionInfo.builder("layers", Type.INTEGER, "how many").build());
            all.add(OptionInfo.builder("bias", Type.NUMBER, "how much").build());
            all.add(OptionInfo.builder("device", Type.TEXT, "where")
                    .allowed("cpu", "gpu")
                    .build());
            return all;
        }
    }

    static final List<String> PARAMETERS = List.of(
            "base_url=http://localhost:1",
            "BASE-URL=http://localhost:1",
            "baseUrl=http://localhost:1",
            "B_a-s_eURL=http://localhost:1",
            "baseurl=http://evil.test%7Cx",
            "credential=corp",
            "CREDENTIAL=corp",
            "cre-den_tial=corp",
            "credential=none",
            "extra.a=1",
            "EXTRA.a=1",
            "Extra.messages=1",
            "extra.base_url=1",
            "mirror=http://localhost:1",
            "MIR-ROR=http://localhost:1",
            "call_back=http://localhost:1",
            "callback=http://localhost:1",
            "model_file=/etc/passwd",
            "ModelFile=x",
            "seed=1&temperature=0&base_url=http://localhost:1");

    @ParameterizedTest
    @FieldSource("PARAMETERS")
    void parametersThatLeadElsewhereAreRefusedInEverySpelling(String parameters) {
        for (String name : List.of("fake:m", "FAKE:m", "fast", "chain")) {
            ConfigurationException refused = catchThrowableOfType(
                    ConfigurationException.class, () -> registry.open(name + "?" + parameters, policy));
            assertThat(refused).as(name).isNotNull();
            assertThat(refused.code()).as(name + " " + refused.getMessage()).contains("parameter_not_allowed");
            assertThat(refused).hasMessageContaining("leave it out").hasMessageNotContaining("localhost");
        }
        assertThat(fake.contexts).isEmpty();
    }

    @ParameterizedTest
    @FieldSource("PARAMETERS")
    void theSameIsRefusedOrOpenedWhereTheTextIsTrusted(String parameters) {
        boolean fits = !parameters.contains("%7C") && !parameters.contains("none");
        if (fits) {
            assertThat(registry.open("fake:m?" + parameters)).isNotNull();
        } else {
            assertThatThrownBy(() -> registry.open("fake:m?" + parameters)).isInstanceOf(ConfigurationException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "b%61se_url=http://localhost:1",
                "%62ase_url=http://localhost:1",
                "base_url%3Dhttp://localhost:1",
                "base.url=http://localhost:1",
                "ex_tra.a=1",
                "extra=1",
                "extra.=1",
                "header.X-A=1",
                "headers=1",
                "seed=1;base_url=http://localhost:1",
                "seed=1?base_url=http://localhost:1",
                "seed=1%26base_url=http://localhost:1",
                "seed=1#base_url=http://localhost:1",
                "api_key=sk-canary-1",
                "base_url=http://localhost:1%0d%0a",
                "\u0062ase\uff3furl=http://localhost:1"
            })
    void otherWaysToWriteThemAreNoParameters(String parameters) {
        assertThatThrownBy(() -> registry.open("fake:m?" + parameters, policy))
                .isInstanceOf(ConfigurationException.class)
                .matches(e -> Canary.in(Canary.everythingOf(e)).isEmpty());
        assertThat(fake.contexts).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hidden",
                "fake-too:m",
                "gw:m",
                "corp:m",
                "fake | fast",
                "fake:m | fake:n",
                "fake:m|hidden",
                "|fake:m",
                "fake:m|",
                "fast%7Chidden",
                "fake:m%00",
                " ",
                "",
                "fake",
                "hidden?seed=1",
                "openai-compatible:m?base_url=http://localhost:1",
                "http://localhost:1/v1",
                "${fast}",
                "fast\nhidden"
            })
    void otherNamesAndSeveralTargetsAreRefused(String text) {
        assertThatThrownBy(() -> registry.open(text, policy)).isInstanceOf(ConfigurationException.class);
        assertThat(fake.contexts).isEmpty();
    }

    @Test
    void anEncodedBarIsAModelsCharacterAndNoSecondTarget() {
        assertThat(registry.open("fake:m%7Chidden", policy).location().model()).isEqualTo("m|hidden");
        assertThat(fake.contexts).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fake:m",
                "FAKE:m",
                "FAST",
                "f-a_st?temperature=0&max_tokens=5",
                "chain",
                "fake:m?timeout=30s&stop=a&user=u&keep_alive=5m",
                "fake:m?quantized=true&layers=3&bias=0.5&device=cpu",
                "fake:m?api=chat&reasoning_effort=low&response_format=json"
            })
    void namesThatAreAllowedOpenWithWhatOnlyShapesTheAnswer(String text) {
        assertThat(registry.open(text, policy)).isNotNull();
        assertThat(fake.contexts).hasSize(1);
    }

    @Test
    void whatTheOperatorWroteIntoAnAliasCounts() {
        registry.open("fast", policy);
        assertThat(fake.context().service().baseUrl()).contains("http://localhost:1/x");
        assertThat(fake.context().property("model_file")).contains("/srv/m");
        registry.open("chain", policy);
        assertThat(fake.context().service().baseUrl()).contains("http://localhost:1/x");
    }

    @Test
    void aNamedRouteIsAllowedByThePolicy() {
        assertThat(registry.open("route", policy).ask("hi")).isEqualTo("yes");
        assertThat(fake.locations).hasSize(2);
    }

    @Test
    void withoutNamesNothingMayBeOpened() {
        for (String text : List.of("fake:m", "fast", "route")) {
            assertThatThrownBy(() -> registry.open(text, OpenPolicy.untrusted()))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("nothing may");
        }
    }

    @Test
    void itPrintsWhatItAllows() {
        assertThat(OpenPolicy.TRUSTED).hasToString("OpenPolicy[trusted]");
        assertThat(policy).hasToString("OpenPolicy[untrusted, only [Fast, fake, route, chain]]");
    }
}
