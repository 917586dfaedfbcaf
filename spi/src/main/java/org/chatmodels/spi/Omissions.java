package org.chatmodels.spi;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatOptions.Unsupported;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ModelLocation;
import org.chatmodels.UnsupportedFeatureException;

/**
 * What of one request a backend does not take, and what becomes of it: an error, or the request goes without it and the
 * answer's warnings say so. Not thread-safe.
 */
public final class Omissions {
    private final ModelLocation location;
    private final ChatOptions options;
    private final List<String> warnings = new ArrayList<>(0);

    /** Of a request to that model; its options decide. ConfigurationException for {@code extra.stream}. */
    public Omissions(ModelLocation location, ChatOptions options) {
        this.location = Objects.requireNonNull(location, "location");
        this.options = Objects.requireNonNull(options, "options");
        checkExtra("stream", "chat() and stream() decide it");
    }

    /** ConfigurationException for an extra field that would change how the answer comes. */
    public void checkExtra(String field, String why) {
        if (options.extra().containsKey(field)) {
            throw new ConfigurationException(
                    "extra." + field + " can't be set, " + why + ": leave it out",
                    details().code("parameter_not_allowed").build());
        }
    }

    private Details.Builder details() {
        return Details.builder().provider(location.provider()).model(location.model());
    }

    /**
     * Says that something is not sent, and why; or, by the options, that it is an error. {@code usual} is what happens
     * where they say nothing.
     */
    public void drop(Unsupported usual, String reason) {
        if (options.unsupported().orElse(usual) == Unsupported.ERROR) {
            throw refused(reason);
        }
        tell(reason + ": left out");
    }

    /** Says that something goes in another form; an error if nothing may differ from what was asked. */
    public void map(String reason) {
        if (options.unsupported().orElse(Unsupported.WARN) == Unsupported.ERROR) {
            throw refused(reason);
        }
        tell(reason);
    }

    private void tell(String text) {
        if (!warnings.contains(text)) {
            warnings.add(text);
        }
    }

    private UnsupportedFeatureException refused(String reason) {
        return new UnsupportedFeatureException(
                reason + ". Leave it out, set unsupported=drop, or open a service that takes it.",
                details().code("unsupported").build());
    }

    /** For {@code ChatResponse.warnings()}; empty if the request went as it was. */
    public List<String> warnings() {
        return warnings;
    }
}
