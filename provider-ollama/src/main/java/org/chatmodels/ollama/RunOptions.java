package org.chatmodels.ollama;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatOptions;
import org.chatmodels.ConfigurationException;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.OptionInfo.Type;
import org.chatmodels.provider.ProviderContext;

/**
 * The parameters that Ollama takes beside those of every provider, and {@code options} of a request: those of the location
 * below those of the request. Source: {@code api/types.go} of Ollama 0.33.
 */
final class RunOptions {
    static final String KEEP_ALIVE = "keep_alive";
    static final String THINK = "think";
    static final String INSECURE = "insecure";
    private static final String NUM_CTX = "num_ctx";

    /** Name, type and description. */
    private static final String TABLE = """
            num_ctx|INTEGER|tokens of context, prompt and answer together; the server's own choice unless set
            num_predict|INTEGER|most tokens of the answer, -1 for no limit; max_tokens is stronger
            num_keep|INTEGER|tokens at the start of the prompt that stay when the context is full
            num_batch|INTEGER|tokens of the prompt that are worked on at once
            num_gpu|INTEGER|layers of the model that are put on the GPU
            main_gpu|INTEGER|number of the GPU for small tensors
            num_thread|INTEGER|threads of the CPU; the server's own choice unless set
            draft_num_predict|INTEGER|tokens that a draft model guesses ahead
            use_mmap|BOOLEAN|whether the model's file is mapped into memory
            min_p|NUMBER|only tokens at least this likely beside the likeliest one, 0 to 1
            typical_p|NUMBER|only tokens that are about as likely as expected, 0 to 1
            repeat_last_n|INTEGER|tokens to look back at for repetitions; 0 for none, -1 for the whole context
            repeat_penalty|NUMBER|how strongly repetitions are punished; 1 is not at all
            keep_alive|TEXT|how long the model stays loaded after the answer: 5m, 1h30m, seconds, 0 unloads it, -1 for ever
            think|TEXT|whether or how much to think: true, false, low, medium, high or max; reasoning_effort is stronger
            truncate|BOOLEAN|whether a prompt that is longer than the context is cut in silence; false makes it an error
            shift|BOOLEAN|whether the context is shifted when an answer fills it; false ends the answer there
            insecure|BOOLEAN|whether models may be pulled from a registry over plain http, as one on this machine
            """;

    /** What stands beside {@code options}, not in it. */
    private static final Set<String> BESIDE = Set.of(KEEP_ALIVE, THINK, "truncate", "shift", INSECURE);

    private final Map<String, Object> own = new LinkedHashMap<>();

    /** What the location, its alias and the service say. */
    RunOptions(ProviderContext context) {
        for (OptionInfo option : all()) {
            context.property(option.name())
                    .ifPresent(written -> own.put(option.name(), value(option, written.strip())));
        }
    }

    private static Object value(OptionInfo option, String written) {
        return switch (option.type()) {
            case BOOLEAN -> written.equals("true");
            case TEXT -> option.name().equals(KEEP_ALIVE) ? duration(written) : written;
            default -> new BigDecimal(written);
        };
    }

    /** Seconds as a number, as text they would be refused. */
    private static Object duration(String written) {
        if (written.matches("[-+]?[0-9]{1,9}")) {
            return new BigDecimal(written);
        } else if (written.matches("[-+]?([0-9]+(\\.[0-9]+)?(ns|us|ms|s|m|h))+")) {
            return written;
        }
        throw new ConfigurationException(
                "Parameter 'keep_alive' is no time: write, for example, 5m, 1h30m, 0 to unload the model or -1 to keep it",
                Details.builder().code("bad_value").build());
    }

    static List<OptionInfo> all() {
        List<OptionInfo> all = new ArrayList<>();
        for (String line : TABLE.split("\n")) {
            String[] row = line.split("\\|");
            OptionInfo.Builder option = OptionInfo.builder(row[0], Type.valueOf(row[1]), row[2]);
            if (row[0].equals(THINK)) {
                option.allowed("true", "false", "low", "medium", "high", "max");
            }
            all.add(option.build());
        }
        return all;
    }

    /** A field of a body, if it is set. */
    Optional<Object> beside(String name) {
        return Optional.ofNullable(own.get(name));
    }

    /** The field {@code options} of a request. */
    Map<String, Object> of(ChatOptions asked) {
        Map<String, Object> options = new LinkedHashMap<>(own);
        options.keySet().removeAll(BESIDE);
        asked.temperature().ifPresent(value -> options.put("temperature", value));
        asked.topP().ifPresent(value -> options.put("top_p", value));
        asked.topK().ifPresent(value -> options.put("top_k", value));
        asked.maxTokens().ifPresent(value -> options.put("num_predict", value));
        asked.seed().ifPresent(value -> options.put("seed", value));
        asked.presencePenalty().ifPresent(value -> options.put("presence_penalty", value));
        asked.frequencyPenalty().ifPresent(value -> options.put("frequency_penalty", value));
        if (!asked.stop().isEmpty()) {
            options.put("stop", asked.stop());
        }
        return options;
    }

    /** Tokens of context as the caller says, also in {@code extra.options}; 0 where the server decides. */
    long context(ChatOptions asked) {
        Object said = own.get(NUM_CTX);
        if (asked.extra().get("options") instanceof Map<?, ?> extra && extra.containsKey(NUM_CTX)) {
            said = extra.get(NUM_CTX);
        }
        return said instanceof Number number ? number.longValue() : 0;
    }
}
