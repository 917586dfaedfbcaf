package org.chatmodels.openaicompatible;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.chatmodels.Capabilities;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatModel;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ModelInfo;
import org.chatmodels.ModelLocation;
import org.chatmodels.provider.ApiLevel;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.chatmodels.provider.Origin;
import org.chatmodels.provider.ProviderContext;
import org.chatmodels.provider.Service;
import org.chatmodels.spi.Endpoint;

/**
 * Opens models of every service that speaks Chat Completions or the Responses API; in which of them it is called, and
 * how it deviates, stands in its row. With
 * its own name, {@code openai-compatible:MODEL?base_url=…}, it opens a model at any address.
 */
@ChatProvider(names = "openai-compatible", apiLevel = ApiLevel.CURRENT)
public final class OpenAiCompatibleProvider implements ChatModelProvider {
    private static final String CHAT_PATH = "/chat/completions";
    private static final String RESPONSES = "responses_path";
    private static final String RESPONSES_PATH = "/responses";

    /** For ServiceLoader. */
    public OpenAiCompatibleProvider() {}

    /** Computes target, path and constant headers; ConfigurationException for a row that cannot be called. */
    @Override
    public ChatModel open(ModelLocation location, ProviderContext context) {
        Objects.requireNonNull(location, "location");
        Service service = context.service();
        Dialect dialect = Dialect.of(service, location.model())
                .knowing(() -> context.lookup(Capabilities.class).orElse(Capabilities.UNKNOWN));
        List<Protocol> protocols = new ArrayList<>(2);
        for (Api api : apis(location, service, dialect)) {
            Endpoint endpoint = new Endpoint(target(location, service, api), service.auth(), context);
            protocols.add(new Protocol(api, location, endpoint, dialect));
        }
        return new ServiceModel(location, new ProtocolChoice(location, dialect, protocols), service);
    }

    /** What the service lists, page by page; UnsupportedFeatureException for one that has no list. */
    @Override
    public List<ModelInfo> models(ProviderContext context) {
        return new ModelListing(context).models();
    }

    /**
     * The one that is set, else those that the service has, the preferred one first; elsewhere than at its own address
     * that is Chat Completions, which all servers speak.
     */
    private static List<Api> apis(ModelLocation location, Service service, Dialect dialect) {
        String set = service.protocol().orElse("");
        List<String> words = set.isEmpty() ? dialect.words(DialectField.APIS) : List.of(set);
        boolean hasResponses =
                words.size() == 1 || !service.row().getOrDefault(RESPONSES, "").isEmpty();
        List<Api> apis = new ArrayList<>(2);
        for (String word : words) {
            Api api = Api.find(word).orElseThrow(() -> unknown(location, service, word));
            if (!apis.contains(api) && (api == Api.CHAT || hasResponses)) {
                apis.add(api);
            }
        }
        if (isElsewhere(service)) {
            Collections.sort(apis);
        }
        return apis;
    }

    private static boolean isElsewhere(Service service) {
        return service.baseUrl()
                .filter(base -> base.indexOf('{') < 0)
                .map(base -> !service.origins().contains(Origin.parse(base).toString()))
                .orElse(false);
    }

    private static ConfigurationException unknown(ModelLocation location, Service service, String word) {
        return refused(
                "bad_row_value",
                location,
                "The api of '" + service.name() + "' is set to '" + word
                        + "', which its provider does not speak: write chat, responses or auto");
    }

    private static URI target(ModelLocation location, Service service, Api api) {
        String base = service.baseUrl().orElse("");
        if (base.isEmpty()) {
            throw refused(
                    "no_address",
                    location,
                    "'" + service.name() + "' has no base_url. Write " + location.provider() + ":" + location.model()
                            + "?base_url=https://HOST/v1");
        }
        String path = path(service, api);
        requireComplete(location, base, path);
        try {
            return new URI(base.endsWith("/") ? base.substring(0, base.length() - 1) + path : base + path);
        } catch (URISyntaxException e) {
            throw refused(
                    "bad_address",
                    location,
                    "The base_url of '" + service.name() + "' is no URL. Write https://HOST/v1");
        }
    }

    private static String path(Service service, Api api) {
        if (api == Api.CHAT) {
            return service.row().getOrDefault("chat_path", CHAT_PATH);
        }
        String path = service.row().getOrDefault(RESPONSES, "");
        return path.isEmpty() ? RESPONSES_PATH : path;
    }

    private static void requireComplete(ModelLocation location, String base, String path) {
        int brace = base.indexOf('{');
        if (brace >= 0) {
            String name = base.substring(brace + 1, Math.max(brace + 1, base.indexOf('}', brace)));
            throw refused(
                    "placeholder_without_value",
                    location,
                    "The base_url of '" + location.provider() + "' needs " + name + ". Set that variable.");
        }
        if (base.indexOf('?') >= 0 || base.indexOf('#') >= 0) {
            throw refused(
                    "bad_address",
                    location,
                    "Leave out what stands behind the base_url, it ends before '?' and '#': the path " + path
                            + " is appended to it.");
        }
    }

    private static ConfigurationException refused(String code, ModelLocation location, String message) {
        return new ConfigurationException(
                message,
                Details.builder()
                        .code(code)
                        .provider(location.provider())
                        .model(location.model())
                        .build());
    }
}
