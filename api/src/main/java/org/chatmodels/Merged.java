package org.chatmodels;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that was said about one target, the strongest first, each value with its origin. */
final class Merged {
    private static final ChatOptions DEFAULTS = ChatOptions.builder()
            .timeout(Duration.ofMinutes(10))
            .connectTimeout(Duration.ofSeconds(10))
            .firstTokenTimeout(Duration.ofSeconds(120))
            .idleTimeout(Duration.ofSeconds(60))
            .retries(0)
            .build();

    private ChatOptions options = ChatOptions.NONE;
    private final Map<String, Shown> shown = new LinkedHashMap<>();
    private final Map<String, String> own = new LinkedHashMap<>();
    private final List<String> notYetSupported = new ArrayList<>();
    private Optional<ResponseFormat> responseFormat = Optional.empty();

    /** Adds options that no layer below may change. */
    void add(ChatOptions weaker) {
        options = options.over(weaker);
    }

    /** Adds a layer below what is there. */
    void add(String origin, ParameterValues values) {
        add(values.options());
        values.shown().forEach((name, value) -> show(name, value, origin));
        values.own().forEach((name, texts) -> own.putIfAbsent(Names.normal(name), String.join(",", texts)));
        responseFormat = responseFormat.or(values::responseFormat);
        notYetSupported.addAll(values.notYetSupported());
    }

    /** What holds if nobody says otherwise. */
    void addDefaults() {
        add(DEFAULTS);
        show("timeout", "10m", "default");
        show("connect_timeout", "10s", "default");
        show("first_token_timeout", "120s", "default");
        show("idle_timeout", "60s", "default");
        show("retries", "0", "default; retries come later");
    }

    /** Adds a value for explain unless a stronger one is there. */
    void show(String name, String value, String origin) {
        shown.putIfAbsent(name, new Shown(value, origin));
    }

    ChatOptions options() {
        return options;
    }

    Optional<ResponseFormat> responseFormat() {
        return responseFormat;
    }

    /** A parameter that the provider declared. */
    Optional<String> own(String name) {
        return Optional.ofNullable(own.get(Names.normal(name)));
    }

    Optional<String> text(String name) {
        return Optional.ofNullable(shown.get(name)).map(Shown::value);
    }

    Optional<String> origin(String name) {
        return Optional.ofNullable(shown.get(name)).map(Shown::origin);
    }

    Map<String, Shown> shown() {
        return shown;
    }

    /** Names of parameters that are understood but not honoured. */
    List<String> notYetSupported() {
        return notYetSupported;
    }

    /** A value that may be printed, and where it comes from. */
    record Shown(String value, String origin) {}
}
