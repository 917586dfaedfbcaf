package org.chatmodels.openaicompatible;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Delivery;
import org.chatmodels.ChatException.Details;
import org.chatmodels.ChatException.Phase;
import org.chatmodels.ChatOptions;
import org.chatmodels.ChatTimeoutException;
import org.chatmodels.ConfigurationException;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.LimitException;
import org.chatmodels.ModelInfo;
import org.chatmodels.ProtocolException;
import org.chatmodels.UnsupportedFeatureException;
import org.chatmodels.provider.ProviderContext;
import org.chatmodels.provider.Service;
import org.chatmodels.spi.Endpoint;
import org.chatmodels.spi.ErrorReader;
import org.chatmodels.spi.Exchange;
import org.chatmodels.spi.HttpCall;

/** Asks a service for its list of models, page by page, within one time limit; its row says where and how. */
final class ModelListing {
    /** Of the bodies of all pages. */
    static final int MOST_BYTES = 16 << 20;

    static final int MOST_PAGES = 50;
    private static final String PATH = "/models";

    private final ProviderContext context;
    private final Service service;
    private final Dialect dialect;
    private final ErrorReader errors;
    private final ModelReader reader;
    private final long began = System.nanoTime();
    private int bytesLeft = MOST_BYTES;
    private int received;

    ModelListing(ProviderContext context) {
        this.context = context;
        this.service = context.service();
        this.dialect = Dialect.of(service, "");
        this.errors = new ErrorReader(service);
        this.reader = new ModelReader(dialect, LocalDate.now(Clock.systemUTC()));
    }

    List<ModelInfo> models() {
        URI address = address(service);
        ModelPaging paging = ModelPaging.of(dialect.word(DialectField.MODELS_PAGES));
        Map<String, ModelInfo> models = new LinkedHashMap<>();
        Set<String> asked = new HashSet<>();
        URI next = address;
        for (int number = 1; number <= MOST_PAGES; number++) {
            ModelPage page = page(next);
            boolean fresh = add(page, models);
            String with = paging.next(page, number, received, fresh).orElse("");
            if (with.isEmpty()) {
                return List.copyOf(models.values());
            } else if (!asked.add(with)) {
                throw new ProtocolException(
                        "The list of models of '" + service.name()
                                + "' goes round in a circle: set dialect.models_pages"
                                + " of the service to none to get its first page",
                        details().build());
            }
            next = URI.create(address + (address.getRawQuery() == null ? "?" : "&") + paging.parameter() + "="
                    + URLEncoder.encode(with, StandardCharsets.UTF_8));
        }
        throw new LimitException(
                "The list of models of '" + service.name() + "' has more than " + MOST_PAGES
                        + " pages: ask for longer ones with dialect.models_at of the service",
                details().build());
    }

    /** Whether there was an entry that is new; of those with one id the first counts. */
    private boolean add(ModelPage page, Map<String, ModelInfo> models) {
        int before = models.size();
        int read = 0;
        for (Object entry : page.entries()) {
            Optional<ModelInfo> model = reader.read(entry);
            model.ifPresent(known -> models.putIfAbsent(known.id(), known));
            read += model.isPresent() ? 1 : 0;
        }
        if (read == 0 && !page.entries().isEmpty()) {
            throw new ProtocolException(
                    "The list of models of '" + service.name() + "' has no ids: name the field that holds them in"
                            + " dialect.models_id of the service",
                    details().build());
        }
        received += page.entries().size();
        return models.size() > before;
    }

    private ModelPage page(URI address) {
        String auth = dialect.word(DialectField.MODELS_AUTH);
        Endpoint endpoint =
                new Endpoint(withHeaders(HttpCall.get(address)), auth.equals("auth") ? service.auth() : auth, context);
        try (Exchange exchange = endpoint.ask(options())) {
            if (exchange.status() / 100 != 2) {
                throw refused(errors.read(exchange));
            }
            byte[] body = exchange.readAll(bytesLeft);
            bytesLeft -= body.length;
            return ModelPage.read(body).orElseThrow(() -> errors.notAnAnswer(body, exchange));
        }
    }

    private HttpCall withHeaders(HttpCall call) {
        HttpCall result = call;
        String headers = dialect.word(DialectField.MODELS_HEADERS);
        for (String header : headers.equals("none") ? new String[0] : headers.split(";")) {
            String[] parts = header.split("=", 2);
            result = result.header(parts[0].strip(), parts[1].strip());
        }
        return result;
    }

    /** With what is left of the time for the whole list. */
    private ChatOptions options() {
        ChatOptions options = context.options();
        Duration total = options.timeout().orElse(Duration.ofMinutes(10));
        Duration left = total.minusNanos(System.nanoTime() - began);
        if (left.isNegative() || left.isZero()) {
            throw new ChatTimeoutException(
                    "The time for the list of models of '" + service.name()
                            + "' is over; raise timeout if it was too short",
                    ChatTimeoutException.Kind.TOTAL,
                    details().build());
        }
        return options.toBuilder().timeout(left).build();
    }

    /** Where there is nothing, the list is what is missing, and no model. */
    private ChatException refused(ChatException failure) {
        int status = failure.status().orElse(0);
        if (!(failure instanceof InvalidRequestException) || status != 404 && status != 405) {
            return failure;
        }
        Details.Builder details = details().status(status);
        failure.code().ifPresent(details::code);
        failure.requestId().ifPresent(details::requestId);
        failure.body().ifPresent(details::body);
        return new InvalidRequestException(
                service.name() + " answered " + status + " where its list of models should be: it has none there. Take"
                        + " a model's name from its documentation, or set models_path of the service",
                details.build());
    }

    private Details.Builder details() {
        return Details.builder().provider(service.name()).phase(Phase.BODY).delivery(Delivery.MAYBE_PROCESSED);
    }

    /** The path of the row; else what its dialect says, seen from the base_url; else the usual path. */
    static URI address(Service service) {
        String base = service.baseUrl().orElse("");
        if (base.isEmpty()) {
            throw refused(
                    service,
                    "no_address",
                    "'" + service.name() + "' has no base_url. Write chatmodels.service." + service.name()
                            + ".base_url = https://HOST/v1");
        }
        String path = service.row().getOrDefault("models_path", "");
        String at = Dialect.of(service, "").word(DialectField.MODELS_AT);
        boolean usual = at.equals(DialectField.MODELS_AT.standard());
        if (path.isEmpty() && usual && service.row().containsKey("models_path")) {
            throw new UnsupportedFeatureException(
                    "'" + service.name() + "' has no list of models. Take a model's name from its documentation",
                    Details.builder().provider(service.name()).build());
        }
        try {
            URI slash = new URI(base.endsWith("/") ? base : base + "/");
            return path.isEmpty() && !usual
                    ? slash.resolve(at)
                    : new URI(slash + (path.isEmpty() ? PATH : path).substring(1));
        } catch (URISyntaxException e) {
            throw refused(
                    service,
                    "bad_address",
                    "The base_url of '" + service.name() + "' is no URL. Write https://HOST/v1");
        }
    }

    private static ConfigurationException refused(Service service, String code, String message) {
        return new ConfigurationException(
                message, Details.builder().code(code).provider(service.name()).build());
    }
}
