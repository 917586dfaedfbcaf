package org.chatmodels.openaicompatible;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.chatmodels.spi.JsonWriter;
import org.junit.jupiter.api.Test;

class SchemaFilterTest {
    private static final String SUBSET = "type,description,nullable,enum,items,properties,required,anyOf";

    private final Set<String> lost = SchemaFilter.nothingLost();

    @Test
    void everythingStaysWhereEverythingIsTaken() {
        String schema = "{\"type\":\"object\",\"x\":[1,null,{\"$ref\":\"#\"}],\"n\":1.50}";
        assertThat(filtered("all", schema)).isEqualTo(schema);
        assertThat(lost).isEmpty();
    }

    @Test
    void excludedKeywordsGoAtEveryDepthButPropertiesOfThatNameStay() {
        String schema =
                "{\"$schema\":\"s\",\"type\":\"object\",\"properties\":{\"additionalProperties\":{\"type\":\"object\","
                        + "\"additionalProperties\":false}},\"additionalProperties\":false}";
        assertThat(filtered("-additionalProperties,-$schema", schema))
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"additionalProperties\":{\"type\":\"object\"}}}");
        assertThat(lost).isEmpty();
    }

    @Test
    void aMapThatCannotBeSaidIsLost() {
        filtered("-additionalProperties", "{\"type\":\"object\",\"additionalProperties\":{\"type\":\"string\"}}");
        assertThat(lost).containsExactly("additionalProperties");
    }

    @Test
    void whatIsNotListedIsNamed() {
        String schema = "{\"type\":\"string\",\"pattern\":\"a\",\"minLength\":1,\"title\":\"t\"}";
        assertThat(filtered(SUBSET, schema)).isEqualTo("{\"type\":\"string\"}");
        assertThat(lost).containsExactly("minLength", "pattern");
    }

    @Test
    void nullAmongTheTypesIsNullable() {
        assertThat(filtered(SUBSET, "{\"type\":[\"string\",\"null\"]}"))
                .isEqualTo("{\"type\":\"string\",\"nullable\":true}");
        assertThat(filtered(SUBSET, "{\"anyOf\":[{\"type\":\"object\",\"required\":[]},{\"type\":\"null\"}]}"))
                .isEqualTo("{\"type\":\"object\",\"required\":[],\"nullable\":true}");
        assertThat(filtered(SUBSET, "{\"oneOf\":[{\"type\":\"string\"},{\"type\":\"number\"},{\"type\":\"null\"}]}"))
                .isEqualTo("{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"number\"}],\"nullable\":true}");
        assertThat(lost).isEmpty();
    }

    @Test
    void aConstantIsAnEnumerationOfOne() {
        assertThat(filtered(SUBSET, "{\"const\":\"a\"}")).isEqualTo("{\"enum\":[\"a\"]}");
    }

    @Test
    void aReferenceIsWhatItRefersTo() {
        String schema = "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/A\",\"description\":\"d\"}},"
                + "\"$defs\":{\"A\":{\"type\":\"array\",\"items\":{\"$ref\":\"#/$defs/B\"}},\"B\":{\"type\":\"number\"}}}";
        assertThat(filtered(SUBSET, schema))
                .isEqualTo("{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"array\",\"items\":"
                        + "{\"type\":\"number\"},\"description\":\"d\"}}}");
        assertThat(lost).isEmpty();
    }

    @Test
    void aReferenceToItselfEndsSomewhereAndIsNamed() {
        String schema = "{\"$ref\":\"#/$defs/N\",\"$defs\":{\"N\":{\"type\":\"object\",\"properties\":{\"next\":"
                + "{\"$ref\":\"#/$defs/N\"}}}}}";
        assertThat(filtered(SUBSET, schema))
                .contains("\"next\":{\"type\":\"object\"}")
                .hasSizeLessThan(1000);
        assertThat(lost).containsExactly("$ref");
    }

    @Test
    void aReferenceStaysWhereItIsTaken() {
        String schema = "{\"$ref\":\"#/$defs/N\",\"$defs\":{\"N\":{\"type\":\"object\"}}}";
        assertThat(filtered("type,$ref,$defs", schema)).isEqualTo(schema);
    }

    private String filtered(String words, String schema) {
        SchemaFilter filter = new SchemaFilter(List.of(words.split(",")));
        byte[] json = new JsonWriter().value(filter.filtered(schema, lost)).toBytes();
        return new String(json, StandardCharsets.UTF_8);
    }
}
