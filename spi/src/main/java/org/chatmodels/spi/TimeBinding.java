package org.chatmodels.spi;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.Function;

/**
 * Dates, times and amounts of time as the texts of ISO 8601 that they print and parse themselves. Local ones may have an
 * offset, for the formats of JSON Schema demand one.
 */
final class TimeBinding {
    private TimeBinding() {}

    static void addTo(SimpleModule module) {
        add(module, Instant.class, Instant::parse);
        add(module, LocalDate.class, LocalDate::parse);
        add(module, LocalTime.class, text -> LocalTime.parse(text, DateTimeFormatter.ISO_TIME));
        add(module, LocalDateTime.class, text -> LocalDateTime.parse(text, DateTimeFormatter.ISO_DATE_TIME));
        add(module, OffsetTime.class, OffsetTime::parse);
        add(module, OffsetDateTime.class, OffsetDateTime::parse);
        add(module, ZonedDateTime.class, ZonedDateTime::parse);
        add(module, Year.class, Year::parse);
        add(module, YearMonth.class, YearMonth::parse);
        add(module, MonthDay.class, MonthDay::parse);
        add(module, Duration.class, Duration::parse);
        add(module, Period.class, Period::parse);
        add(module, ZoneOffset.class, ZoneOffset::of);
        add(module, ZoneId.class, ZoneId::of);
    }

    private static <T> void add(SimpleModule module, Class<T> type, Function<String, T> parse) {
        module.addSerializer(type, ToStringSerializer.instance);
        module.addDeserializer(type, new FromText<>(type, parse));
    }

    private static final class FromText<T> extends StdDeserializer<T> {
        private static final long serialVersionUID = 1;

        private final transient Function<String, T> parse;

        FromText(Class<T> type, Function<String, T> parse) {
            super(type);
            this.parse = parse;
        }

        @Override
        public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            boolean text = parser.hasToken(JsonToken.VALUE_STRING) || parser.hasToken(JsonToken.VALUE_NUMBER_INT);
            if (!text) {
                return context.reportInputMismatch(this, "a text was expected");
            }
            try {
                return parse.apply(parser.getText().strip());
            } catch (DateTimeException e) {
                return context.reportInputMismatch(this, "no such date or time");
            }
        }
    }
}
