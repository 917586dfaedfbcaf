package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema of each kind of type, character for character. */
class SchemaWriterTest {
    private static final String END = "],\"additionalProperties\":false}";

    /** Single quotes for double ones. */
    private static String json(String text) {
        return text.replace('\'', '"');
    }

    private static String schema(Class<?> type) {
        return new SchemaWriter(type).toString();
    }

    /** The schema of the one component, which is called x. */
    private static String component(Class<?> type) {
        String all = schema(type);
        String start = json("{'type':'object','properties':{'x':");
        String end = json("},'required':['x'") + END;
        assertThat(all).startsWith(start).endsWith(end);
        return all.substring(start.length(), all.length() - end.length());
    }

    record Nothing() {}

    @Test
    void aRecordIsAnObjectWithAllPropertiesRequiredAndNoOthers() {
        record City(String name, int people) {}
        assertThat(schema(City.class))
                .isEqualTo(json("{'type':'object','properties':{'name':{'type':'string'},'people':{'type':'integer'}},"
                                + "'required':['name','people'")
                        + END);
        assertThat(schema(Nothing.class)).isEqualTo(json("{'type':'object','properties':{},'required':[") + END);
    }

    record AFree(Object x) {}

    record AMap(Map<String, Integer> x) {}

    sealed interface Figure {}

    record Circle(double radius) implements Figure {}

    sealed interface Angular extends Figure {}

    record Square(int side) implements Angular {}

    private static final String CIRCLE = "{'type':'object','properties':{'type':{'type':'string','enum':['Circle']},"
            + "'radius':{'type':'number'}},'required':['type','radius'" + END;
    private static final String SQUARE = "{'type':'object','properties':{'type':{'type':'string','enum':['Square']},"
            + "'side':{'type':'integer'}},'required':['type','side'" + END;

    record AFigure(Figure x) {}

    record AnOptionalFigure(Optional<Figure> x) {}

    record ACircle(Circle x) {}

    @Test
    void aSealedInterfaceIsAnyOfItsRecordsWithTheirNamesAsType() {
        assertThat(component(AFigure.class)).isEqualTo(json("{'anyOf':[" + CIRCLE + "," + SQUARE + "]}"));
        assertThat(component(AnOptionalFigure.class))
                .isEqualTo(json("{'anyOf':[" + CIRCLE + "," + SQUARE + ",{'type':'null'}]}"));
    }

    @Test
    void aRecordThatStandsForItselfHasNoType() {
        assertThat(component(ACircle.class))
                .isEqualTo(
                        json("{'type':'object','properties':{'radius':{'type':'number'}},'required':['radius'" + END));
    }

    @Description("A bill")
    record Bill(
            @Description("who \"pays\"\n\u0001") String payer,
            State state,
            @Description("what state it is in") State was,
            @Description("Before it") Optional<Bill> previous,
            @Description("of the payer.") Person person) {}

    @Description("A person")
    record Person(int age) {}

    @Description("State of a bill")
    enum State {
        @Description("money is here")
        PAID,
        OPEN,
        @Description("nobody pays")
        LOST
    }

    @Test
    void descriptionsStandWhereTheyBelong() {
        String states = "PAID: money is here; LOST: nobody pays'";
        String constants = ",'type':'string','enum':['PAID','OPEN','LOST']}";
        String bill = "{'description':'A bill','type':'object','properties':{"
                + "'payer':{'description':'who \\'pays\\'\\n\\u0001','type':'string'},"
                + "'state':{'description':'State of a bill. " + states + constants
                + ",'was':{'description':'what state it is in. State of a bill. " + states + constants
                + ",'previous':{'description':'Before it','anyOf':[{'$ref':'#/$defs/Bill'},{'type':'null'}]}"
                + ",'person':{'description':'of the payer. A person','type':'object',"
                + "'properties':{'age':{'type':'integer'}},'required':['age'" + END
                + "},'required':['payer','state','was','previous','person'],'additionalProperties':false";
        assertThat(schema(Bill.class)).isEqualTo(json(bill + ",'$defs':{'Bill':" + bill + "}}}"));
    }

    record Described(@Description("the root") Node x) {}

    record Node(String name, List<Node> children) {}

    private static final String NODE = "{'type':'object','properties':{'name':{'type':'string'},"
            + "'children':{'type':'array','items':{'$ref':'#/$defs/Node'}}},'required':['name','children'],"
            + "'additionalProperties':false";

    @Test
    void aRecordThatContainsItselfIsReferredTo() {
        assertThat(schema(Node.class)).isEqualTo(json(NODE + ",'$defs':{'Node':" + NODE + "}}}"));
    }

    @Test
    void nothingStandsBesideAReference() {
        assertThat(schema(Described.class))
                .isEqualTo(json("{'type':'object','properties':{'x':{'description':'the root',"
                        + "'anyOf':[{'$ref':'#/$defs/Node'}]}},'required':['x'],'additionalProperties':false,"
                        + "'$defs':{'Node':" + NODE + "}}}"));
    }

    sealed interface Term {}

    record Number(int value) implements Term {}

    record Sum(Term left, Term right) implements Term {}

    record Formula(Term first, Sum second) {}

    @Test
    void aSealedInterfaceThatContainsItselfIsReferredToEverywhere() {
        String term = "{'$ref':'#/$defs/Term'}";
        String operands = "'left':" + term + ",'right':" + term + "},'required':[";
        assertThat(schema(Formula.class))
                .isEqualTo(json("{'type':'object','properties':{'first':" + term
                        + ",'second':{'type':'object','properties':{" + operands + "'left','right'" + END
                        + "},'required':['first','second'],'additionalProperties':false,'$defs':{'Term':{'anyOf':["
                        + "{'type':'object','properties':{'type':{'type':'string','enum':['Number']},"
                        + "'value':{'type':'integer'}},'required':['type','value'" + END
                        + ",{'type':'object','properties':{'type':{'type':'string','enum':['Sum']}," + operands
                        + "'type','left','right'" + END + "]}}}"));
    }

