package org.chatmodels;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.function.Function;
import java.util.function.Supplier;
import org.chatmodels.Configuration.Value;
import org.chatmodels.Resolution.Setting;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.JsonBinding;
import org.chatmodels.provider.Origin;
import org.chatmodels.provider.ProviderContext;
import org.chatmodels.provider.Secret;
import org.chatmodels.provider.Service;
import org.jspecify.annotations.Nullable;

/**
 * What one target comes to: service, provider, options, address and key, from everything that was said about it, the
 * strongest first. Also what its provider gets to know of it.
 */
final class TargetPlan implements ProviderContext {
    private static final ChatOptions DEFAULTS = ChatOptions.builder()
            .timeout(Duration.ofMinutes(10))
            .connectTimeout(Duration.ofSeconds(10))
            .firstTokenTimeout(Duration.ofSeconds(120))
            .idleTimeout(Duration.ofSeconds(60))
            .retries(2)
            .build();

    private static final String SHOWN_KEYS = " base_url credential api auth chat_path ";

    final ModelLocation location;
    final ServiceRow row;
    final FoundProvider provider;
    final KeyBinding key;

    /** Values that may be printed, by name. */
    final Map<String, Setting> shown = new LinkedHashMap<>();

    private final ChatModelRegistry registry;
    private final Service service;
    private final Map<String, String> own = new LinkedHashMap<>();
    private boolean nowhere;
    private ChatOptions options;
    private Optional<ResponseFormat> responseFormat = Optional.empty();

    /** What is wrong with the row's own keys, by place: open refuses with the first, explain and validate show them. */
    final Map<String, ConfigurationException> faults = new LinkedHashMap<>();

    /** Where the user's file names a credential that was not used, because a variable is set; else empty. */
    String outvoted = "";

    /** ConfigurationException says what is wrong with it and where. */
    TargetPlan(NamedTarget target, ChatOptions atOpen, OpenPolicy policy, ChatModelRegistry registry) {
        this.registry = registry;
        location = target.location;
        row = registry.found().find(target);
        provider = registry.found().serving(row, location.provider());
        options = atOpen;
        Parameters parameters = provider.parameters();
        for (String name :
                target.layers.getOrDefault(NamedTarget.TEXT, Map.of()).keySet()) {
            policy.checkParameter(name, parameters.find(name));
        }
        for (Map.Entry<String, Map<String, List<String>>> layer : target.layers.entrySet()) {
            String origin = layer.getKey();
            try {
                add(origin, parameters, layer.getValue());
            } catch (ConfigurationException e) {
                throw origin.equals(NamedTarget.TEXT) ? e : e.at(origin);
            }
        }
        Setting address = shown.get("base_url");
        addSettings(parameters);
        addKeys();
        addDefaults();
        service = service(address);
        key = key();
    }

    /** Adds a layer below what is there. */
    private void add(String origin, Parameters parameters, Map<String, List<String>> raw) {
        ParameterValues values = parameters.read(raw);
        options = options.over(values.options());
        for (Map.Entry<String, String> value : values.shown().entrySet()) {
            show(value.getKey(), value.getValue(), origin);
        }
        for (Map.Entry<String, List<String>> value : values.own().entrySet()) {
            own.putIfAbsent(Names.normal(value.getKey()), String.join(",", value.getValue()));
        }
        if (responseFormat.isEmpty()) {
            responseFormat = values.responseFormat();
        }
    }

    private void addSettings(Parameters parameters) {
        List<String> known = new ArrayList<>(row.placeholders());
        known.addAll(Service.keys());
        for (Map.Entry<String, Value> setting : row.settings.entrySet()) {
            String name = setting.getKey();
            Value value = setting.getValue();
            boolean placeholder = false;
            for (String other : row.placeholders()) {
                placeholder |= Names.same(name, other);
            }
            try {
                if (!placeholder && parameters.find(name).isEmpty()) {
                    throw parameters.unknownKey(name, known);
                } else if (!placeholder) {
                    add(value.origin(), parameters, Map.of(name, List.of(value.text())));
                }
            } catch (ConfigurationException e) {
                faults.put(value.origin(), e);
            }
        }
    }

