package org.chatmodels.spi;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.ChatOptions;
import org.chatmodels.provider.ProviderContext;
import org.chatmodels.provider.Secret;

/** Where the calls of one opened model go, and with which headers; asks for the key anew for each call. */
public final class Endpoint {
    private static final String HEADER = "header:";

    private final ProviderContext context;
    private final String auth;
    private final HttpCall bare;
    private final HttpCall prepared;
    private final Map<String, String> constant;

    /** {@code auth} as in a row: bearer, header:NAME or none. */
    public Endpoint(URI target, String auth, ProviderContext context) {
        this(HttpCall.post(target), auth, context);
    }

    /** The same for what is not posted, or has headers of its own. */
    public Endpoint(HttpCall bare, String auth, ProviderContext context) {
        this.context = context;
        this.auth = auth;
        this.constant = context.options().headers();
        this.bare = bare;
        this.prepared = with(constant, bare);
    }

    /** Sends the body and returns once the head of the answer is there, whatever its status. */
    public Exchange send(byte[] body, ChatOptions options, boolean streaming) {
        Map<String, String> headers = options.headers();
        HttpCall call = headers.equals(constant) ? prepared : with(headers, bare);
        call = call.limits(Limits.of(options)).streaming(streaming).body(body);
        return Transport.of(context).send(authorized(call));
    }

    /** The same without a body; asks for no key where none is taken. */
    public Exchange ask(ChatOptions options) {
        HttpCall call = prepared.limits(Limits.of(options));
        return Transport.of(context).send(auth.equals("none") ? call : authorized(call));
    }

    private HttpCall authorized(HttpCall call) {
        Optional<Secret> key = context.credential(call.target());
        if (key.isEmpty() || auth.equals("none")) {
            return call;
        }
        return auth.startsWith(HEADER)
                ? call.secret(auth.substring(HEADER.length()), "", key.get())
                : call.secret("Authorization", "Bearer ", key.get());
    }

    private static HttpCall with(Map<String, String> headers, HttpCall call) {
        HttpCall result = call;
        for (Map.Entry<String, String> header : headers.entrySet()) {
            result = result.header(header.getKey(), header.getValue());
        }
        return result;
    }
}
