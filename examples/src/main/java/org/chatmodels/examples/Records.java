package org.chatmodels.examples;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.chatmodels.ChatModels;

/** Asks for a record instead of a text. */
public final class Records {
    private Records() {}

    record Line(String what, BigDecimal price) {}

    record Invoice(String number, List<Line> lines, Optional<String> note) {}

    public static void main(String[] words) {
        Invoice invoice = ChatModels.open("favourite").ask(String.join(" ", words), Invoice.class);
        System.out.println(invoice.number() + ", " + invoice.lines().size() + " lines");
        invoice.lines().forEach(line -> System.out.println(line.price() + " " + line.what()));
    }
}
