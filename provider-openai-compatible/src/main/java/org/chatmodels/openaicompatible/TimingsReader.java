package org.chatmodels.openaicompatible;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.chatmodels.Timings;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.JsonReader;

/**
 * Reads what services say of their own time, under their own names: seconds in fields that end in {@code _time}, in the
 * usage or in an object of their own, milliseconds in those that end in {@code _ms}.
 */
final class TimingsReader {
    private static final double SECOND = 1e9;
    private static final double MILLISECOND = 1e6;
    private static final double MOST_NANOS = 1e18;
    private static final int MOST = 16;
    private static final int LONGEST_NAME = 64;

    private final JsonReader json;
    private final Map<String, Duration> times = new LinkedHashMap<>(0);
    private boolean fresh;

    TimingsReader(JsonReader json) {
        this.json = json;
    }

    /** Reads the object that comes next. */
    void read() {
        if (json.kind() != JsonReader.Kind.OBJECT) {
            json.skip();
            return;
        }
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            readField();
        }
    }

    /** Reads the field's value if its name is that of a time, else passes over it. */
    void readField() {
        String name = json.name();
        boolean seconds = name.endsWith("_time");
        boolean millis = name.endsWith("_ms") && !name.contains("_per_");
        if (json.kind() != JsonReader.Kind.NUMBER || !seconds && !millis) {
            json.skip();
        } else if (json.value() instanceof BigDecimal number) {
            put(name, number.doubleValue() * (seconds ? SECOND : MILLISECOND));
        }
    }

    private void put(String name, double nanos) {
        boolean room = times.size() < MOST && name.length() <= LONGEST_NAME || times.containsKey(name);
        if (room && nanos >= 0 && nanos <= MOST_NANOS) {
            times.put(name, Duration.ofNanos(Math.round(nanos)));
            fresh = true;
        }
    }

    /** Tells what is new since it told the last time. */
    void tell(AnswerAssembler answer) {
        if (fresh) {
            fresh = false;
            answer.timings(Timings.ofBackend(times));
        }
    }
}
