package org.chatmodels.cli;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.chatmodels.ModelInfo;

/** A line of the table of models that run now; what the service doesn't say is blank. */
record RunningModel(ListedModel listed, Instant now) {
    /** From this year on an end means that there is none. */
    private static final int FOREVER = 2200;

    /** MODEL, SIZE, GPU, CONTEXT and UNTIL. */
    String[] cells() {
        OptionalLong size = number("size");
        return new String[] {
            ListedModel.plain(listed.location()),
            size.isPresent() ? ByteCount.of(size.getAsLong()) : "",
            share(number("size_vram"), size),
            context(),
            until()
        };
    }

    private OptionalLong number(String name) {
        return model().extra().get(name) instanceof Number number
                ? OptionalLong.of(number.longValue())
                : OptionalLong.empty();
    }

    private ModelInfo model() {
        return listed.model();
    }

    private static String share(OptionalLong part, OptionalLong all) {
        return part.isEmpty() || all.orElse(0) <= 0 ? "" : Math.round(100.0 * part.getAsLong() / all.getAsLong()) + "%";
    }

    private String context() {
        OptionalLong context = number("context_length");
        if (context.isPresent()) {
            return Long.toString(context.getAsLong());
        }
        return model().capabilities().contextWindow().isPresent()
                ? Integer.toString(model().capabilities().contextWindow().getAsInt())
                : "";
    }

    private String until() {
        if (!(model().extra().get("expires_at") instanceof String text)) {
            return "";
        }
        try {
            Instant end = OffsetDateTime.parse(text).toInstant();
            return end.atOffset(ZoneOffset.UTC).getYear() > FOREVER ? "forever" : relative(Duration.between(now, end));
        } catch (DateTimeException e) {
            return ListedModel.plain(text);
        }
    }

    /** "4 minutes": in whole numbers of one unit. */
    private static String relative(Duration left) {
        long seconds = left.toSeconds();
        if (seconds <= 0) {
            return "now";
        }
        long minutes = (seconds + 30) / 60;
        if (minutes < 1) {
            return counted(seconds, "second");
        }
        if (minutes < 100) {
            return counted(minutes, "minute");
        }
        long hours = (minutes + 30) / 60;
        return hours < 48 ? counted(hours, "hour") : counted((hours + 12) / 24, "day");
    }

    private static String counted(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
