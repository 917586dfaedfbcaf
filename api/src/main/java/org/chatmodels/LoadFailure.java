package org.chatmodels;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.ServiceConfigurationError;
import org.jspecify.annotations.Nullable;

/** Why a class could not be loaded or made, in words for the person who has that jar. */
final class LoadFailure {
    private LoadFailure() {}

    /** The first throwable below the wrappers of the class loader; errors of the whole JVM go on. */
    static Throwable reason(Throwable failure) {
        Throwable reason = failure;
        Throwable cause = failure.getCause();
        while (cause != null && isWrapper(reason)) {
            reason = cause;
            cause = reason.getCause();
        }
        if (reason instanceof VirtualMachineError error && !(reason instanceof StackOverflowError)) {
            throw error;
        }
        return reason;
    }

    /** Class and message of a failure; the message of a link error is the name of what is missing. */
    static String describe(Throwable reason) {
        String message = reason.getMessage();
        String name = reason.getClass().getSimpleName();
        if (message == null || message.isEmpty()) {
            return name;
        }
        return name + ": " + (message.length() > 300 ? message.substring(0, 300) + "…" : message);
    }

    /** Why a class that a services file names was not offered; null when it looks right. */
    static @Nullable String of(String className, ClassLoader loader, Class<?> wanted) {
        try {
            return of(Class.forName(className, false, loader), wanted);
        } catch (ClassNotFoundException e) {
            return "class not found: the services file names it, the jar lacks it";
        } catch (UnsupportedClassVersionError e) {
            return "built for a newer Java than " + Runtime.version().feature() + ": " + describe(e);
        } catch (LinkageError | RuntimeException e) {
            return describe(e);
        }
    }

    private static @Nullable String of(Class<?> type, Class<?> wanted) {
        if (!wanted.isAssignableFrom(type)) {
            return ownCopy(type, wanted)
                    ? "implements another copy of " + wanted.getSimpleName() + ": take chatmodels-api out of that jar"
                    : "does not implement " + wanted.getName();
        }
        if (type.getModule().isNamed()) {
            return "its module " + type.getModule().getName() + " lacks \"provides " + wanted.getName() + " with "
                    + type.getName() + "\"";
        }
        return constructor(type);
    }

    private static @Nullable String constructor(Class<?> type) {
        if (Modifier.isAbstract(type.getModifiers())) {
            return "is abstract";
        }
        for (Constructor<?> constructor : type.getConstructors()) {
            if (constructor.getParameterCount() == 0) {
                return null;
            }
        }
        return "needs a public constructor without parameters";
    }

    private static boolean ownCopy(Class<?> type, Class<?> wanted) {
        for (Class<?> next = type; next != null; next = next.getSuperclass()) {
            for (Class<?> offered : next.getInterfaces()) {
                if (offered.getName().equals(wanted.getName())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isWrapper(Throwable failure) {
        return failure instanceof ServiceConfigurationError
                || failure instanceof ExceptionInInitializerError
                || failure instanceof InvocationTargetException;
    }
}
