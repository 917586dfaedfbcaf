package org.chatmodels;

/**
 * What a tool does. A String goes to the model as it is, any other result as JSON, an exception as a failed result;
 * null is sent as JSON null.
 *
 * @param <A> what the arguments are read into
 */
@FunctionalInterface
public interface ToolBody<A> {
    /** Runs the tool, in a thread of the runner's choice; null is a result too. */
    Object call(A arguments) throws Exception;
}
