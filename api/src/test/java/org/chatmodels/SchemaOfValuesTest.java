package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The schema of every plain value, optional and collection. */
class SchemaOfValuesTest {
    enum Colour {
        RED,
        GREEN
    }

    record One(int x) {}

    record Values(
            String string,
            char letter,
            boolean on,
            Boolean off,
            byte tiny,
            Short little,
            int whole,
            Long large,
            float real,
            Double precise,
            BigDecimal decimal,
            BigInteger bigInteger,
            Instant instant,
            OffsetDateTime offsetDateTime,
            ZonedDateTime zonedDateTime,
            LocalDateTime localDateTime,
            LocalDate localDate,
            LocalTime localTime,
            OffsetTime offsetTime,
            Duration duration,
            Period period,
            Year year,
            YearMonth yearMonth,
            MonthDay monthDay,
            ZoneId zone,
            ZoneOffset offset,
            UUID id,
            URI address,
            Object object,
            OptionalInt optionalInt,
            OptionalLong optionalLong,
            OptionalDouble optionalDouble,
            Optional<String> optional,
            Optional<LocalDate> optionalDate,
            Optional<Object> optionalObject,
            Optional<Colour> optionalColour,
            Optional<Optional<Colour>> optionalOptional,
            Optional<One> optionalRecord,
            Optional<List<String>> optionalList,
            List<String> list,
            Set<Integer> set,
            Collection<List<String>> collection,
            int[] array,
            String[][] arrayOfArrays,
            List<String>[] genericArray,
            List<? extends Colour> wildcard,
            Map<String, Integer> map,
            One nested,
            Colour colour) {}

    /** Each component of Values with its schema, in their order; single quotes for double ones. */
    private static final String TABLE = """
            string = {'type':'string'}
            letter = {'description':'One character','type':'string'}
            on = {'type':'boolean'}
            off = {'type':'boolean'}
            tiny = {'type':'integer'}
            little = {'type':'integer'}
            whole = {'type':'integer'}
            large = {'type':'integer'}
            real = {'type':'number'}
            precise = {'type':'number'}
            decimal = {'type':'number'}
            bigInteger = {'type':'integer'}
            instant = {'type':'string','format':'date-time'}
            offsetDateTime = {'type':'string','format':'date-time'}
            zonedDateTime = {'type':'string','format':'date-time'}
            localDateTime = {'type':'string','format':'date-time'}
            localDate = {'type':'string','format':'date'}
            localTime = {'type':'string','format':'time'}
            offsetTime = {'type':'string','format':'time'}
            duration = {'type':'string','format':'duration'}
            period = {'type':'string','format':'duration'}
            year = {'description':'A year, as 2026','type':'string'}
            yearMonth = {'description':'Year and month, as 2026-11','type':'string'}
            monthDay = {'description':'Month and day, as --11-20','type':'string'}
            zone = {'description':'A time zone, as Europe/Rome','type':'string'}
            offset = {'description':'An offset from UTC, as +01:00','type':'string'}
            id = {'type':'string','format':'uuid'}
            address = {'description':'A URI','type':'string'}
            object = {}
            optionalInt = {'type':['integer','null']}
            optionalLong = {'type':['integer','null']}
            optionalDouble = {'type':['number','null']}
            optional = {'type':['string','null']}
            optionalDate = {'type':['string','null'],'format':'date'}
            optionalObject = {}
            optionalColour = {'anyOf':[COLOUR,{'type':'null'}]}
            optionalOptional = {'anyOf':[COLOUR,{'type':'null'}]}
            optionalRecord = {'anyOf':[ONE,{'type':'null'}]}
            optionalList = {'anyOf':[{'type':'array','items':{'type':'string'}},{'type':'null'}]}
            list = {'type':'array','items':{'type':'string'}}
            set = {'type':'array','items':{'type':'integer'}}
            collection = {'type':'array','items':{'type':'array','items':{'type':'string'}}}
            array = {'type':'array','items':{'type':'integer'}}
            arrayOfArrays = {'type':'array','items':{'type':'array','items':{'type':'string'}}}
            genericArray = {'type':'array','items':{'type':'array','items':{'type':'string'}}}
            wildcard = {'type':'array','items':COLOUR}
            map = {'type':'object','additionalProperties':{'type':'integer'}}
            nested = ONE
            colour = COLOUR
            """;

    @Test
    void eachKindOfValueHasItsSchema() {
        List<String> properties = new ArrayList<>();
        List<String> required = new ArrayList<>();
        for (String line : TABLE.split("\n")) {
            String[] row = line.split(" = ");
            properties.add("'" + row[0] + "':" + row[1]);
            required.add("'" + row[0] + "'");
        }
        String end = "],'additionalProperties':false}";
        String expected = ("{'type':'object','properties':{" + String.join(",", properties) + "},'required':["
                        + String.join(",", required) + end)
                .replace("COLOUR", "{'type':'string','enum':['RED','GREEN']}")
                .replace("ONE", "{'type':'object','properties':{'x':{'type':'integer'}},'required':['x'" + end)
                .replace('\'', '"');

        assertThat(new SchemaWriter(Values.class)).hasToString(expected);
    }
}
