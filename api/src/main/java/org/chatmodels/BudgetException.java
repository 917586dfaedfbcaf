package org.chatmodels;

/** The call would exceed the budget, so it was not sent; neither retried nor passed on to a fallback. */
public final class BudgetException extends ChatException {
    private static final long serialVersionUID = 1;

    /** With what is known of the call. */
    public BudgetException(String message, Details details) {
        super(message, details);
    }
}
