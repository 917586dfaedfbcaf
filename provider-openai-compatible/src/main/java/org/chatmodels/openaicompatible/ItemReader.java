package org.chatmodels.openaicompatible;

import java.util.List;
import java.util.Map;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.ToolCallPiece;

/**
 * Reads the items of the output: what of them comes in pieces, and each of them whole at its end and once more at the
 * end of all, which must not be told twice.
 */
final class ItemReader {
    private static final String BETWEEN = "\n\n";

    private final ItemList items;
    private final WholeItemReader wholes;
    private final boolean splits;

    ItemReader(String provider, ReadRules rules) {
        boolean openTags = rules.reads(ReadRules.OPEN_TAGS);
        splits = openTags || rules.reads(ReadRules.TAGS);
        items = new ItemList(openTags);
        wholes = new WholeItemReader(provider, items, splits);
    }

    /** Tells what an event says of an item. */
    void read(String type, ItemEvent event, AnswerAssembler answer) {
        switch (type) {
            case "response.output_item.added" -> added(event, answer);
            case "response.output_item.done" -> wholes.read(items.done(event), event.item, answer);
            case "response.output_text.delta" -> text(event, answer);
            case "response.refusal.delta" -> {
                select("message", event, answer);
                answer.refusal(0, event.delta);
            }
            case "response.reasoning_summary_text.delta" -> thought("summary", event, answer);
            case "response.reasoning_text.delta" -> thought("content", event, answer);
            case "response.function_call_arguments.delta" -> arguments(event, false, answer);
            case "response.function_call_arguments.done" -> arguments(event, true, answer);
            default -> {}
        }
    }

    /** Tells of the whole output, of which all or nothing may have come before. */
    void all(List<?> output, AnswerAssembler answer) {
        items.beginOutput();
        for (int i = 0; i < output.size(); i++) {
            if (output.get(i) instanceof Map<?, ?> item) {
                wholes.read(items.ofOutput(i, item), item, answer);
            }
        }
    }

    /** Nothing more comes. */
    void end(AnswerAssembler answer) {
        for (ItemProgress item : items.all()) {
            if (!item.whole && splits) {
                item.tags.end();
                answer.item(0, item.number);
                answer.reasoning(0, item.tags.thought());
                answer.text(0, item.tags.text());
            }
        }
    }

    /** Some servers don't say that an item begins. */
    private ItemProgress select(String type, ItemEvent event, AnswerAssembler answer) {
        ItemProgress item = items.of(event);
        item.type = item.type.isEmpty() ? type : item.type;
        answer.item(0, item.number);
        return item;
    }

    /** A call without an id waits for the item's end, which may have it. */
    private void added(ItemEvent event, AnswerAssembler answer) {
        ItemProgress item = items.added(event);
        answer.item(0, item.number);
        String name = ItemList.text(event.item, "name");
        if (item.type.equals("function_call") && !item.callId.isEmpty() && !name.isEmpty()) {
            item.called = true;
            answer.toolCall(
                    0, new ToolCallPiece().index(item.number).id(item.callId).name(name));
        }
    }

    private void text(ItemEvent event, AnswerAssembler answer) {
        ItemProgress item = select("message", event, answer);
        if (!splits) {
            answer.text(0, event.delta);
        } else if (!event.delta.isEmpty()) {
            item.tags.read(event.delta);
            answer.reasoning(0, item.tags.thought());
            answer.text(0, item.tags.text());
        }
    }

    /** Of a thought that is told twice, in short and in full, what came first is read. */
    private void thought(String kind, ItemEvent event, AnswerAssembler answer) {
        ItemProgress item = select("reasoning", event, answer);
        if (event.delta.isEmpty() || !item.thought.isEmpty() && !item.thought.equals(kind)) {
            return;
        }
        boolean another = !item.thought.isEmpty() && event.part != item.part;
        item.thought = kind;
        item.part = event.part;
        answer.reasoning(0, another ? BETWEEN + event.delta : event.delta);
    }

    private void arguments(ItemEvent event, boolean whole, AnswerAssembler answer) {
        ItemProgress item = select("function_call", event, answer);
        if (item.called) {
            ToolCallPiece piece = new ToolCallPiece().index(item.number);
            answer.toolCall(0, whole ? piece.object(event.arguments) : piece.arguments(event.delta));
        }
    }
}
