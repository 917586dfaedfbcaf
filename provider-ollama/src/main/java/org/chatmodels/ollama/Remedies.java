package org.chatmodels.ollama;

import java.net.URI;
import java.util.function.Supplier;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Details;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.TransportException;
import org.chatmodels.UnsupportedFeatureException;
import org.chatmodels.provider.Service;
import org.chatmodels.spi.ErrorReader;

/** What to do about failures that are Ollama's own: no server there, no such model, a model that cannot do it. */
final class Remedies {
    private final Service service;
    private final URI base;

    Remedies(Service service, URI base) {
        this.service = service;
        this.base = base;
    }

    /** The same failure, or the one that says what to do about it. */
    ChatException mended(ChatException failure, String model) {
        boolean own = !service.keyRequired();
        if (failure.getClass() == TransportException.class && failure.phase() == ChatException.Phase.CONNECT && own) {
            return ErrorReader.advising(
                    failure,
                    "Ollama is not running at " + base + ": start it with 'ollama serve' or its app, or say where it is"
                            + " in OLLAMA_HOST or chatmodels.service." + service.name() + ".base_url");
        }
        String said = String.valueOf(failure.getMessage());
        int status = failure.status().orElse(0);
        if (failure instanceof InvalidRequestException && status == 404 && said.contains("not found")) {
            return ErrorReader.advising(
                    failure,
                    own
                            ? "Fetch it with 'chat pull " + service.name() + ":" + model + "' or 'ollama pull " + model
                                    + "'"
                            : "'chat models " + service.name() + "' lists those that there are");
        }
        if (failure instanceof InvalidRequestException && status == 400 && said.contains("does not support")) {
            return unsupported(failure);
        }
        return failure;
    }

    /** For what one can do without: what {@code question} answers, or that nothing is known. */
    static <T> T answered(Supplier<T> question, T unknown) {
        try {
            return question.get();
        } catch (CancelledException e) {
            throw e;
        } catch (ChatException silent) {
            return unknown;
        }
    }

    /** Of a name that no library has. */
    ChatException pull(ChatException failure, String model) {
        return String.valueOf(failure.getMessage()).contains("file does not exist")
                ? new InvalidRequestException(
                        "There is no model '" + model + "' to fetch: look for its name at https://ollama.com/library",
                        Details.builder().provider(service.name()).build())
                : failure;
    }

    private static UnsupportedFeatureException unsupported(ChatException failure) {
        Details.Builder details = Details.builder()
                .code("unsupported")
                .status(failure.status().orElse(0))
                .phase(failure.phase())
                .delivery(failure.delivery())
                .retryable(false);
        failure.provider().ifPresent(details::provider);
        failure.model().ifPresent(details::model);
        failure.body().ifPresent(details::body);
        return new UnsupportedFeatureException(
                failure.getMessage() + " or take a model that can: 'chat show' tells of each", details.build());
    }
}
