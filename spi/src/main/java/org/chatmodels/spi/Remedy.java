package org.chatmodels.spi;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.chatmodels.ModelLocation;
import org.chatmodels.provider.Service;
import org.jspecify.annotations.Nullable;

/** What to do about an error, in a few words, as far as the service's row knows. */
final class Remedy {
    private static final String RETIRED_MODEL = "retired_model.";

    private final ModelLocation location;
    private final @Nullable Service service;
    private final Clock clock;

    Remedy(ModelLocation location, @Nullable Service service, Clock clock) {
        this.location = location;
        this.service = service;
        this.clock = clock;
    }

    /** A sentence without its dot; empty if the server's own words have to do. */
    String of(ErrorKind kind, int status, boolean keySent, Optional<Duration> wait) {
        if (kind == ErrorKind.AUTHENTICATION) {
            return keys(status, keySent);
        } else if (kind == ErrorKind.INVALID_REQUEST) {
            return request(status);
        } else if (kind == ErrorKind.RATE_LIMIT) {
            return wait.map(Remedy::again).orElse("Try again later, or less often");
        } else if (kind == ErrorKind.UNAVAILABLE) {
            return wait.map(Remedy::again).orElse("Try again later");
        }
        return ofContent(kind);
    }

    private static String ofContent(ErrorKind kind) {
        if (kind == ErrorKind.CONTEXT_LENGTH) {
            return "Shorten the conversation, or take a model with a larger context";
        } else if (kind == ErrorKind.CONTENT_FILTER) {
            return "Rephrase the request";
        }
        return kind == ErrorKind.QUOTA ? "Check the plan and the balance of the account" : "";
    }

    private static String again(Duration delay) {
        if (delay.compareTo(Duration.ofMinutes(2)) >= 0) {
            return "Try again in " + (delay.toSeconds() + 59) / 60 + " minutes";
        }
        return "Try again in " + (delay.toMillis() + 999) / 1000 + " s";
    }

    /** Why none was sent is known where keys are bound, and told there. */
    private String keys(int status, boolean keySent) {
        if (!keySent) {
            return "";
        }
        return status == 403 ? "Check " + key() + " and what it may do" : "Check " + key();
    }

    /** A credential that is named goes before the variables of the row. */
    private String key() {
        List<String> named = location.parameters().getOrDefault("credential", List.of());
        Map<String, String> row = service == null ? Map.of() : service.row();
        String credential = named.isEmpty() ? row.getOrDefault("credential", "") : named.get(0);
        if (!credential.isEmpty()) {
            return "credential '" + credential + "'";
        }
        List<String> variables = service == null ? List.of() : service.keyVariables();
        return variables.isEmpty() ? "the key" : String.join(" or ", variables);
    }

    private static String request(int status) {
        return switch (status) {
            case 404, 405, 410 -> "Check the model's name and base_url";
            case 413 -> "Make the request smaller";
            default -> "Change the request";
        };
    }

    /** For a model or a service that the row lists as gone: what happened to it, and what to take instead. */
    Optional<String> retirement() {
        if (service == null) {
            return Optional.empty();
        }
        for (Map.Entry<String, String> entry : service.row().entrySet()) {
            if (entry.getKey().startsWith(RETIRED_MODEL)) {
                String[] parts = entry.getValue().split(";", -1);
                if (parts[0].strip().equals(location.model()) && isPast(parts)) {
                    return Optional.of(retirement(location.model(), part(parts, 1), part(parts, 2)));
                }
            }
        }
        return service.status() == Service.Status.RETIRED
                ? Optional.of(retirement(
                        service.displayName(),
                        service.retired().map(LocalDate::toString).orElse(""),
                        service.successor().orElse("")))
                : Optional.empty();
    }

    private static String part(String[] parts, int index) {
        return parts.length > index ? parts[index].strip() : "";
    }

    /** A row knows also what is still to come. */
    private boolean isPast(String[] parts) {
        try {
            return !LocalDate.parse(part(parts, 1)).isAfter(LocalDate.now(clock));
        } catch (DateTimeException undated) {
            return true;
        }
    }

    private static String retirement(String what, String date, String successor) {
        return what + " was retired" + (date.isEmpty() ? "" : " on " + date)
                + (successor.isEmpty() ? "" : "; use " + successor);
    }
}
