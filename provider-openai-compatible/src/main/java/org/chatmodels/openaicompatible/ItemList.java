package org.chatmodels.openaicompatible;

import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.chatmodels.ChatException.Details;
import org.chatmodels.LimitException;

/**
 * Finds the item that an event or an element of the output tells of. The number decides; some servers send none, then
 * the id does, which others change in the middle, then it is the one that came last.
 */
final class ItemList {
    private static final int MOST = 10_000;

    private final boolean openTags;
    private final TreeMap<Long, ItemProgress> items = new TreeMap<>();
    private final Set<ItemProgress> matched = new HashSet<>();

    ItemList(boolean openTags) {
        this.openTags = openTags;
    }

    /** In their order. */
    Collection<ItemProgress> all() {
        return items.values();
    }

    /** How many characters of text stand before an item. */
    int charactersBefore(ItemProgress item) {
        return items.headMap(item.number).values().stream()
                .mapToInt(each -> each.characters)
                .sum();
    }

    /** The item whose pieces an event has. */
    ItemProgress of(ItemEvent event) {
        if (event.index >= 0) {
            return at(event.index);
        }
        return find(item -> !event.itemId.isEmpty() && item.id.equals(event.itemId))
                .orElseGet(() -> at(items.isEmpty() ? 0 : items.lastKey()));
    }

    /** The item that begins. */
    ItemProgress added(ItemEvent event) {
        return named(at(event.index >= 0 ? event.index : next()), event.item);
    }

    /** The item that is whole. */
    ItemProgress done(ItemEvent event) {
        if (event.index >= 0) {
            return named(at(event.index), event.item);
        }
        String id = text(event.item, "id");
        String type = text(event.item, "type");
        ItemProgress item = find(one -> !id.isEmpty() && one.id.equals(id))
                .or(() -> find(one -> !one.whole && one.type.equals(type)))
                .orElseGet(() -> at(next()));
        return named(item, event.item);
    }

    /** The output begins. */
    void beginOutput() {
        matched.clear();
    }

    /** The item that is the element of the output at that position. */
    ItemProgress ofOutput(int position, Map<?, ?> element) {
        String callId = callId(element);
        String type = text(element, "type");
        Predicate<ItemProgress> fits = item -> item.type.equals(type) && !matched.contains(item);
        ItemProgress item = find(fits.and(one -> !callId.isEmpty() && one.callId.equals(callId)))
                .or(() -> find(fits.and(one -> one.number == position)))
                .or(() -> find(fits))
                .orElseGet(() -> at(Math.max(position, next())));
        matched.add(item);
        return named(item, element);
    }

    private static ItemProgress named(ItemProgress item, Map<?, ?> fields) {
        item.type = text(fields, "type");
        item.id = text(fields, "id");
        item.callId = item.callId.isEmpty() ? callId(fields) : item.callId;
        return item;
    }

    private static String callId(Map<?, ?> fields) {
        return text(fields, "type").equals("function_call") ? text(fields, "call_id") : "";
    }

    /** A member that is a text; empty if it is none. */
    static String text(Map<?, ?> fields, String name) {
        return fields.get(name) instanceof String text ? text : "";
    }

    private long next() {
        return items.isEmpty() ? 0 : items.lastKey() + 1;
    }

    private ItemProgress at(long number) {
        ItemProgress known = items.get(number);
        if (known == null) {
            if (items.size() == MOST) {
                throw new LimitException("The answer has more than " + MOST + " items: ask for less", Details.NONE);
            }
            known = new ItemProgress(number, new ThinkTags(openTags));
            items.put(number, known);
        }
        return known;
    }

    private Optional<ItemProgress> find(Predicate<ItemProgress> test) {
        return items.values().stream().filter(test).findFirst();
    }
}
