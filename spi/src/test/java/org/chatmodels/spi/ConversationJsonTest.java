package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.chatmodels.ChatModel;
import org.chatmodels.ChatModelRegistry;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.ConfigurationException;
import org.chatmodels.Conversation;
import org.chatmodels.FinishReason;
import org.chatmodels.Media;
import org.chatmodels.Message;
import org.chatmodels.Metadata;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON of the api's conversations, through this binding. */
class ConversationJsonTest {
    private static final ChatModel MODEL =
            ChatModel.of(ModelLocation.parse("fake:m"), request -> ChatResponse.of("yes"));
    private static final String[] ODD = {
        "",
        " ",
        "{\"a\" :\t1.0e+2 ,\n \"a\": \"\\u00e9\\ud83d\"}",
        "[1,  2]",
        "123456789012345678901234567890.10",
        "é€😀",
        "\u0000\u001f\u007f\u2028\\\"/",
        "</script>",
        "null",
        "no JSON at all",
        "{\"kind\":\"text\"}"
    };

    @TempDir
    private Path folder;

    @Test
    void whateverWasSaidComesBackEqualAndIsWrittenTheSame() {
        long seed = new Random().nextLong();
        for (int round = 0; round < 500; round++) {
            Samples samples = new Samples(new Random(seed + round));
            List<Message> messages = samples.messages();
            Conversation read = Conversation.fromJson(MODEL, jsonOf(messages));

            assertThat(read.messages()).as("seed %s", seed + round).isEqualTo(messages);
            assertThat(Conversation.fromJson(MODEL, read.toJson()).toJson())
                    .as("seed %s", seed + round)
                    .isEqualTo(read.toJson());
        }
    }

    /** Through a model that answers with each message in turn: a conversation has no other way in. */
    private static String jsonOf(List<Message> messages) {
        String json = Conversation.of(MODEL).toJson();
        StringBuilder all = new StringBuilder();
        for (Message message : messages) {
            String one = Answering.with(message).toJson();
            all.append(all.isEmpty() ? "" : ",").append(one, one.indexOf("]},") + 3, one.lastIndexOf("]}"));
        }
        return json.replace("[]", "[" + all + "]");
    }

    @Test
    void itLooksLikeThis() {
        Conversation talk = Conversation.of(MODEL).system("Be brief.");
        talk.ask("Hi", Media.of("image/png", new byte[] {1, 2, 3}).detail("low"));

        assertThat(talk.toJson())
                .isEqualTo("{\"version\":1,\"messages\":["
                        + "{\"role\":\"system\",\"parts\":[{\"kind\":\"text\",\"text\":\"Be brief.\"}]},"
                        + "{\"role\":\"user\",\"parts\":[{\"kind\":\"text\",\"text\":\"Hi\"},"
                        + "{\"kind\":\"attachment\",\"type\":\"image/png\",\"detail\":\"low\",\"bytes\":\"AQID\"}]},"
                        + "{\"role\":\"assistant\",\"parts\":[{\"kind\":\"text\",\"text\":\"yes\"}]}]}");
    }

    @Test
    void metadataIsKeptCharacterForCharacter() {
        String json = "{ \"a\" : 1.00 ,\"a\":1e400,\"\\u00e9\": [\r\n\"\\/\"] }";
        Message answer = new Message(
                Role.ASSISTANT, List.of(new Part.Text("t", Metadata.of("x.y", json))), Metadata.of("z", json + " "));

        Message read = Conversation.fromJson(MODEL, Answering.with(answer).toJson())
                .messages()
                .get(1);

        assertThat(read.parts().get(0).metadata().get("x.y")).contains(json);
        assertThat(read.metadata().get("z")).contains(json + " ");
    }

    @Test
    void aFileIsItsBytesFromThenOn() throws IOException {
        Path file = Files.write(folder.resolve("cat.gif"), "GIF89a and more".getBytes());
        Conversation talk = Conversation.of(MODEL);
        talk.ask("What is this?", Media.file(file));
        String json = talk.toJson();
        Files.delete(file);

        assertThatThrownBy(talk::toJson).isInstanceOf(ConfigurationException.class);
        assertThat(Conversation.fromJson(MODEL, json).messages().get(0).parts().get(1))
                .isEqualTo(new Part.Attachment(
                        Media.of("image/gif", "GIF89a and more".getBytes()).named("cat.gif")));
        assertThat(Conversation.fromJson(MODEL, json).toJson()).isEqualTo(json);
    }

