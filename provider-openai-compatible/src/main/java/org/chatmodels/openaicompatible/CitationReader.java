package org.chatmodels.openaicompatible;

import java.util.ArrayList;
import java.util.List;
import org.chatmodels.Citation;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.JsonReader;

/**
 * Reads the sources that an answer names: annotations of a message, flat or with an object inside that has the name of
 * its type, and the lists of addresses and results that search services put beside the choices.
 */
final class CitationReader {
    private final JsonReader json;
    private final List<Citation> found = new ArrayList<>(0);
    private Citation.Builder citation = Citation.builder();

    CitationReader(JsonReader json) {
        this.json = json;
    }

    /** Reads and tells the list that comes next, which stands beside the text of the first choice. */
    void readInto(AnswerAssembler answer) {
        forget();
        read();
        tell(0, answer);
    }

    void forget() {
        found.clear();
    }

    /** Reads the list that comes next; what is none, and elements that are no sources, are passed over. */
    void read() {
        if (json.kind() != JsonReader.Kind.ARRAY) {
            json.skip();
            return;
        }
        for (boolean in = json.enterArray(); in && json.nextElement(); ) {
            element();
        }
    }

    /** Tells those read since {@link #forget}; places in the text are places in the first choice's. */
    void tell(int choice, AnswerAssembler answer) {
        for (Citation each : found) {
            answer.citation(choice == 0 ? each : withoutPlace(each));
        }
    }

    /** Tells those of a text of the first choice before which there are so many characters of other texts. */
    void tellBehind(int characters, AnswerAssembler answer) {
        for (Citation each : found) {
            Citation.Builder builder = each.toBuilder();
            each.start().ifPresent(start -> builder.start(start + characters));
            each.end().ifPresent(end -> builder.end(end + characters));
            answer.citation(builder.build());
        }
    }

    private static Citation withoutPlace(Citation citation) {
        Citation.Builder builder = Citation.builder();
        citation.url().ifPresent(builder::url);
        citation.fileId().ifPresent(builder::fileId);
        citation.title().ifPresent(builder::title);
        return builder.build();
    }

    private void element() {
        citation = Citation.builder();
        switch (json.kind()) {
            case STRING -> set(Field.URL);
            case OBJECT -> object(true);
            default -> json.skip();
        }
        found.add(citation.build());
    }

    private void object(boolean outer) {
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            switch (json.name()) {
                case "url" -> set(Field.URL);
                case "title", "name", "filename" -> set(Field.TITLE);
                case "file_id", "hash" -> set(Field.FILE);
                case "start_index" -> place(true);
                case "end_index" -> place(false);
                default -> nested(outer);
            }
        }
    }

    private void nested(boolean outer) {
        boolean named = json.name().equals("url_citation")
                || json.name().equals("file_citation")
                || json.name().equals("file");
        if (outer && named && json.kind() == JsonReader.Kind.OBJECT) {
            object(false);
        } else {
            json.skip();
        }
    }

    private enum Field {
        URL,
        TITLE,
        FILE
    }

    private void set(Field field) {
        String text = json.plain();
        if (!text.isEmpty()) {
            switch (field) {
                case URL -> citation.url(text);
                case TITLE -> citation.title(text);
                default -> citation.fileId(text);
            }
        }
    }

    private void place(boolean start) {
        long index = UsageReader.number(json);
        if (index >= 0 && index <= Integer.MAX_VALUE) {
            citation = start ? citation.start((int) index) : citation.end((int) index);
        }
    }
}
