package org.chatmodels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.OptionInfo.Type;

/** The parameters that a location takes: those of every provider and a provider's own. Immutable. */
final class Parameters {
    static final String EXTRA = "extra.";

    /**
     * Those of every provider in the order in which they are listed: name, option of {@link ChatOptions} that it sets,
     * type, range or allowed values, default, description.
     */
    private static final String TABLE = """
            temperature|temperature|NUMBER|0..||randomness of the answer, from 0
            top_p|topP|NUMBER|0..1||only the likeliest tokens that add up to this probability, 0 to 1
            top_k|topK|INTEGER|-1..||only this many likeliest tokens; 0 or -1 for all
            max_tokens|maxTokens|INTEGER|1..||most tokens of the answer, thoughts included, from 1
            stop|stop|TEXT|||text that ends the answer; may stand several times
            seed|seed|INTEGER|||same seed, same answer, as far as the service can
            presence_penalty|presencePenalty|NUMBER|-2..2||against tokens that occurred, -2 to 2
            frequency_penalty|frequencyPenalty|NUMBER|-2..2||against tokens that occurred often, -2 to 2
            n|n|INTEGER|1..||number of answers, from 1
            logprobs|logprobs|BOOLEAN|||whether probabilities of the answer's tokens are asked for
            top_logprobs|topLogprobs|INTEGER|0..20||this many alternatives of each token with their probabilities, 0 to 20
            reasoning_effort|reasoningEffort|TEXT|||how much to think: none, low, medium, high or the service's own word
            response_format||TEXT|text,json||form of the answer if the request names none
            user|userId|TEXT|||the end user, an opaque name for the service's abuse checks
            parallel_tool_calls|parallelToolCalls|BOOLEAN|||whether one answer may call several tools
            store|store|BOOLEAN||false|whether the service may keep the answer
            max_cost|maxCost|NUMBER|0..||US dollars that a call, or a run of tools, may cost
            max_total_tokens|maxTotalTokens|INTEGER|1..9e18||tokens in and out that a call, or a run of tools, may take
            base_url||URL|||address of the service; a key goes there only if bound to it
            credential||TEXT|||name of a credential that the configuration declares
            api||TEXT|auto,chat,responses|auto|wire format
            timeout|timeout|DURATION||10m|all of a call: retries, pauses and fallbacks included
            connect_timeout|connectTimeout|DURATION||10s|name look-up, connect and TLS
            first_token_timeout|firstTokenTimeout|DURATION||120s|from the request to the first content of a stream
            idle_timeout|idleTimeout|DURATION||60s|silence on the wire inside a stream
            retries|retries|INTEGER|0..100|2|additional attempts before any output; 0 turns retries off
            fallback_on||TEXT|||errors beside the usual ones that move on to the next target: not_found, \
            context_length, with a comma between
            unsupported|unsupported|TEXT|error,warn,drop||what happens to a feature that the service doesn't take; \
            unless set, sampling options warn and anything else is an error
            repair|repair|BOOLEAN||false|ask once more, with the reason, when an answer does not fit the asked type
            extra.*||TEXT|||any other field of the body: extra.NAME=VALUE with a JSON number, true, false, null or text
            """;

    private static final String SECRETS = " accesskey apikey auth authorization bearer credentials key pass passphrase"
            + " passwd password privatekey pwd secret secretkey token xgoogapikey ";
    private static final List<String> SECRET_ENDINGS =
            List.of("apikey", "accesskey", "secretkey", "token", "secret", "password");

    private static final Map<String, String[]> ROWS = new HashMap<>();

    /** Those of every provider. */
    static final Parameters SHARED = new Parameters(shared());

    private final Map<String, OptionInfo> byKey = new LinkedHashMap<>();

    private Parameters(Iterable<OptionInfo> all) {
        for (OptionInfo option : all) {
            if (byKey.put(key(option.name()), option) != null) {
                throw new ConfigurationException(
                        "parameter_declared_twice",
                        "A provider declares the parameter '" + option.name()
                                + "', which exists already: it needs another name");
            }
        }
    }

    private static List<OptionInfo> shared() {
        List<OptionInfo> all = new ArrayList<>();
        for (String line : TABLE.split("\n")) {
            String[] row = line.split("\\|");
            OptionInfo.Builder option =
                    OptionInfo.builder(row[0], Type.valueOf(row[2]), row[5]).repeatable(row[0].equals("stop"));
            if (!row[3].isEmpty() && !row[3].contains("..")) {
                option.allowed(row[3].split(","));
            }
            if (!row[4].isEmpty()) {
                option.defaultValue(row[4]);
            }
            all.add(option.build());
            ROWS.put(row[0], row);
        }
        return all;
    }

