package org.chatmodels.openaicompatible;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A way in which a service may deviate from its wire formats: a key below {@code dialect.} of its row. */
enum DialectField {
    APIS(
            "chat, responses",
            "chat,responses",
            "the wire formats, the preferred one first; responses counts where there is a responses_path"),
    MAX_TOKENS("max_tokens", "", "the field that limits the tokens of an answer"),
    SEED("seed", "", "the field of the seed"),
    SYSTEM_ROLE("system", "system|developer|user", "the role of system messages"),
    MERGE_SYSTEM("false", "true|false", "one system message, the first of all, holds the texts of all of them"),
    TEXT_PARTS(
            "true",
            "true|false|marked",
            "whether several texts of a message may stand as parts, else they are joined; or with cache_control"),
    TOOL_CHOICE_REQUIRED("required", "", "the word for a call that must come; none: the service takes no such word"),
    TOOL_CHOICE_NAMED(
            "object", "object|only", "how one tool is forced: by an object that names it, or by sending no other"),
    PARALLEL_TOOL_CALLS("true", "true|false", "whether parallel_tool_calls is taken"),
    STRICT_TOOLS("true", "true|false", "whether strict is taken at tools"),
    STRICT_FORMAT("true", "true|false", "whether strict is taken at the schema of an answer"),
    SCHEMA_DIALECT("all", "", "the keywords of JSON Schema that are taken, or with a minus those that are not"),
    TOOL_CALL_ID("any", "any|9", "the form of ids of tool calls: any, or that many of a-z A-Z 0-9"),
    TOOL_RESULT_NAME("false", "true|false", "whether a tool's result names the tool"),
    RESPONSE_FORMAT(
            "json_schema",
            "none|json_object|json_schema|json_schema_only",
            "the strictest form that an answer can be held to; json_schema can also do json_object"),
    STREAM_USAGE("automatic", "request|automatic|never", "whether a stream is asked for its usage"),
    REASONING_IN(
            "reasoning_content, reasoning, reasoning_details, thinking",
            "none,reasoning_content,reasoning,reasoning_details,thinking,tags,open_tags",
            "where an answer has the model's thoughts"),
    REASONING_ECHO(
            "none",
            "none,reasoning_content,reasoning,reasoning_details,tags,extra_content",
            "how thoughts go back: with the calls they led to, reasoning_details with every answer, extra_content at calls"),
    REASONING_CONTROL("reasoning_effort", "", "the fields that control how much is thought; none: there is no control"),
    ENCRYPTED_REASONING(
            "false",
            "true|false",
            "Responses: whether thoughts are asked for encrypted, to go back, where the answer is not kept"),
    ANSWER_IN_REASONING("false", "true|false", "whether thoughts without an answer are the answer"),
    USAGE_QUIRKS("none", "none,reasoning_excluded", "how its figures are counted"),
    DROP_PARAMS("none", Feature.NAMES, "parameters that it does not take"),
    DROP_THINKING("none", Feature.NAMES, "parameters that it takes only with reasoning_effort none"),
    IMAGE_PART("image_url", "image_url|data_url|none", "images: at any address, as bytes only, or not at all"),
    AUDIO_PART("input_audio", "input_audio|data_url|audio_url|none", "the part that holds sound"),
    VIDEO_PART("none", "video_url|none", "the part that holds a film"),
    FILE_PART("file", "file|file_url|document_url|none", "the part that holds another file"),
    MAX_MEDIA_BYTES("52428800", "", "bytes of all attachments of a request, added up"),
    MODELS_AT(
            "models_path",
            "",
            "where the list of models is, seen from base_url (../v1/models?limit=9), unless models_path says it"),
    MODELS_AUTH("auth", "", "how the key goes to that list: as auth says, bearer, header:NAME or none"),
    MODELS_HEADERS("none", "", "headers that go to that list, as NAME=VALUE with a semicolon between"),
    MODELS_PAGES(
            "none",
            "",
            "how the list goes on: PARAMETER=FIELD asks with what that field of the last page held, PARAMETER=+ counts"),
    MODELS_ID("id", "", "the field that holds the id of a listed model; behind a blank what its beginning is freed of"),
    MODELS_PRICES(
            "none",
            "none,token,million,zero_unknown",
            "what listed prices are: US dollars per token or per million, and whether 0 says nothing");

    /** The forms of fields that take any word. */
    private static final Map<DialectField, Map.Entry<String, String>> FORMS = Map.of(
            MAX_MEDIA_BYTES, Map.entry("[0-9]{1,10}", "is no number of bytes: write, for example, 20000000."),
            MODELS_AT,
                    Map.entry("(\\.\\./)*/?\\w[\\w./~?=&%+-]*", "is no such path: write, for example, ../v1/models."),
            MODELS_AUTH,
                    Map.entry(
                            "auth|bearer|none|header:[\\w-]+",
                            "is not known: write auth, bearer, header:NAME or none."),
            MODELS_HEADERS,
                    Map.entry("none|[\\w-]+=[^;=]+(;\\s*[\\w-]+=[^;=]+)*", "is no list of NAME=VALUE with ; between."),
            MODELS_PAGES,
                    Map.entry("none|\\w+=(\\w+|\\+)", "is not known: write none, PARAMETER=FIELD or PARAMETER=+."),
            MODELS_ID, Map.entry("\\w+( \\S+)?", "is no field: write, for example, id."));

    private final String key;
    private final String standard;
    private final String description;
    private final boolean list;
    private final List<String> allowed;

    DialectField(String standard, String allowed, String description) {
        this.key = name().toLowerCase(Locale.ROOT);
        this.standard = standard;
        this.description = description;
        this.list = allowed.indexOf(',') >= 0;
        this.allowed = allowed.isEmpty() ? List.of() : List.of(allowed.split("[|,]"));
    }

    /** As in a row, behind {@code dialect.}. */
    String key() {
        return key;
    }

    /** What holds where the row is silent. */
    String standard() {
        return standard;
    }

    /** One line. */
    String description() {
        return description;
    }

    /** Empty when any word will do. */
    List<String> allowed() {
        return allowed;
    }

    /** Whether several values may stand, with a comma between. */
    boolean isList() {
        return list;
    }

    static Optional<DialectField> find(String key) {
        return Arrays.stream(values()).filter(field -> field.key.equals(key)).findFirst();
    }

    /** What to write instead; null if the value is a good one. */
    @Nullable
    String fault(String value) {
        if (value.isBlank()) {
            return allowed.isEmpty() ? "is empty: write the name of a field." : "is empty: write " + choices() + ".";
        } else if (this == REASONING_CONTROL) {
            return ReasoningControl.fault(value);
        }
        Map.Entry<String, String> form = FORMS.get(this);
        if (form != null) {
            return value.matches(form.getKey()) ? null : form.getValue();
        }
        for (String word : allowed.isEmpty() ? List.<String>of() : words(value)) {
            if (!allowed.contains(word)) {
                return "is not known: write " + choices() + ".";
            }
        }
        return null;
    }

    /** One word, or those of a list. */
    List<String> words(String value) {
        return list || this == SCHEMA_DIALECT ? List.of(value.strip().split("\\s*,\\s*")) : List.of(value);
    }

    private String choices() {
        String last = allowed.get(allowed.size() - 1);
        String others = String.join(", ", allowed.subList(0, allowed.size() - 1));
        return list ? "some of " + others + ", " + last : others + " or " + last;
    }
}
