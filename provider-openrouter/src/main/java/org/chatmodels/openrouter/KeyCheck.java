package org.chatmodels.openrouter;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.chatmodels.ChatException;
import org.chatmodels.ChatOptions;
import org.chatmodels.Problem;
import org.chatmodels.Problem.Severity;
import org.chatmodels.ServiceCheck;
import org.chatmodels.provider.Origin;
import org.chatmodels.provider.ProviderContext;
import org.chatmodels.spi.Endpoint;
import org.chatmodels.spi.ErrorReader;
import org.chatmodels.spi.Exchange;
import org.chatmodels.spi.HttpCall;
import org.chatmodels.spi.JsonReader;

/**
 * Asks OpenRouter of the key that calls go out with: {@code GET /key}, whose answer has US dollars in {@code limit},
 * {@code limit_remaining} and {@code usage}, null where there is no limit (openrouter.ai/docs/api-reference/limits).
 */
final class KeyCheck implements ServiceCheck {
    private static final int MOST_BYTES = 64 << 10;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final ProviderContext context;
    private final String name;
    private final ErrorReader errors;

    KeyCheck(ProviderContext context) {
        this.context = context;
        this.name = context.service().name();
        this.errors = new ErrorReader(context.service());
    }

    @Override
    public List<Problem> check() {
        try {
            return ask(URI.create(context.service().baseUrl().orElse("") + "/key"));
        } catch (ChatException e) {
            return List.of(error(String.valueOf(e.getMessage())));
        }
    }

    private List<Problem> ask(URI target) {
        if (context.credential(target).isEmpty()) {
            return List.of(warning("No key goes to " + Origin.parse(target.toString())
                    + ", so nothing is known of its limits: declare a credential for that address"));
        }
        Endpoint endpoint = new Endpoint(HttpCall.get(target), context.service().auth(), context);
        try (Exchange exchange = endpoint.ask(brief())) {
            if (exchange.status() == 404) {
                return List.of(
                        warning(target.getPath() + " is not there, so nothing is known of the key: check base_url"));
            } else if (exchange.status() / 100 != 2) {
                throw errors.read(exchange);
            }
            byte[] body = exchange.readAll(MOST_BYTES);
            if (fields(body).get("data") instanceof Map<?, ?> data) {
                return problems(data);
            }
            throw errors.notAnAnswer(body, exchange);
        }
    }

    /** For a question that a person waits for. */
    private ChatOptions brief() {
        ChatOptions options = context.options();
        boolean longer = options.timeout().orElse(LONGEST).compareTo(LONGEST) > 0;
        return longer ? options.toBuilder().timeout(LONGEST).build() : options;
    }

    /** Empty for what is no JSON object. */
    private static Map<?, ?> fields(byte[] body) {
        try (JsonReader json = new JsonReader()) {
            json.read(body, 0, body.length);
            return json.value() instanceof Map<?, ?> fields ? fields : Map.of();
        } catch (ChatException unreadable) {
            return Map.of();
        }
    }

    private List<Problem> problems(Map<?, ?> key) {
        List<Problem> problems = new ArrayList<>();
        if (key.get("limit") instanceof BigDecimal limit && key.get("limit_remaining") instanceof BigDecimal left) {
            String figures = dollars(left) + " of " + dollars(limit) + " USD are left"
                    + (key.get("usage") instanceof BigDecimal used ? ", " + dollars(used) + " USD used in all" : "");
            String remedy = "raise it at https://openrouter.ai/settings/keys"
                    + (key.get("limit_reset") instanceof String reset ? " or wait, it is reset " + reset : "");
            if (left.signum() <= 0) {
                problems.add(error("The limit of the key is used up: " + figures + "; " + remedy));
            } else if (left.multiply(BigDecimal.TEN).compareTo(limit) < 0) {
                problems.add(warning("The limit of the key is nearly used up: " + figures + "; " + remedy));
            }
        }
        if (Boolean.TRUE.equals(key.get("is_free_tier"))) {
            problems.add(
                    warning("The account of the key never bought credits: it may ask models that end in :free only,"
                            + " and those not often in a day; add credits at https://openrouter.ai/settings/credits"));
        }
        return problems;
    }

    /** To the cent, below a dollar to its ten-thousandth part. */
    private static String dollars(BigDecimal amount) {
        boolean small = amount.abs().compareTo(BigDecimal.ONE) < 0;
        BigDecimal rounded = amount.setScale(small ? 4 : 2, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    private Problem error(String message) {
        return new Problem(Severity.ERROR, name, message);
    }

    private Problem warning(String message) {
        return new Problem(Severity.WARNING, name, message);
    }
}