    private void addKeys() {
        ChatOptions.Builder weaker = ChatOptions.builder();
        for (Map.Entry<String, Value> key : row.keys.entrySet()) {
            String name = key.getKey();
            Value value = key.getValue();
            String nested = name.substring(name.indexOf('.') + 1);
            if (name.startsWith("header.")) {
                weaker.header(nested, value.text().strip());
                show(name, "set", value.origin());
            } else if (name.startsWith("extra.")) {
                addExtra(nested, value, weaker);
                show(name, "set", value.origin());
            } else if (SHOWN_KEYS.contains(" " + name + " ") || name.startsWith("dialect.")) {
                show(name, value.text(), value.origin());
            }
        }
        options = options.over(weaker.build());
    }

    @SuppressWarnings("NullAway") // a JSON null removes the field
    private void addExtra(String name, Value value, ChatOptions.Builder weaker) {
        try {
            JsonBinding json = registry.binding("'extra." + name + "' ");
            weaker.extra(name, json.read(value.text(), Object.class));
        } catch (ConfigurationException e) {
            faults.put(value.origin(), e);
        } catch (IllegalArgumentException e) {
            faults.put(
                    value.origin(),
                    new ConfigurationException(
                            "bad_json",
                            "'extra." + name + "' is no JSON: write, for example, {\"a\": 1}, true or \"text\""));
        }
    }

    private void addDefaults() {
        options = options.over(DEFAULTS);
        show("timeout", "10m", "default");
        show("connect_timeout", "10s", "default");
        show("first_token_timeout", "120s", "default");
        show("idle_timeout", "60s", "default");
        show("retries", "2", "default");
    }

    private void show(String name, String value, String origin) {
        shown.putIfAbsent(name, new Setting(location, name, value, origin));
    }

    /** Of another address, to which its key is not bound, the one that the row names is not looked at. */
    private Service service(@Nullable Setting address) {
        Map<String, String> texts = new LinkedHashMap<>(row.service().row());
        String rowAddress = texts.get("base_url");
        if (address != null) {
            texts.put("base_url", checked(address.value(), address.origin()));
            if (!row.service().origins().isEmpty()) {
                texts.put("origins", String.join(",", row.service().origins()));
            }
        } else if (rowAddress != null) {
            texts.put("base_url", filled(rowAddress));
        }
        if (shown.containsKey("api")) {
            texts.put("api", text("api"));
        }
        return Service.of(row.name, texts);
    }

    /** In one spelling, without a slash at the end; ConfigurationException says where it stands and what to write. */
    private static String checked(String text, String where) {
        Origin origin;
        try {
            origin = Origin.parse(text);
        } catch (ConfigurationException e) {
            throw e.at("base_url of " + where);
        }
        int path = text.indexOf('/', text.indexOf("://") + 3);
        String rest = path < 0 ? "" : text.substring(path);
        int end = rest.length();
        while (end > 0 && rest.charAt(end - 1) == '/') {
            end--;
        }
        rest = rest.substring(0, end);
        boolean plain = Names.isPlain(rest, "/._~-@:+=,%") && !rest.contains("//") && !(rest + "/").contains("/../");
        if (!plain) {
            throw new ConfigurationException(
                    "bad_address",
                    "base_url of " + where
                            + ": write http://HOST[:PORT]/PATH or https://… with a path of letters, digits"
                            + " and . _ ~ - @ : + = , % only");
        }
        return origin + rest;
    }

    /** As it is when it cannot be used, which {@link #checkRow} says. */
    private String filled(String address) {
        try {
            return checked(row.filled(address, registry), row.name);
        } catch (ConfigurationException e) {
            String place = row.origin("base_url");
            for (Value setting : row.settings.values()) {
                place = String.valueOf(e.getMessage()).contains(setting.origin()) ? setting.origin() : place;
            }
            faults.put(place, e);
            nowhere = true;
            return address;
        }
    }

