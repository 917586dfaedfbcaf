package org.chatmodels.ollama;

import java.net.ConnectException;
import java.util.function.Supplier;
import org.chatmodels.CancelledException;
import org.chatmodels.ChatException;
import org.chatmodels.ChatException.Details;
import org.chatmodels.InvalidRequestException;
import org.chatmodels.TransportException;
import org.chatmodels.UnsupportedFeatureException;
import org.chatmodels.provider.Service;
import org.chatmodels.spi.ErrorReader;

/** What to do about failures that are Ollama's own: no server, no such model, a model that cannot do it. */
final class Remedies {
    private final Service service;
    private final String base;

    Remedies(Service service, String base) {
        this.service = service;
        this.base = base;
    }

    /** The same failure, or the one that says what to do about it. */
    ChatException mended(ChatException failure, String model) {
        boolean own = !service.keyRequired();
        if (failure instanceof TransportException && failure.getCause() instanceof ConnectException && own) {
            String where = "in OLLAMA_HOST or chatmodels.service." + service.name() + ".base_url";
            String what = "Ollama is not running at " + base
                    + ": start it with 'ollama serve' or its app, or say where it is ";
            return ErrorReader.advising(failure, what + where);
        }
        String said = String.valueOf(failure.getMessage());
        int status = failure.status().orElse(0);
        if (failure instanceof InvalidRequestException && status == 404 && said.contains("not found")) {
            String fetching = "Fetch it: chat pull " + service.name() + ":" + model + ", or ollama pull " + model;
            return ErrorReader.advising(failure, own ? fetching : "See which there are: chat models " + service.name());
        }
        if (said.contains("file does not exist")) {
            return ErrorReader.advising(failure, "Look for the model's name at https://ollama.com/library");
        }
        if (failure instanceof InvalidRequestException && status == 400 && said.contains("does not support")) {
            Details.Builder details = Details.builder().code("unsupported").status(status);
            return new UnsupportedFeatureException(
                    said + " or take a model that can: 'chat show' tells of each",
                    details.provider(service.name()).model(model).build());
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
}
