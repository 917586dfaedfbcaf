package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.chatmodels.Tool;
import org.chatmodels.ToolBody;
import org.junit.jupiter.api.Test;

/** Tools of the api that are run through this binding. */
class ToolCallTest {
    record City(String name, Optional<Integer> days) {}

    record Weather(String city, double degrees) {}

    record Nothing() {}

    private static Tool tool(ToolBody<? super City> body) {
        return Tool.of("weather", "Weather of a city", City.class, body);
    }

    @Test
    void argumentsBecomeARecordAndATextGoesBackAsItIs() throws Exception {
        assertThat(tool(city -> city.name() + city.days().orElse(0)).call("{\"name\":\"Rome\",\"days\":2}"))
                .isEqualTo("Rome2");
        assertThat(tool(City::name).call("{\"name\":\"\\\"Rome\\\"\"}")).isEqualTo("\"Rome\"");
    }

    @Test
    void whatIsNoTextGoesBackAsJson() throws Exception {
        String rome = "{\"name\":\"Rome\"}";
        assertThat(tool(city -> new Weather(city.name(), 20.5)).call(rome))
                .isEqualTo("{\"city\":\"Rome\",\"degrees\":20.5}");
        assertThat(tool(city -> List.of(1, "a")).call(rome)).isEqualTo("[1,\"a\"]");
        assertThat(tool(city -> null).call(rome)).isEqualTo("null");
    }

    @Test
    void aToolWithoutArgumentsMayGetNone() throws Exception {
        Tool now = Tool.of("now", "", Nothing.class, nothing -> "noon");
        assertThat(now.call("{}")).isEqualTo("noon");
        assertThat(now.call("")).isEqualTo("noon");
    }

    @Test
    void argumentsThatDoNotFitAreNamedAndTheBodyDoesNotRun() {
        AtomicInteger runs = new AtomicInteger();
        Tool tool = tool(city -> runs.incrementAndGet());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tool.call("{\"name\":\"Rome\",\"days\":\"secret\"}"))
                .withMessage("The arguments do not fit tool weather: days: does not fit Integer."
                        + " Write what its schema says")
                .withNoCause();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tool.call("{}"))
                .withMessageContaining("weather: name: is missing or null.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tool.call("{\"name\":\"secr"))
                .withMessageContaining("weather: name: is not valid JSON.")
                .withMessageNotContaining("secr");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tool.call("null"))
                .withMessageContaining("weather: the document: is null.");
        assertThat(runs).hasValue(0);
    }

    @Test
    void whatTheBodyThrowsPasses() {
        assertThatThrownBy(() -> tool(city -> {
                            throw new IOException("no network");
                        })
                        .call("{\"name\":\"Rome\"}"))
                .isInstanceOf(IOException.class)
                .hasMessage("no network");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> tool(city -> {
                            throw new IllegalArgumentException("of its own");
                        })
                        .call("{\"name\":\"Rome\"}"))
                .withMessage("of its own");
    }
}