    record Page<T>(List<T> items, Optional<Page<T>> next) {}

    record Pages(Page<Circle> circles, Page<Nothing> nothings) {}

    @Test
    void genericRecordsAreWrittenWithTheirArguments() {
        assertThat(schema(Pages.class))
                .contains(json("'circles':{'$ref':'#/$defs/PageOfCircle'},'nothings':{'$ref':'#/$defs/PageOfNothing'}"))
                .contains(json("'PageOfCircle':{'type':'object','properties':{'items':{'type':'array','items':"
                        + "{'type':'object','properties':{'radius'"))
                .contains(json("'next':{'anyOf':[{'$ref':'#/$defs/PageOfNothing'},{'type':'null'}]}"));
    }

    static final class Other {
        record Node(Optional<Node> again) {}

        private Other() {}
    }

    record Both(Node one, Other.Node other) {}

    @Test
    void definitionsOfOneNameAreNumbered() {
        assertThat(schema(Both.class))
                .contains(json("'one':{'$ref':'#/$defs/Node'},'other':{'$ref':'#/$defs/Node2'}"))
                .contains(json("'Node2':{'type':'object','properties':{'again':{'anyOf':[{'$ref':'#/$defs/Node2'}"));
    }

    @Test
    void onlyWhatLeavesNothingFreeIsStrict() {
        assertThat(new SchemaWriter(Formula.class).isStrict()).isTrue();
        assertThat(new SchemaWriter(AMap.class).isStrict()).isFalse();
        assertThat(new SchemaWriter(AFree.class).isStrict()).isFalse();
    }

    @Test
    void theSameTypeHasTheSameSchemaEachTime() {
        assertThat(schema(Bill.class)).isEqualTo(schema(Bill.class));
    }

    record Line(Thread price) {}

    record Invoice(List<Line> lines) {}

    record Deep(Map<String, Optional<Line>> lines) {}

    @SuppressWarnings("rawtypes")
    record Raw(List x) {}

    record RawRecord(@SuppressWarnings("rawtypes") Page x) {}

    record Unknown(List<?> x) {}

    record Lower(List<? super String> x) {}

    record Variable<T>(T x) {}

    record Keys(Map<Integer, String> x) {}

    record Concrete(ArrayList<String> x) {}

    record Bytes(byte[] x) {}

    enum None {}

    record Empty(None x) {}

    sealed interface Mixed {}

    record Good() implements Mixed {}

    static final class Bad implements Mixed {}

    record OfMixed(Mixed x) {}

    sealed interface Named {}

    record Typed(String type) implements Named {}

    record OfNamed(Named x) {}

    sealed interface Twice {}

    static final class First {
        record Same() implements Twice {}

        private First() {}
    }

    static final class Second {
        record Same() implements Twice {}

        private Second() {}
    }

    record OfTwice(Twice x) {}

    record Endless<T>(Optional<Endless<List<T>>> x) {}

    record OfEndless(Endless<String> x) {}

    record W0(String a, String b, String c, String d) {}

    record W1(W0 a, W0 b, W0 c, W0 d, W0 e, W0 f, W0 g, W0 h) {}

    record W2(W1 a, W1 b, W1 c, W1 d, W1 e, W1 f, W1 g, W1 h) {}

    record W3(W2 a, W2 b, W2 c, W2 d, W2 e, W2 f, W2 g, W2 h) {}

    record Wide(W3 x, W3 y) {}

    static Stream<Arguments> withoutSchema() {
        return Stream.of(
                arguments(Invoice.class, "Invoice.lines[].price: java.lang.Thread has no schema: write a record"),
                arguments(Deep.class, "Deep.lines{}.price: java.lang.Thread has no schema"),
                arguments(Raw.class, "Raw.x: java.util.List is raw: write its type arguments"),
                arguments(RawRecord.class, "RawRecord.x: " + Page.class.getName() + " is raw"),
                arguments(Unknown.class, "Unknown.x: ? stands for no type here: write that type itself"),
                arguments(Lower.class, "Lower.x: ? super java.lang.String stands for no type here"),
                arguments(Variable.class, "Variable: " + Variable.class.getName() + " is raw: write"),
                arguments(Keys.class, "Keys.x: has keys that are no texts: write Map<String, …>"),
                arguments(Concrete.class, "Concrete.x: java.util.ArrayList has no schema: write"),
                arguments(Bytes.class, "Bytes.x: byte[] has no schema: write"),
                arguments(Empty.class, "Empty.x: is an enum without constants: write one"),
                arguments(OfMixed.class, "OfMixed.x: permits " + Bad.class.getName() + ": write a record or a sealed"),
                arguments(OfNamed.class, "OfNamed.x.Typed.type: has the name that tells the kind: write another"),
                arguments(OfTwice.class, "OfTwice.x: permits two named Same: rename one"),
                arguments(OfEndless.class, "is nested too deeply: write at most 64 levels"),
                arguments(Wide.class, "Wide.x: has a schema beyond 100000 characters: write fewer nested records"));
    }

    @ParameterizedTest
    @MethodSource("withoutSchema")
    void whatHasNoSchemaIsNamedByItsPlace(Class<?> type, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> schema(type)).withMessageContaining(message);
    }
}
