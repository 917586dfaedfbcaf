package org.chatmodels;

import java.util.ArrayList;
import java.util.List;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.OptionInfo.Type;

/** The parameters of every provider, in the order in which they are listed. */
final class SharedParameters {
    private SharedParameters() {}

    static List<OptionInfo> all() {
        List<OptionInfo> all = new ArrayList<>(ofRequests());
        all.addAll(ofTransportAndPolicy());
        return all;
    }

    private static List<OptionInfo> ofRequests() {
        return List.of(
                number("temperature", "randomness of the answer, from 0"),
                number("top_p", "only the likeliest tokens that add up to this probability, 0 to 1"),
                integer("top_k", "only this many likeliest tokens; 0 or -1 for all"),
                integer("max_tokens", "most tokens of the answer, thoughts included, from 1"),
                OptionInfo.builder("stop", Type.TEXT, "text that ends the answer; may stand several times")
                        .repeatable(true)
                        .build(),
                integer("seed", "same seed, same answer, as far as the service can"),
                number("presence_penalty", "against tokens that occurred, -2 to 2"),
                number("frequency_penalty", "against tokens that occurred often, -2 to 2"),
                integer("n", "number of answers, from 1"),
                bool("logprobs", "whether probabilities of the answer's tokens are asked for"),
                integer("top_logprobs", "this many alternatives of each token with their probabilities, 0 to 20"),
                text("reasoning_effort", "how much to think: none, low, medium, high or the service's own word"),
                choice("response_format", "form of the answer if the request names none", "text", "json"),
                text("user", "the end user, an opaque name for the service's abuse checks"),
                bool("parallel_tool_calls", "whether one answer may call several tools"),
                OptionInfo.builder("store", Type.BOOLEAN, "whether the service may keep the answer")
                        .defaultValue("false")
                        .build(),
                number("max_cost", "US dollars that the answers may cost; not supported yet"),
                integer("max_total_tokens", "tokens of all questions and answers; not supported yet"));
    }

    private static List<OptionInfo> ofTransportAndPolicy() {
        return List.of(
                OptionInfo.builder("base_url", Type.URL, "address of the service; a key goes there only if bound to it")
                        .build(),
                text("credential", "name of a credential that the configuration declares"),
                OptionInfo.builder("api", Type.TEXT, "wire format")
                        .allowed("auto", "chat", "responses")
                        .defaultValue("auto")
                        .build(),
                duration("timeout", "10m", "all of a call: retries, pauses and fallbacks included"),
                duration("connect_timeout", "10s", "name look-up, connect and TLS"),
                duration("first_token_timeout", "120s", "from the request to the first content of a stream"),
                duration("idle_timeout", "60s", "silence on the wire inside a stream"),
                OptionInfo.builder("retries", Type.INTEGER, "additional attempts; not supported yet above 0")
                        .defaultValue("0")
                        .build(),
                text(
                        "fallback_on",
                        "errors beside the usual ones that move on to the next target:"
                                + " not_found, context_length, with a comma between; not supported yet"),
                OptionInfo.builder(
                                "unsupported",
                                Type.TEXT,
                                "what happens to a feature that the service doesn't take;"
                                        + " unless set, sampling options warn and anything else is an error")
                        .allowed("error", "warn", "drop")
                        .build(),
                text(
                        "extra.*",
                        "any other field of the body: extra.NAME=VALUE with a JSON number, true, false, null"
                                + " or text"));
    }

    private static OptionInfo number(String name, String description) {
        return OptionInfo.builder(name, Type.NUMBER, description).build();
    }

    private static OptionInfo integer(String name, String description) {
        return OptionInfo.builder(name, Type.INTEGER, description).build();
    }

    private static OptionInfo bool(String name, String description) {
        return OptionInfo.builder(name, Type.BOOLEAN, description).build();
    }

    private static OptionInfo text(String name, String description) {
        return OptionInfo.builder(name, Type.TEXT, description).build();
    }

    private static OptionInfo choice(String name, String description, String... allowed) {
        return OptionInfo.builder(name, Type.TEXT, description).allowed(allowed).build();
    }

    private static OptionInfo duration(String name, String value, String description) {
        return OptionInfo.builder(name, Type.DURATION, description)
                .defaultValue(value)
                .build();
    }
}
