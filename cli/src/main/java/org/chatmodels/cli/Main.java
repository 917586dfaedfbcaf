package org.chatmodels.cli;

/** The chat command. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        throw new AssertionError();
    }
}