    /**
     * Those of every provider, then {@code own}; ConfigurationException when {@code own} declares one of the former or
     * one twice.
     */
    static Parameters with(List<OptionInfo> own) {
        List<OptionInfo> all = SHARED.all();
        all.addAll(own);
        return own.isEmpty() ? SHARED : new Parameters(all);
    }

    /** What the spellings of one parameter have in common; of {@code extra.NAME} the name counts exactly. */
    static String key(String name) {
        return isExtra(name) ? EXTRA + name.substring(EXTRA.length()) : Names.normal(name);
    }

    static boolean isExtra(String name) {
        return name.regionMatches(true, 0, EXTRA, 0, EXTRA.length());
    }

    /** Whether the name is one of a key, token or password; "max_token" was a slip. */
    static boolean isSecret(String name) {
        boolean extra = isExtra(name);
        String normal = Names.normal(extra ? name.substring(EXTRA.length()) : name);
        boolean secret = false;
        for (String ending : SECRET_ENDINGS) {
            secret |= !extra && normal.endsWith(ending);
        }
        for (String key : SHARED.byKey.keySet()) {
            secret &= !key.startsWith(normal);
        }
        return secret || SECRETS.contains(" " + normal + " ");
    }

    /** False for a parameter of every provider that stands once; one that nobody knows here is its provider's matter. */
    static boolean mayRepeat(String name) {
        return SHARED.find(name).map(OptionInfo::repeatable).orElse(true);
    }

    /** Whether tab and line ends make sense in the value: it goes into a JSON body as text. */
    static boolean mayHaveLines(String name) {
        return isExtra(name) || Names.same(name, "stop");
    }

    /** The option of {@link ChatOptions} that it sets; empty if it sets none. */
    static String option(String name) {
        return column(name, 1);
    }

    /** "least..most" or "least.." of a number; empty where there is none. */
    static String range(String name) {
        return column(name, 3);
    }

    private static String column(String name, int column) {
        String[] row = ROWS.get(name);
        return row == null ? "" : row[column];
    }

    List<OptionInfo> all() {
        return new ArrayList<>(byKey.values());
    }

    /** By any spelling; a made-up one for {@code extra.NAME}. */
    Optional<OptionInfo> find(String name) {
        if (isExtra(name) && name.length() > EXTRA.length() && !name.equals("extra.*")) {
            return Optional.of(OptionInfo.builder(key(name), Type.TEXT, "a field of the request's body")
                    .build());
        }
        return Optional.ofNullable(byKey.get(key(name)));
    }

    /** Checks and converts; ConfigurationException names the parameter and what to write. */
    ParameterValues read(Map<String, List<String>> raw) {
        ParameterValues read = new ParameterValues();
        raw.forEach((name, values) -> {
            OptionInfo option = find(name).orElseThrow(() -> unknown(name));
            if (values.size() > 1 && !option.repeatable()) {
                throw new ConfigurationException(
                        "repeated_parameter", "Parameter '" + option.name() + "' stands twice: write it once");
            }
            for (String value : values) {
                read.add(option, value);
            }
        });
        return read;
    }

    private ConfigurationException unknown(String name) {
        String suggestion = suggestion(name, List.of());
        String remedy = suggestion.isEmpty() ? " Another field of the body is written extra." + name + "=VALUE" : "";
        return new ConfigurationException(
                "unknown_parameter", "Unknown parameter '" + name + "'." + suggestion + remedy);
    }

    /** Of a service; {@code others} are its keys that are no parameters. */
    ConfigurationException unknownKey(String name, List<String> others) {
        int dot = name.indexOf('.');
        String suggestion = suggestion(dot < 0 ? name : name.substring(0, dot) + ".*", others);
        String remedy = suggestion.isEmpty() ? " Another field of the body is written extra.NAME = JSON" : "";
        return new ConfigurationException("unknown_key", "Unknown key '" + name + "'." + suggestion + remedy);
    }

    private String suggestion(String name, List<String> others) {
        List<String> names = new ArrayList<>(others);
        for (OptionInfo option : all()) {
            names.add(option.name());
        }
        return Names.suggestion(name, names);
    }
}
