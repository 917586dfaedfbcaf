package org.chatmodels.cli;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Adds up tokens and costs of entries. A figure that no answer gave is empty, one that only some gave is a least. */
final class UsageSum {
    private static final List<String> FIGURES =
            List.of("input_tokens", "cached_input_tokens", "output_tokens", "reasoning_tokens", "total_tokens");

    private final long[] sums = new long[FIGURES.size()];
    private final int[] known = new int[FIGURES.size()];
    private BigDecimal dollars = BigDecimal.ZERO;
    private int priced;
    private int answers;
    private int failures;

    void add(LogEntry entry) {
        if (!entry.isAnswered()) {
            failures++;
            return;
        }
        answers++;
        Optional<BigDecimal> cost = entry.cost();
        dollars = dollars.add(cost.orElse(BigDecimal.ZERO));
        priced += cost.isPresent() ? 1 : 0;
        for (int i = 0; i < sums.length; i++) {
            OptionalLong tokens = entry.tokens(FIGURES.get(i));
            if (tokens.isPresent()) {
                sums[i] += tokens.getAsLong();
                known[i]++;
            }
        }
    }

    /** Cells of a table: name, answers, failures, figures. */
    String[] row(String name) {
        String[] row = new String[4 + sums.length];
        row[0] = name;
        row[1] = String.valueOf(answers);
        row[2] = failures == 0 ? "" : String.valueOf(failures);
        for (int i = 0; i < sums.length; i++) {
            row[3 + i] = known[i] == 0 ? "" : (known[i] < answers ? ">=" : "") + sums[i];
        }
        row[3 + sums.length] = priced == 0 ? "" : (priced < answers ? ">=" : "") + Dollars.of(dollars);
        return row;
    }

    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("answers", answers);
        fields.put("failures", failures);
        for (int i = 0; i < sums.length; i++) {
            if (known[i] > 0) {
                fields.put(FIGURES.get(i) + (known[i] < answers ? "_at_least" : ""), sums[i]);
            }
        }
        if (priced > 0) {
            fields.put("cost_usd" + (priced < answers ? "_at_least" : ""), dollars);
        }
        return fields;
    }
}
