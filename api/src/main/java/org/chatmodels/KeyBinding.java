package org.chatmodels;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import org.chatmodels.provider.Origin;
import org.chatmodels.provider.Secret;
import org.chatmodels.provider.Service;

/** The key of one opened target and the origins it may go to; asked for each attempt. */
final class KeyBinding {
    private final Service service;
    private final Credentials credentials;
    private final List<String> references;
    private final String name;

    /** Where it may go, as {@link Origin#toString()} prints them. */
    final Set<String> origins = new LinkedHashSet<>();

    /**
     * @param references the first that has a key wins
     * @param name for messages
     */
    KeyBinding(Credentials credentials, Service service, List<String> references, String name) {
        this.credentials = credentials;
        this.service = service;
        this.references = references;
        this.name = name;
    }

    /** {@link MissingKeyException} when one is needed there and none is set; empty where none may go. */
    Optional<Secret> secret(URI target) {
        if (references.isEmpty() || whyNone(Origin.of(target)).isPresent()) {
            return Optional.empty();
        }
        for (String reference : references) {
            Optional<Secret> secret = credentials.secret(reference);
            if (secret.isPresent()) {
                return secret;
            }
        }
        if (service.keyRequired()) {
            throw new MissingKeyException("No key for " + service.name() + ": " + remedy(), ChatException.Details.NONE);
        }
        return Optional.empty();
    }

    /** Why no key may go there, as a sentence; empty if one may or if there is none anyway. */
    Optional<String> whyNone(Origin target) {
        if (references.isEmpty()) {
            return Optional.empty();
        }
        if (!origins.contains(target.toString())) {
            return Optional.of("No key was sent: " + name + " goes to "
                    + (origins.isEmpty() ? "no address yet" : String.join(", ", origins)) + " only, not to " + target
                    + "; to send one there " + declare(target));
        }
        if (target.scheme().equals("http") && !target.isLoopback()) {
            return Optional.of("No key was sent: over plain http a key goes to this machine only; write https");
        }
        return Optional.empty();
    }

    /** Why a call went to that origin without a key; empty if one went along. */
    Optional<String> whyNothingWasSent(Origin target) {
        Optional<String> none = whyNone(target);
        if (none.isPresent() || service.auth().equals("none") && references.isEmpty()) {
            return none;
        }
        if (references.isEmpty()) {
            return Optional.of("No key was sent: " + service.name() + " has none; " + declare(target));
        }
        for (String reference : references) {
            if (credentials.secret(reference).isPresent()) {
                return Optional.empty();
            }
        }
        return Optional.of("No key was sent: " + remedy());
    }

    private static String declare(Origin target) {
        return "declare chatmodels.credential.NAME = env:VARIABLE and chatmodels.credential.NAME.origins = " + target
                + ", and add credential=NAME";
    }

    /** "env:GROQ_API_KEY, set", all that are not set, or why none is sent to that origin. */
    String shown(Optional<Origin> target) {
        Optional<String> none = target.isPresent() ? whyNone(target.get()) : Optional.empty();
        if (none.isPresent()) {
            return "none. " + none.get();
        }
        if (references.isEmpty()) {
            return "none";
        }
        StringJoiner all = new StringJoiner("; ");
        for (String reference : references) {
            if (credentials.isSet(reference)) {
                return credentials.shown(reference);
            }
            all.add(credentials.shown(reference));
        }
        return all + (service.keyRequired() ? "" : " (optional)");
    }

    private String remedy() {
        StringJoiner remedies = new StringJoiner(" or ");
        for (String reference : references) {
            remedies.add(Credentials.remedy(reference));
        }
        return remedies.toString();
    }
}
