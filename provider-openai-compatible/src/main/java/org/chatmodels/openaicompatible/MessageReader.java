package org.chatmodels.openaicompatible;

import java.util.HashMap;
import java.util.Map;
import org.chatmodels.spi.AnswerAssembler;
import org.chatmodels.spi.JsonReader;

/** Reads a message or a piece of one, and keeps it until its choice is known. */
final class MessageReader {
    private final JsonReader json;
    private final boolean openTags;
    private final boolean splits;
    private final ThoughtReader thoughts;
    private final ToolCallReader calls;
    private final CitationReader citations;
    private final MediaReader media;
    private final Map<Integer, ChoiceProgress> progress = new HashMap<>(0);
    private String text = "";
    private String refusal = "";
    private boolean plain = true;

    MessageReader(JsonReader json, ReadRules rules) {
        this.json = json;
        openTags = rules.reads(ReadRules.OPEN_TAGS);
        splits = openTags || rules.reads(ReadRules.TAGS);
        thoughts = new ThoughtReader(json, rules);
        calls = new ToolCallReader(json);
        citations = new CitationReader(json);
        media = new MediaReader(json);
    }

    void forget() {
        text = "";
        refusal = "";
        if (!plain) {
            plain = true;
            thoughts.forget();
            calls.forget();
            citations.forget();
            media.forget();
        }
    }

    /** Reads the object that comes next; {@code whole} if it is no delta. */
    void read(boolean whole) {
        forget();
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            switch (json.name()) {
                case "content" -> content();
                case "refusal" -> refusal = json.plain();
                case "role" -> json.skip();
                default -> rarer(whole);
            }
        }
    }

    private void rarer(boolean whole) {
        plain = false;
        switch (json.name()) {
            case "reasoning_content" -> thoughts.readContentField();
            case "reasoning" -> thoughts.readField();
            case "reasoning_details" -> thoughts.readDetails();
            case "reasoning_signature" -> thoughts.readSignature();
            case "tool_calls" -> calls.readCalls(whole);
            case "function_call" -> calls.readLegacy(whole);
            case "annotations" -> citations.read();
            case "images" -> media.readPictures();
            case "audio" -> media.readSound();
            default -> json.skip();
        }
    }

    /** A text, null, or parts: {@code text}, {@code thinking} with parts of its own, {@code refusal}, pictures. */
    private void content() {
        if (json.kind() != JsonReader.Kind.ARRAY) {
            text = json.text("");
            return;
        }
        text = "";
        for (boolean in = json.enterArray(); in && json.nextElement(); ) {
            if (json.kind() == JsonReader.Kind.STRING) {
                text += json.text("");
            } else {
                part();
            }
        }
    }

    private void part() {
        plain = false;
        for (boolean in = json.enterObject(); in && json.nextField(); ) {
            switch (json.name()) {
                case "text" -> text += json.plain();
                case "thinking" -> thoughts.readPart();
                case "refusal" -> refusal += json.plain();
                case "image_url" -> media.readPicture();
                default -> json.skip();
            }
        }
    }

    /** Tells what was read last. */
    void tell(int choice, AnswerAssembler answer) {
        String said = text.isEmpty() && !plain ? media.transcript() : text;
        if (!plain) {
            thoughts.attach(choice, answer);
            thought(choice, thoughts.text(), thoughts.place(), answer);
        }
        if (splits && !said.isEmpty()) {
            ThinkTags tags = progress(choice, answer).tags();
            tags.read(said);
            thought(choice, tags.thought(), ReadRules.TAGS, answer);
            said = tags.text();
        }
        answer.text(choice, said);
        answer.refusal(choice, refusal);
        if (!plain) {
            tellRest(choice, answer);
        }
    }

    private void thought(int choice, String piece, String place, AnswerAssembler answer) {
        if (!piece.isEmpty()) {
            progress(choice, answer).thought(piece, place, answer);
        }
    }

    private void tellRest(int choice, AnswerAssembler answer) {
        calls.tell(choice, answer);
        citations.tell(choice, answer);
        media.tell(choice, answer);
        if (media.hasSound()) {
            media.addSoundTo(progress(choice, answer).sound());
        }
    }

    /** A choice of which all waits for more has begun too. */
    private ChoiceProgress progress(int choice, AnswerAssembler answer) {
        ChoiceProgress known = progress.get(choice);
        if (known == null) {
            answer.begin(choice);
            known = new ChoiceProgress(choice, new ThinkTags(openTags));
            progress.put(choice, known);
        }
        return known;
    }

    /** Nothing more comes: tells what was waiting for more. */
    void end(AnswerAssembler answer) {
        progress.values().forEach(each -> each.end(answer));
        progress.clear();
    }
}
