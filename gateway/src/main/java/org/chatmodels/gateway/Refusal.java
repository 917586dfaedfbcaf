package org.chatmodels.gateway;

/** A request that never reaches the model; knows its reply. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient GatewayError error;

    Refusal(GatewayError error) {
        super(error.message(), null, false, false);
        this.error = error;
    }

    /** A field of the body, by its name, and what it must be. */
    static Refusal field(String name, String rule) {
        return new Refusal(GatewayError.badRequest("'" + name + "' " + rule, name, ""));
    }

    GatewayError error() {
        return error;
    }
}
