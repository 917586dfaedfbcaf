package org.chatmodels.canary;

import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Takes a line apart into everything that a layout could print of it. */
final class WatchedLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;

    WatchedLogger(String name) {
        this.name = name;
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
        String message = MessageFormatter.basicArrayFormat(pattern, arguments);
        LogLines.offer(name, level, message);
        StringBuilder all = new StringBuilder(String.valueOf(message));
        for (int i = 0; arguments != null && i < arguments.length; i++) {
            all.append('\n').append(arguments[i]);
        }
        if (thrown != null) {
            all.append('\n').append(Canary.everythingOf(thrown));
        }
        if (CanaryLogging.CONTEXT.getCopyOfContextMap() != null) {
            all.append('\n').append(CanaryLogging.CONTEXT.getCopyOfContextMap());
        }
        Sightings.look("logger " + name + " at " + level, all.toString());
    }

    private boolean isOn(Level level) {
        return LogLines.isOn(name, level);
    }

    @Override
    public boolean isTraceEnabled() {
        return isOn(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return isOn(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return isOn(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return isOn(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return isOn(Level.ERROR);
    }
}
