package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Formats made from types. */
class ResponseFormatTest {
    record City(String name) {}

    record Scores(Map<String, Integer> by) {}

    record Überaus_lange_und_$seltsame_Namen_die_kein_Dienst_jemals_so_annehmen_würde(int a) {}

    enum Mood {
        GOOD,
        BAD
    }

    sealed interface Sign {}

    record Plus() implements Sign {}

    record Free<T>(T any) {}

    @Test
    void aRecordIsItselfTheForm() {
        ResponseFormat format = ResponseFormat.of(City.class);
        assertThat(format.kind()).isEqualTo(ResponseFormat.Kind.SCHEMA);
        assertThat(format.name()).contains("City");
        assertThat(format.schema())
                .contains("{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"}},"
                        + "\"required\":[\"name\"],\"additionalProperties\":false}");
        assertThat(format.strict()).contains(true);
    }

    @Test
    void whatIsNoObjectIsTheValueOfOne() {
        assertThat(ResponseFormat.of(Mood.class).schema())
                .contains(
                        "{\"type\":\"object\",\"properties\":{\"value\":{\"type\":\"string\",\"enum\":[\"GOOD\",\"BAD\"]}},"
                                + "\"required\":[\"value\"],\"additionalProperties\":false}");
        assertThat(ResponseFormat.of(Sign.class).schema())
                .contains(
                        "{\"type\":\"object\",\"properties\":{\"value\":{\"anyOf\":[{\"type\":\"object\","
                                + "\"properties\":{\"type\":{\"type\":\"string\",\"enum\":[\"Plus\"]}},\"required\":[\"type\"],"
                                + "\"additionalProperties\":false}]}},\"required\":[\"value\"],\"additionalProperties\":false}");
        assertThat(ResponseFormat.of(Sign.class).name()).contains("Sign");
    }

    @Test
    void listsAreTheItemsOfAnObject() {
        ResponseFormat format = TypedAnswer.listOf(City.class).format();
        assertThat(format.name()).contains("ListOfCity");
        assertThat(format.strict()).contains(true);
        assertThat(format.schema())
                .contains(
                        "{\"type\":\"object\",\"properties\":{\"items\":{\"type\":\"array\",\"items\":{\"type\":\"object\","
                                + "\"properties\":{\"name\":{\"type\":\"string\"}},\"required\":[\"name\"],"
                                + "\"additionalProperties\":false}}},\"required\":[\"items\"],\"additionalProperties\":false}");
        assertThat(TypedAnswer.listOf(String.class).format().schema().orElse(""))
                .contains("\"items\":{\"type\":\"string\"}");
    }

    @Test
    void whatStrictServicesRefuseIsLeftToTheBackend() {
        assertThat(ResponseFormat.of(Scores.class).strict()).isEmpty();
    }

    @Test
    void theNameFitsEveryBackend() {
        assertThat(ResponseFormat.of(Überaus_lange_und_$seltsame_Namen_die_kein_Dienst_jemals_so_annehmen_würde.class)
                        .name()
                        .orElse(""))
                .matches("[A-Za-z0-9_-]{1,64}");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {String.class, int.class, Object.class, Map.class, Thread.class, City[].class, Runnable.class})
    void otherTypesAreNoForm(Class<?> type) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResponseFormat.of(type))
                .withMessageStartingWith(type.getName())
                .withMessageContaining("write a record, an enum or a sealed interface");
    }

    @Test
    void aGenericRecordAndAListOfRawTypesAreNoForm() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResponseFormat.of(Free.class))
                .withMessageContaining("is raw");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TypedAnswer.listOf(Map.class))
                .withMessageContaining("is raw");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TypedAnswer.listOf(Thread.class).format())
                .withMessageStartingWith("Thread[]: java.lang.Thread has no schema");
    }
}