    /**
     * That of the credential that location or row name, which goes to the origins of all services that name it; else
     * the row's variables, which go to the origins of the row as it was shipped. What the user's file names is weaker
     * than a variable that is set and may go there.
     */
    private KeyBinding key() {
        KeyOrigins origins = new KeyOrigins(row, registry);
        KeyBinding variables = origins.ofVariables();
        Setting named = shown.get("credential");
        if (named == null) {
            return variables;
        }
        Value ofRow = row.keys.get("credential");
        boolean users = ofRow != null
                && ofRow.source() == Value.USER_FILE
                && named.origin().equals(ofRow.origin());
        if (users && origin().filter(variables::isSetFor).isPresent()) {
            shown.remove("credential");
            outvoted = named.origin();
            return variables;
        }
        try {
            return origins.ofCredential(named.value());
        } catch (ConfigurationException e) {
            if (ofRow == null || !named.origin().equals(ofRow.origin())) {
                throw e;
            }
            faults.put(named.origin(), e);
            return new KeyBinding(registry, row.service(), List.of(), "no credential");
        }
    }

    private String text(String name) {
        Setting setting = shown.get(name);
        return setting == null ? "" : setting.value();
    }

    /** The provider's model; ProviderLoadException when it cannot open one. */
    ChatModel open() {
        checkOpenable();
        ChatModel model = ask("cannot open a model", provider -> provider.open(location, this));
        if (model == null) {
            throw provider.broken("opened nothing", new NullPointerException("null from open"));
        }
        return model;
    }

    /** What the provider answers; ProviderLoadException for what it throws that is no outcome of its own. */
    <T> T ask(String failing, Function<ChatModelProvider, T> question) {
        ChatModelProvider asked = provider.provider();
        try {
            return question.apply(asked);
        } catch (ChatException e) {
            throw e;
        } catch (ServiceConfigurationError | LinkageError | StackOverflowError | RuntimeException e) {
            if (registry.isClosed() && e instanceof IllegalStateException closed) {
                throw closed;
            }
            throw provider.broken(failing, e);
        }
    }

    /** ConfigurationException for a service that was shut down, and for a mistake in its row. */
    void checkOpenable() {
        if (service.status() == Service.Status.RETIRED) {
            throw new ConfigurationException("service_retired", row.retirement());
        }
        checkRow();
    }

    /** ConfigurationException for the first of {@link #faults}. */
    void checkRow() {
        for (Map.Entry<String, ConfigurationException> entry : faults.entrySet()) {
            ConfigurationException fault = entry.getValue();
            throw fault.code().orElse("").contains("placeholder") ? fault : fault.at(entry.getKey());
        }
    }

    /** What is known of its model without asking. */
    Optional<ModelInfo> known() {
        return registry.catalogue.find(row, location.model());
    }

    /** Errors beside the usual ones that the next target may be asked after. */
    String fallbackOn() {
        return text("fallback_on");
    }

    /** Where requests go, unless the provider goes nowhere or nobody knows yet. */
    Optional<Origin> origin() {
        return nowhere ? Optional.empty() : service.baseUrl().map(Origin::parse);
    }

    Optional<ResponseFormat> responseFormat() {
        return responseFormat;
    }

    @Override
    public Service service() {
        return service;
    }

    @Override
    public ChatOptions options() {
        return options;
    }

    @Override
    public Optional<String> property(String name) {
        String declared = own.get(Names.normal(name));
        if (declared != null) {
            return Optional.of(declared);
        }
        Map<String, Value> keys = new LinkedHashMap<>(row.settings);
        keys.putAll(row.keys);
        for (Map.Entry<String, Value> key : keys.entrySet()) {
            if (Names.same(key.getKey(), name)) {
                return Optional.of(key.getValue().text());
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<Secret> credential(URI target) {
        return key.secret(Objects.requireNonNull(target, "target"));
    }

    @Override
    public <T extends AutoCloseable> T shared(Class<T> type, Supplier<? extends T> create) {
        return registry.lifetime.shared(type, create);
    }

    @Override
    public <T> Optional<T> lookup(Class<T> type) {
        if (type == Capabilities.class) {
            return known().map(model -> type.cast(model.capabilities()));
        }
        return registry.lookup(Objects.requireNonNull(type, "type"));
    }

    /** Service and address; no key. */
    @Override
    public String toString() {
        return "ProviderContext[" + service + "]";
    }
}