    @Test
    void itGoesOnWhereItStopped() {
        Conversation talk = Conversation.of(MODEL).system("Be brief.");
        talk.ask("1");
        List<Message> sent = new ArrayList<>();
        Conversation later = Conversation.fromJson(
                ChatModel.of(ModelLocation.parse("other:m"), request -> {
                    sent.addAll(request.messages());
                    return ChatResponse.of("no");
                }),
                talk.toJson());

        later.system("Be long.").ask("2");

        assertThat(sent)
                .containsExactly(
                        Message.system("Be long."), Message.user("1"), Message.assistant("yes"), Message.user("2"));
        assertThat(later.messages()).hasSize(5);
    }

    @Test
    void whatALaterVersionAddsIsIgnoredButForPartsWhichAreKept() {
        String later = "{\"version\":1,\"new\":{},\"messages\":[{\"role\":\"user\",\"parts\":["
                + "{\"kind\":\"hologram\",\"depth\":[1.50,null,{\"a\":true}],\"metadata\":7},"
                + "{\"kind\":\"text\",\"text\":\"t\"%s}]%s}]}";
        Conversation read = Conversation.fromJson(MODEL, later.formatted(",\"new\":1", ",\"new\":[2]"));

        assertThat(read.toJson()).isEqualTo(later.replace("\"new\":{},", "").formatted("", ""));
        assertThat(read.messages().get(0).parts().get(0)).isInstanceOf(Part.Other.class);
        assertThat(read.messages().get(0).text()).isEqualTo("t");
    }

