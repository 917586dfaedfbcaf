package org.chatmodels.openaicompatible;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatModel;
import org.chatmodels.ConfigurationException;
import org.chatmodels.ModelInfo;
import org.chatmodels.ModelLocation;
import org.chatmodels.provider.ApiLevel;
import org.chatmodels.provider.ChatModelProvider;
import org.chatmodels.provider.ChatProvider;
import org.chatmodels.provider.ProviderContext;
import org.chatmodels.provider.Service;

/**
 * Opens models of every service that speaks Chat Completions; which one, and how it deviates, stands in its row. With
 * its own name, {@code openai-compatible:MODEL?base_url=…}, it opens a model at any address.
 */
@ChatProvider(names = "openai-compatible", apiLevel = ApiLevel.CURRENT)
public final class OpenAiCompatibleProvider implements ChatModelProvider {
    private static final String CHAT_PATH = "/chat/completions";

    /** For ServiceLoader. */
    public OpenAiCompatibleProvider() {}

    /** Computes target, path and constant headers; ConfigurationException for a row that cannot be called. */
    @Override
    public ChatModel open(ModelLocation location, ProviderContext context) {
        Objects.requireNonNull(location, "location");
        Service service = context.service();
        requireChat(location, service);
        Endpoint endpoint = new Endpoint(target(location, service), service.auth(), context);
        return new ChatCompletions(location, endpoint, service);
    }

    /** What the service lists, page by page; UnsupportedFeatureException for one that has no list. */
    @Override
    public List<ModelInfo> models(ProviderContext context) {
        return new ModelListing(context).models();
    }

    private static void requireChat(ModelLocation location, Service service) {
        String protocol = service.protocol().orElse("chat");
        if (protocol.equals("chat") || protocol.equals("auto")) {
            return;
        }
        String remedy = location.parameters().containsKey("api")
                ? "Write api=chat or leave it out."
                : "Open the model at another service.";
        throw refused(
                "not_supported_yet",
                location,
                "'" + service.name() + "' is set to the wire format '" + protocol
                        + "', which is not supported yet; only 'chat' is. " + remedy);
    }

    private static URI target(ModelLocation location, Service service) {
        String base = service.baseUrl().orElse("");
        if (base.isEmpty()) {
            throw refused(
                    "no_address",
                    location,
                    "'" + service.name() + "' has no base_url. Write " + location.provider() + ":" + location.model()
                            + "?base_url=https://HOST/v1");
        }
        requireComplete(location, base);
        String path = service.row().getOrDefault("chat_path", CHAT_PATH);
        try {
            return new URI(base.endsWith("/") ? base.substring(0, base.length() - 1) + path : base + path);
        } catch (URISyntaxException e) {
            throw refused(
                    "bad_address",
                    location,
                    "The base_url of '" + service.name() + "' is no URL. Write https://HOST/v1");
        }
    }

    private static void requireComplete(ModelLocation location, String base) {
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
                    "Leave out what stands behind the base_url, it ends before '?' and '#': the path " + CHAT_PATH
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
