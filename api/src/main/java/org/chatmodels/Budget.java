package org.chatmodels;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.chatmodels.ChatException.Details;

/** Whether a call fits into what its options allow; what it takes is an estimate, and a low one. */
final class Budget {
    /** Bytes of text that make a token, in English; of other languages they make more. */
    private static final int BYTES = 4;

    private Budget() {}

    static boolean isSet(ChatOptions limits) {
        return limits.maxTotalTokens().isPresent() || limits.maxCost().isPresent();
    }

    /**
     * BudgetException when the least that the call takes goes beyond the limits, together with what was used before;
     * what is unknown there, or has no known price, doesn't count.
     */
    static void check(ChatOptions limits, List<Usage> before, ChatRequest request, Usage.Pricing prices) {
        if (!isSet(limits)) {
            return;
        }
        Usage next = Usage.of(tokens(request), request.options().maxTokens().orElse(0))
                .at(prices);
        long used = 0;
        for (Usage usage : before) {
            used = Usage.sum(used, tokens(usage));
        }
        long most = limits.maxTotalTokens().orElse(Long.MAX_VALUE);
        if (Usage.sum(used, tokens(next)) > most) {
            throw exceeded(used + " and " + tokens(next) + " tokens, more than max_total_tokens=" + most);
        }
        BigDecimal dollars = limits.maxCost().orElse(null);
        if (dollars == null) {
            return;
        }
        BigDecimal spent = BigDecimal.ZERO;
        for (Usage usage : before) {
            spent = spent.add(usage.cost().orElse(BigDecimal.ZERO));
        }
        BigDecimal cost = next.cost().orElse(BigDecimal.ZERO);
        if (spent.add(cost).compareTo(dollars) > 0) {
            throw exceeded(spent.toPlainString() + " and " + cost.toPlainString() + " US dollars, more than max_cost="
                    + dollars.toPlainString());
        }
    }

    private static BudgetException exceeded(String figures) {
        return new BudgetException(
                "What was used before and the least that this call takes are " + figures
                        + ": raise that limit, or ask for less",
                Details.builder().code("budget_exceeded").build());
    }

    /** In and out; what is unknown doesn't count. */
    static long tokens(Usage usage) {
        return usage.totalTokens()
                .orElseGet(() -> Usage.sum(
                        usage.inputTokens().orElse(0), usage.outputTokens().orElse(0)));
    }

    /** Of the texts of a prompt, its tools and its form; nobody knows what images and sounds come to. */
    private static long tokens(ChatRequest request) {
        long bytes = 0;
        for (Message message : request.messages()) {
            for (Part part : message.parts()) {
                bytes += bytes(text(part));
            }
        }
        for (Tool tool : request.tools()) {
            bytes += bytes(tool.name() + tool.description() + tool.parameters());
        }
        bytes += bytes(request.responseFormat().flatMap(ResponseFormat::schema).orElse(""));
        return (bytes + BYTES - 1) / BYTES;
    }

    private static String text(Part part) {
        if (part instanceof Part.Text text) {
            return text.text();
        } else if (part instanceof Part.ToolCall call) {
            return call.name() + call.arguments();
        }
        return part instanceof Part.ToolResult result ? result.content() : "";
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** What an answer of unknown cost is warned of where there is a limit. */
    static String warning(ModelLocation location) {
        return "What this answer cost is unknown and doesn't count towards max_cost: say chatmodels.price.NAME = "
                + location.provider() + ":" + location.model() + "; input=…; output=…";
    }
}
