package org.chatmodels.cli;

import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.chatmodels.ChatResponse;

/** One line for people: who answered, tokens, cost, time to the first token, speed. What is unknown is left out. */
final class UsageLine {
    private UsageLine() {}

    static String of(ChatResponse response) {
        StringBuilder line = new StringBuilder("[");
        line.append(response.servedBy().provider()).append(':').append(response.model());
        OptionalLong in = response.usage().inputTokens();
        OptionalLong out = response.usage().outputTokens();
        if (in.isPresent()) {
            line.append(", ").append(in.getAsLong()).append(" tokens in");
        }
        if (out.isPresent()) {
            line.append(", ").append(out.getAsLong()).append(" tokens out");
        }
        String dollars = Dollars.of(response.usage(), LocalDate.now());
        line.append(dollars.isEmpty() ? "" : ", ").append(dollars);
        Optional<Duration> first = response.timings().firstToken();
        first.ifPresent(time -> line.append(", first token ").append(seconds(time)));
        response.timings().total().ifPresent(total -> {
            line.append(", ").append(seconds(total));
            if (out.isPresent()) {
                speed(line, out.getAsLong(), first.map(total::minus).orElse(total));
            }
        });
        return line.append(']').toString();
    }

    private static void speed(StringBuilder line, long tokens, Duration time) {
        double seconds = time.toNanos() / 1e9;
        if (seconds > 0.001 && tokens > 1) {
            line.append(String.format(Locale.ROOT, ", %.1f tokens/s", tokens / seconds));
        }
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.2f s", time.toNanos() / 1e9);
    }
}
