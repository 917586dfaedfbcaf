package org.chatmodels.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.chatmodels.spi.JacksonBinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecimenTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'string'} | 'p'",
                "{} | 'p'",
                "{'type':'string','minLength':3} | 'p..'",
                "{'type':'string','maxLength':0} | ''",
                "{'type':'string','format':'date'} | '2026-01-01'",
                "{'type':'string','format':'strange'} | 'p'",
                "{'type':'boolean'} | true",
                "{'type':'null'} | null",
                "{'type':['string','null']} | 'p'",
                "{'type':['null']} | null",
                "{'type':['null','integer']} | 1",
                "{'enum':['b','a']} | 'b'",
                "{'type':'string','enum':[]} | 'p'",
                "{'const':null} | null",
                "{'const':{'a':1.50}} | {'a':1.50}",
                "{'anyOf':[{'type':'null'},{'type':'integer'}]} | 1",
                "{'oneOf':[{'const':'x'},{'const':'y'}]} | 'x'",
                "{'allOf':[{'properties':{'a':{'type':'null'}}},{'properties':{'b':{'const':2}}}]} | {'a':null,'b':2}",
                "{'properties':{'a':{'type':'boolean'}}} | {'a':true}",
                "{'type':'object'} | {}",
                "{'type':'object','additionalProperties':{'type':'string'}} | {}",
                "{'type':'array','items':{'type':'integer'}} | [1]",
                "{'items':{'type':'integer'},'minItems':3} | [1,1,1]",
                "{'type':'array','items':{'type':'integer'},'maxItems':0} | []",
                "{'type':'array'} | []",
                "{'type':'array','prefixItems':[{'const':1},{'const':2}],'items':false} | [1,2]"
            })
    void valueFitsItsSchema(String schema, String value) {
        assertFits(schema, value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'type':'integer'} | 1",
                "{'type':'number','minimum':2.5} | 3",
                "{'type':'integer','maximum':-3} | -3",
                "{'type':'integer','minimum':5,'maximum':7} | 5",
                "{'type':'integer','exclusiveMinimum':1} | 2",
                "{'type':'integer','exclusiveMaximum':1} | 0",
                "{'type':'integer','multipleOf':7} | 7",
                "{'type':'integer','multipleOf':7,'minimum':8} | 14",
                "{'type':'number','multipleOf':0.4} | 1.2",
                "{'type':'integer','multipleOf':0} | 1",
                "{'type':'number','minimum':1e999999999,'multipleOf':1e-999999999} | 1"
            })
    void numberKeepsItsLimits(String schema, String value) {
        assertFits(schema, value);
    }

    @Test
    void referencesAreFollowed() {
        assertThat(json(
                        "{'properties':{'p':{'$ref':'#/$defs/a~1b'},'q':{'$ref':'#/$defs/missing'}},"
                                + "'$defs':{'a/b':{'$ref':'#/$defs/c'},'c':{'const':5}}}",
                        ""))
                .isEqualTo("{'p':5,'q':'q'}");
    }

    @Test
    void schemaThatContainsItselfEnds() {
        assertThat(json("{'required':['next'],'properties':{'next':{'anyOf':[{'$ref':'#'},{'type':'null'}]}}}", ""))
                .isEqualTo("{'next':{'next':{'next':{'next':null}}}}");
        assertThat(json("{'properties':{'more':{'items':{'$ref':'#'}}}}", "")).isEqualTo("{'more':[{'more':[{}]}]}");
    }

    @Test
    void schemaThatNothingFitsEndsToo() {
        assertThat(json("{'properties':{'p':{'$ref':'#/properties/p'}}}", "")).isEqualTo("{'p':null}");
        assertThat(json("{'required':['a'],'properties':{'a':{'$ref':'#'}}}", ""))
                .startsWith("{'a':{'a':{'a':");
    }

    @Test
    void quotedWordsAreTakenInTheirOrder() {
        String schema = "{'properties':{'a':{'type':'string'},'b':{'items':{'type':'string'}},'c':{'type':'string'}}}";
        assertThat(json(schema, "It's \"one\" and 'two', isn't it?")).isEqualTo("{'a':'one','b':['two'],'c':'c'}");
    }

    @Test
    void whatIsNoObjectIsAnEmptyOne() {
        assertThat(json("{'type':'string'}", "")).isEqualTo("{}");
    }

    /** As the one property, p, of an object. */
    private static void assertFits(String schema, String value) {
        assertThat(json("{'properties':{'p':" + schema + "}}", "")).isEqualTo("{'p':" + value + "}");
    }

    private static String json(String schema, String prompt) {
        return Specimen.json(new JacksonBinding(), schema.replace('\'', '"'), prompt)
                .replace('"', '\'');
    }
}
