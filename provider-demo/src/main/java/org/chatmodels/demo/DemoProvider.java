package org.chatmodels.demo;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.chatmodels.ChatException;
import org.chatmodels.ChatModel;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ModelLocation;
import org.chatmodels.provider.ApiLevel;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.chatmodels.provider.OptionInfo;
import org.chatmodels.provider.ProviderContext;
import org.jspecify.annotations.Nullable;

/** Opens {@code demo:small}, a Markov chain that needs no key and no network. It is trained when first asked. */
@ChatProvider(names = "demo", apiLevel = ApiLevel.CURRENT)
public final class DemoProvider implements ChatModelProvider {
    private @Nullable MarkovChain chain;

    /** Called by the registry. */
    public DemoProvider() {}

    @Override
    public ChatModel open(ModelLocation location, ProviderContext context) {
        if (!location.model().equals("small")) {
            throw new ConfigurationException("The demo has one model; write demo:small", ChatException.Details.NONE);
        }
        Duration pace = context.property("pace").map(DemoProvider::pace).orElse(Duration.ZERO);
        return new DemoModel(location, this::chain, pace);
    }

    @Override
    public List<OptionInfo> options() {
        return List.of(OptionInfo.builder("pace", OptionInfo.Type.DURATION, "Pause before each word of an answer")
                .defaultValue("0s")
                .build());
    }

    private static Duration pace(String text) {
        try {
            Duration pace = text.endsWith("ms")
                    ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                    : Duration.parse("PT" + text);
            if (!pace.isNegative()) {
                return pace;
            }
        } catch (NumberFormatException | DateTimeParseException unreadable) {
            // Falls through to the message for every unreadable value.
        }
        throw new ConfigurationException(
                "The pace is a duration with its unit; write pace=50ms or pace=1s", ChatException.Details.NONE);
    }

    private synchronized MarkovChain chain() {
        if (chain == null) {
            chain = MarkovChain.train();
        }
        return chain;
    }
}
