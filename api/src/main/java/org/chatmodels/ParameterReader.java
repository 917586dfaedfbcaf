package org.chatmodels;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.Origin;

/** Fills {@link ParameterValues} from the texts of one target's parameters. */
final class ParameterReader {
    private static final Set<String> FALLBACK_ERRORS = Set.of("not_found", "context_length");
    private static final Set<String> SHOWN = Set.of(
            "api", "base_url", "credential", "fallback_on", "reasoning_effort", "response_format", "unsupported");

    private final Parameters parameters;
    private final ChatOptions.Builder options = ChatOptions.builder();
    private final List<String> stop = new ArrayList<>();
    private final Map<String, List<String>> own = new LinkedHashMap<>();
    private final Map<String, String> shown = new LinkedHashMap<>();
    private final List<String> notYet = new ArrayList<>();

    ParameterReader(Parameters parameters) {
        this.parameters = parameters;
    }

    void add(OptionInfo option, String value) {
        show(option, value);
        if (parameters.isOwn(option)) {
            check(option, value);
            own.computeIfAbsent(option.name(), unused -> new ArrayList<>()).add(value);
        } else if (Parameters.isExtra(option.name())) {
            extra(option, value);
        } else if (!sampling(option, value) && !service(option, value) && !policy(option, value)) {
            throw new IllegalStateException(option.name());
        }
    }

    ParameterValues values() {
        return new ParameterValues(options.stop(stop.toArray(new String[0])).build(), own, shown, notYet);
    }

    @SuppressWarnings("NullAway") // a JSON null removes the field
    private void extra(OptionInfo option, String value) {
        options.extra(option.name().substring(Parameters.EXTRA.length()), ParameterText.scalar(option, value));
    }

    private boolean sampling(OptionInfo option, String value) {
        double unbounded = Float.MAX_VALUE;
        switch (option.name()) {
            case "temperature":
                options.temperature(ParameterText.number(option, value, 0, unbounded));
                return true;
            case "top_p":
                options.topP(ParameterText.number(option, value, 0, 1));
                return true;
            case "top_k":
                options.topK(integer(option, value, -1));
                return true;
            case "presence_penalty":
                options.presencePenalty(ParameterText.number(option, value, -2, 2));
                return true;
            case "frequency_penalty":
                options.frequencyPenalty(ParameterText.number(option, value, -2, 2));
                return true;
            case "seed":
                options.seed(ParameterText.integer(option, value, Long.MIN_VALUE, Long.MAX_VALUE));
                return true;
            case "logprobs":
                options.logprobs(ParameterText.bool(option, value));
                return true;
            case "top_logprobs":
                options.topLogprobs((int) ParameterText.integer(option, value, 0, 20));
                return true;
            default:
                return false;
        }
    }

    private boolean service(OptionInfo option, String value) {
        switch (option.name()) {
            case "max_tokens":
                options.maxTokens(integer(option, value, 1));
                return true;
            case "n":
                options.n(integer(option, value, 1));
                return true;
            case "stop":
                stop.add(value);
                return true;
            case "user":
                options.userId(filled(option, value));
                return true;
            case "reasoning_effort":
                options.reasoningEffort(word(option, value));
                return true;
            case "parallel_tool_calls":
                options.parallelToolCalls(ParameterText.bool(option, value));
                return true;
            case "store":
                options.store(ParameterText.bool(option, value));
                return true;
            case "base_url":
            case "credential":
            case "api":
            case "response_format":
                check(option, value);
                return true;
            default:
                return false;
        }
    }

    private boolean policy(OptionInfo option, String value) {
        switch (option.name()) {
            case "timeout":
                options.timeout(ParameterText.duration(option, value));
                return true;
            case "connect_timeout":
                options.connectTimeout(ParameterText.duration(option, value));
                return true;
            case "first_token_timeout":
                options.firstTokenTimeout(ParameterText.duration(option, value));
                return true;
            case "idle_timeout":
                options.idleTimeout(ParameterText.duration(option, value));
                return true;
            case "unsupported":
                options.unsupported(unsupported(ParameterText.choice(option, value)));
                return true;
            default:
                return notYet(option, value);
        }
    }

    private boolean notYet(OptionInfo option, String value) {
        boolean asked = true;
        switch (option.name()) {
            case "retries":
                int retries = (int) ParameterText.integer(option, value, 0, 100);
                options.retries(retries);
                asked = retries > 0;
                break;
            case "max_cost":
                ParameterText.number(option, value, 0, Double.POSITIVE_INFINITY);
                break;
            case "max_total_tokens":
                ParameterText.integer(option, value, 1, Long.MAX_VALUE);
                break;
            case "fallback_on":
                checkFallbackErrors(value);
                break;
            default:
                return false;
        }
        if (asked) {
            notYet.add(option.name());
        }
        return true;
    }

    private void check(OptionInfo option, String value) {
        ParameterText.choice(option, value);
        switch (option.type()) {
            case INTEGER:
                ParameterText.integer(option, value, Long.MIN_VALUE, Long.MAX_VALUE);
                break;
            case NUMBER:
                ParameterText.number(option, value, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
                break;
            case BOOLEAN:
                ParameterText.bool(option, value);
                break;
            case DURATION:
                ParameterText.duration(option, value);
                break;
            case URL:
                checkAddress(option, value);
                break;
            default:
                checkCredential(option, value);
        }
    }

    private static void checkAddress(OptionInfo option, String value) {
        try {
            Origin.parse(value);
        } catch (ConfigurationException refused) {
            throw ParameterText.error("Parameter '" + option.name() + "': " + refused.getMessage());
        }
    }

    private void checkCredential(OptionInfo option, String value) {
        if (option.name().equals("credential") && !parameters.isOwn(option) && !ConfigurationKey.isName(value)) {
            throw ParameterText.error("Parameter 'credential' takes the name of a declared credential: declare"
                    + " chatmodels.credential.NAME = env:VARIABLE and write credential=NAME");
        }
    }

    private static void checkFallbackErrors(String value) {
        for (String error : value.split(",", -1)) {
            if (!FALLBACK_ERRORS.contains(error)) {
                throw ParameterText.error(
                        "Parameter 'fallback_on' takes not_found, context_length or both with a comma" + " between");
            }
        }
    }

    private static String filled(OptionInfo option, String value) {
        if (value.isBlank()) {
            throw ParameterText.error("Parameter '" + option.name() + "' is blank: write a value or leave it out");
        }
        return value;
    }

    private static String word(OptionInfo option, String value) {
        if (!ConfigurationKey.isName(value)) {
            throw ParameterText.error(
                    "Parameter '" + option.name() + "' is one word: write, for example, " + option.name() + "=low");
        }
        return value;
    }

    private static int integer(OptionInfo option, String value, int least) {
        return (int) ParameterText.integer(option, value, least, Integer.MAX_VALUE);
    }

    private static ChatOptions.Unsupported unsupported(String value) {
        return value.equals("error")
                ? ChatOptions.Unsupported.ERROR
                : value.equals("warn") ? ChatOptions.Unsupported.WARN : ChatOptions.Unsupported.DROP;
    }

    private void show(OptionInfo option, String value) {
        boolean plain = option.type() != OptionInfo.Type.TEXT || SHOWN.contains(option.name());
        String text = plain ? value : value.length() + " characters";
        shown.merge(option.name(), text, (before, next) -> before + ", " + next);
    }
}