    @Test
    void nullIsAbsent() {
        String json = "{\"version\":1,\"messages\":[{\"role\":\"user\",\"metadata\":null,\"parts\":["
                + "{\"kind\":\"attachment\",\"id\":\"f1\",\"uri\":null,\"name\":null,\"metadata\":{}}]}]}";

        assertThat(Conversation.fromJson(MODEL, json).messages())
                .containsExactly(new Message(Role.USER, List.of(new Part.Attachment(Media.uploaded("f1")))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "secret",
                "\"secret\"",
                "[]",
                "5",
                "null",
                "true",
                "{",
                "{}",
                "{\"version\":1}",
                "{\"messages\":[]}",
                "{\"version\":2,\"messages\":[]}",
                "{\"version\":\"secret\",\"messages\":[]}",
                "{\"version\":1.5,\"messages\":[]}",
                "{\"version\":1,\"messages\":\"secret\"}",
                "{\"version\":1,\"messages\":[]}secret",
                "{\"version\":1,\"messages\":[null]}",
                "{\"version\":1,\"messages\":[\"secret\"]}",
                "{\"version\":1,\"messages\":[{}]}"
            })
    void whatIsNoConversationIsRefused(String json) {
        assertThatThrownBy(() -> Conversation.fromJson(MODEL, json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .message()
                .isNotEmpty()
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "messages[1].role          | 'role':'secret','parts':[]",
                "messages[1].role          | 'parts':[]",
                "messages[1].parts         | 'role':'user','parts':{'secret':1}",
                "messages[1].metadata      | 'role':'user','parts':[],'metadata':['secret']",
                "messages[1].metadata      | 'role':'user','parts':[],'metadata':{'secret':1}",
                "messages[1].metadata      | 'role':'user','parts':[],'metadata':{' ':'secret'}",
                "messages[1].parts[0].     | 'role':'user','parts':['secret']",
                "messages[1].parts[0].kind | 'role':'user','parts':[{'text':'secret'}]",
                "messages[1].parts[0].text | 'role':'user','parts':[{'kind':'text','text':['secret']}]",
                "messages[1].parts[0].text | 'role':'user','parts':[{'kind':'refusal'}]",
                "messages[1].parts[0].uri  | 'role':'user','parts':[{'kind':'attachment','uri':'secret'}]",
                "messages[1].parts[0].uri  | 'role':'user','parts':[{'kind':'attachment','uri':'file:/secret'}]",
                "messages[1].parts[0].uri  | 'role':'user','parts':[{'kind':'attachment','uri':'::secret ::'}]",
                "messages[1].parts[0].id   | 'role':'user','parts':[{'kind':'attachment','id':' '}]",
                "messages[1].parts[0].bytes| 'role':'user','parts':[{'kind':'attachment','type':'a/b'}]",
                "messages[1].parts[0].bytes| 'role':'user','parts':[{'kind':'attachment','type':'a/b','bytes':'?secret'}]",
                "messages[1].parts[0].type | 'role':'user','parts':[{'kind':'attachment','bytes':'AQID'}]",
                "messages[1].parts[0].type | 'role':'user','parts':[{'kind':'attachment','bytes':'','type':'secret'}]",
                "messages[1].parts[0].name | 'role':'user','parts':[{'kind':'attachment','id':'secret','name':''}]",
                "messages[1].parts[0].id   | 'role':'user','parts':[{'kind':'tool_call','id':'','name':'secret'}]",
                "messages[1].parts[0].failed | 'role':'tool','parts':[{'kind':'tool_result','id':'secret'}]",
                "messages[1].parts[0].provider | 'role':'tool','parts':[{'kind':'opaque','provider':'','json':'secret'}]",
            })
    void aMistakeIsNamedByItsPlaceAndWithoutContent(String place, String message) {
        String json = "{'version':1,'messages':[{'role':'user','parts':[]},{" + message + "}]}";

        assertThatThrownBy(() -> Conversation.fromJson(MODEL, json.replace('\'', '"')))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageContaining("'" + place.strip() + "'")
                .message()
                .doesNotContain("secret");
    }

    @Test
    void deepAndLongJsonIsRefused() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        String parts = "{\"version\":1,\"messages\":[{\"role\":\"user\",\"parts\":%s}]}";

        assertThatThrownBy(() -> Conversation.fromJson(MODEL, deep)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Conversation.fromJson(MODEL, parts.formatted(deep)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Conversation.fromJson(MODEL, "\"" + "x".repeat(20_000_001) + "\""))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPartOfAForeignClassIsRefusedByName() {
        record Hologram() implements Part.Other {}

        Conversation talk = Answering.with(new Message(Role.ASSISTANT, List.of(new Hologram())));

        assertThatThrownBy(talk::toJson)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Hologram");
    }

    @Test
    void aModelOfARegistryUsesTheBindingOfThatRegistry() {
        ChatModelRegistry registry = ChatModelRegistry.builder()
                .discovery(false)
                .environment(Map.of())
                .classLoader(ClassLoader.getPlatformClassLoader())
                .provider("fake", (location, context) -> ChatModel.of(location, request -> ChatResponse.of("yes")))
                .build();
        Conversation without = Conversation.of(registry.open("fake:m"));
        registry.close();
        assertThatThrownBy(without::toJson)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("add chatmodels-spi");

        registry = ChatModelRegistry.builder()
                .environment(Map.of())
                .provider("fake", (location, context) -> ChatModel.of(location, request -> ChatResponse.of("yes")))
                .build();
        Conversation with = Conversation.of(registry.open("fake:m"));
        with.ask("Hi");
        registry.close();
        assertThat(Conversation.fromJson(MODEL, with.toJson()).messages()).isEqualTo(with.messages());
    }

    /** A conversation whose only answer is that message. */
    private static final class Answering {
        private Answering() {}

        static Conversation with(Message message) {
            Conversation talk = Conversation.of(ChatModel.of(
                    ModelLocation.parse("fake:m"),
                    request -> ChatResponse.builder()
                            .choices(List.of(new Choice(message, new FinishReason(FinishReason.Kind.STOP, ""))))
                            .build()));
            talk.ask("q");
            return talk;
        }
    }

    /** Messages with every kind of part. */
    private record Samples(Random random) {
        List<Message> messages() {
            return IntStream.range(0, random.nextInt(6))
                    .mapToObj(i -> new Message(Role.values()[random.nextInt(4)], parts(), metadata()))
                    .toList();
        }

        private List<Part> parts() {
            return IntStream.range(0, random.nextInt(5)).mapToObj(i -> part()).collect(Collectors.toList());
        }

        private Part part() {
            return switch (random.nextInt(8)) {
                case 0 -> new Part.Text(text(), metadata());
                case 1 -> new Part.Reasoning(text(), metadata());
                case 2 -> new Part.Refusal(text(), metadata());
                case 3 -> new Part.ToolCall("i" + text(), "n" + text(), text(), metadata());
                case 4 -> new Part.ToolResult(text(), text(), text(), random.nextBoolean(), metadata());
                case 5 -> new Part.Opaque("p" + text(), text());
                case 6 -> new Part.Opaque("", "{\"kind\":\"later\",\"n\":" + random.nextInt() + "}");
                default -> new Part.Attachment(media(), metadata());
            };
        }

        private Media media() {
            byte[] bytes = new byte[random.nextInt(50)];
            random.nextBytes(bytes);
            Media media = switch (random.nextInt(4)) {
                case 0 -> Media.of("image/png", bytes);
                case 1 -> Media.at(URI.create("https://host.test/a%20b?c=d#e" + random.nextInt()));
                case 2 -> Media.at("audio/wav", URI.create("data:,x"));
                default -> Media.uploaded("f" + text());
            };
            media = random.nextBoolean() ? media : media.named("n" + text());
            return random.nextBoolean() ? media : media.detail("high");
        }

        private Metadata metadata() {
            Metadata metadata = Metadata.NONE;
            for (int i = random.nextInt(6); i > 3; i--) {
                metadata = metadata.with("m" + text(), text());
            }
            return metadata;
        }

        private String text() {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(3); i > 0; i--) {
                text.append(ODD[random.nextInt(ODD.length)]);
            }
            return text.toString();
        }
    }
}
