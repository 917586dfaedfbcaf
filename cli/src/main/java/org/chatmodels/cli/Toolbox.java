package org.chatmodels.cli;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.chatmodels.Description;
import org.chatmodels.Tool;

/** The tools that a model may be given: they read nothing of this machine but its clock, and change nothing. */
final class Toolbox {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEEE yyyy-MM-dd HH:mm:ss xxx", Locale.ENGLISH);
    private static final int MOST_DICE = 100;
    private static final int MOST_SIDES = 1_000_000;

    private final Map<String, Tool> tools = new LinkedHashMap<>();
    private final Clock clock;
    private final RandomGenerator random;

    /** When. */
    record When(
            @Description("The time zone, for example Europe/Rome; null is the user's own")
            Optional<String> zone) {}

    /** What is reckoned. */
    record Sum(
            @Description("For example (2 + 3.5) * 4 ^ 2 / 7; there are + - * / % ^ and brackets, no names")
            String expression) {}

    /** What is rolled. */
    record Dice(
            @Description("The sides of each die; null is 6") OptionalInt sides,
            @Description("How many dice; null is 1") OptionalInt count) {}

    Toolbox() {
        this(Clock.systemDefaultZone(), new Random());
    }

    Toolbox(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
        add(Tool.of("clock", "Tells date, weekday and time of now", When.class, this::time));
        add(Tool.of("calculator", "Reckons exactly", Sum.class, sum -> Calculator.of(sum.expression())));
        add(Tool.of("dice", "Rolls dice", Dice.class, this::roll));
    }

    private void add(Tool tool) {
        tools.put(tool.name(), tool);
    }

    /** Those of these names, each once; one at least. */
    List<Tool> tools(List<String> names) {
        if (names.isEmpty()) {
            throw noSuch("");
        }
        Map<String, Tool> chosen = new LinkedHashMap<>();
        for (String name : names) {
            Tool tool = tools.get(name.strip());
            if (tool == null) {
                throw noSuch(name);
            }
            chosen.put(tool.name(), tool);
        }
        return new ArrayList<>(chosen.values());
    }

    private Refusal noSuch(String name) {
        return new Refusal("there is no tool '" + Terminal.plain(name, false) + "': --tool takes "
                + String.join(", ", tools.keySet()));
    }

    private String time(When when) {
        ZoneId zone = when.zone().map(Toolbox::zone).orElse(clock.getZone());
        return TIME.format(ZonedDateTime.now(clock.withZone(zone))) + " " + zone;
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("there is no such time zone: write one as Europe/Rome or UTC", e);
        }
    }

    private String roll(Dice dice) {
        int sides = within(1, MOST_SIDES, dice.sides().orElse(6), "sides");
        int count = within(1, MOST_DICE, dice.count().orElse(1), "count");
        List<Integer> rolled = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            rolled.add(1 + random.nextInt(sides));
        }
        int sum = rolled.stream().mapToInt(Integer::intValue).sum();
        return count == 1 ? String.valueOf(sum) : rolled + ", in all " + sum;
    }

    private static int within(int least, int most, int value, String name) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " goes from " + least + " to " + most);
        }
        return value;
    }
}
