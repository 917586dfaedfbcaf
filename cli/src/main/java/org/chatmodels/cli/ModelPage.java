package org.chatmodels.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.chatmodels.Capabilities;
import org.chatmodels.Capabilities.Support;
import org.chatmodels.ModelInfo;
import org.jspecify.annotations.Nullable;

/** All that is known of one model, for people: facts in two columns, then the long texts. */
final class ModelPage {
    private static final int LONGEST_FACT = 200;
    private static final int MOST_LINES = 8;
    private static final String INDENT = "    ";

    private final ListedModel listed;
    private final boolean whole;
    private final Table facts = new Table("", "");
    private final Map<String, String> texts = new LinkedHashMap<>();

    /** {@code whole}: with all lines of its long texts. */
    ModelPage(ListedModel listed, boolean whole) {
        this.listed = listed;
        this.whole = whole;
        facts();
        listed.model().extra().forEach(this::extra);
    }

    /** Facts are cut to that width, if there is one. */
    String text(OptionalInt width) {
        StringBuilder page = new StringBuilder();
        page.append(whole || width.isEmpty() ? facts : facts.cutTo(width.getAsInt(), 1));
        texts.forEach((name, text) -> {
            page.append('\n').append(name).append('\n');
            lines(page, text);
        });
        return page.toString();
    }

    private void lines(StringBuilder page, String text) {
        List<String> lines = text.lines().toList();
        int shown = whole ? lines.size() : Math.min(lines.size(), MOST_LINES);
        for (String line : lines.subList(0, shown)) {
            page.append(line.isBlank() ? "" : INDENT + (whole ? line : cut(line)))
                    .append('\n');
        }
        int left = lines.size() - shown;
        if (left > 0) {
            page.append(INDENT)
                    .append("… ")
                    .append(left == 1 ? "1 more line" : left + " more lines")
                    .append(": --all shows them\n");
        }
    }

    private static String cut(String line) {
        if (line.length() <= LONGEST_FACT) {
            return line;
        }
        int end = LONGEST_FACT - 1;
        return line.substring(0, Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    private void facts() {
        ModelInfo model = listed.model();
        Capabilities can = model.capabilities();
        fact("location", listed.location());
        fact("name", model.name().orElse(""));
        fact("owner", model.owner().orElse(""));
        fact("context window", tokens(can.contextWindow()));
        fact("answer limit", tokens(can.maxOutputTokens()));
        fact("can", words(Support.YES));
        fact("cannot", words(Support.NO));
        fact("prices", prices(model));
        fact("retired", model.retired().map(ListedModel::end).orElse(""));
    }

    private void fact(String name, String value) {
        if (!value.isBlank()) {
            facts.row(ListedModel.plain(name), ListedModel.plain(value.strip()));
        }
    }

    private static String tokens(OptionalInt figure) {
        return figure.isPresent() ? figure.getAsInt() + " tokens" : "";
    }

    private String words(Support support) {
        return String.join(", ", ListedModel.features(listed.model().capabilities(), support))
                .replace('_', ' ');
    }

    private static String prices(ModelInfo model) {
        List<String> prices = new ArrayList<>();
        price(prices, model.inputPrice(), " in");
        price(prices, model.cachedInputPrice(), " in from the cache");
        price(prices, model.outputPrice(), " out");
        price(prices, model.reasoningPrice(), " thought");
        return prices.isEmpty()
                ? ""
                : String.join(", ", prices) + " (US dollars per million tokens"
                        + model.priceDate().map(day -> ", " + day).orElse("") + ")";
    }

    private static void price(List<String> prices, Optional<BigDecimal> price, String what) {
        price.ifPresent(dollars -> prices.add(dollars.toPlainString() + what));
    }

    /** A map's entries stand beside the others, as {@code map.entry}; what is deeper is JSON. */
    private void extra(String name, Object value) {
        if (value instanceof Map<?, ?> entries) {
            entries.forEach((key, entry) -> value(name + "." + key, entry));
        } else {
            value(name, value);
        }
    }

    private void value(String name, @Nullable Object value) {
        String text = shown(name, value);
        if (text.strip().indexOf('\n') < 0 && text.length() <= LONGEST_FACT) {
            fact(name, text);
        } else {
            texts.put(ListedModel.plain(name), Terminal.plain(text.strip(), true));
        }
    }

    private static String shown(String name, @Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Number bytes && (name.equals("size") || name.equals("size_vram"))) {
            return ByteCount.of(bytes.longValue()) + " (" + bytes + " bytes)";
        }
        if (value instanceof List<?> list && list.stream().noneMatch(ModelPage::isNested)) {
            return String.join(", ", list.stream().map(String::valueOf).toList());
        }
        return isNested(value) ? Json.write(value) : value.toString();
    }

    private static boolean isNested(Object value) {
        return value instanceof Map || value instanceof List;
    }
}
