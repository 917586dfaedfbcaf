package org.chatmodels.spi;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.chatmodels.ChatEvent;
import org.chatmodels.ChatResponse;
import org.chatmodels.Choice;
import org.chatmodels.Citation;
import org.chatmodels.Logprob;
import org.chatmodels.ModelLocation;
import org.chatmodels.Part;
import org.chatmodels.ProtocolException;
import org.chatmodels.RateLimit;
import org.chatmodels.ResponseFormat;
import org.chatmodels.Timings;
import org.chatmodels.ToolChoice;
import org.chatmodels.Usage;
import org.jspecify.annotations.Nullable;

/**
 * Puts an answer together from its pieces, streamed or whole, and makes the events of a stream: Started first, Finished
 * last, each once. Reasoning, refusal, text, tool calls and attachments of a choice become parts of its message in that
 * order, so that a streamed answer equals a whole one. Calls are complete only when the answer is; until then, and where
 * they are cut or broken, they stand in it as they arrived. Latest usage replaces. Choices stand in the order of their
 * indices; indices that never came leave no hole. Not thread-safe.
 */
public final class AnswerAssembler {
    /** The protocols allow 128 choices at most. */
    private static final int MAX_CHOICE = 127;

    private static final long LAST_CREATED =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private final String askedModel;
    private final String provider;
    private final List<ChoiceAssembler> choices = new ArrayList<>(1);
    private final Set<String> callIds = new HashSet<>(0);
    private final CitationList citations = new CitationList();
    private final ExtraFields extra = new ExtraFields();
    private final List<String> warnings = new ArrayList<>(0);
    private String id = "";
    private String model = "";
    private long created;
    private String requestId = "";
    private Usage usage = Usage.UNKNOWN;
    private Timings timings = Timings.NONE;
    private RateLimit rateLimit = RateLimit.NONE;
    private boolean started;
    private boolean hasContent;
    private boolean complete;
    private ToolChoice expected = ToolChoice.AUTO;
    private @Nullable ResponseFormat responseFormat;
    private @Nullable ChatResponse response;

    private final Events[] events = {new Events(), new Events()};
    private int filling;

    /** {@code askedModel} stands in for a model that the backend does not name. */
    public AnswerAssembler(String askedModel) {
        this.askedModel = Objects.requireNonNull(askedModel, "askedModel");
        this.provider = "";
    }

    /** For the answer of that model; the provider is named where something stands as it arrived, and in failures. */
    public AnswerAssembler(ModelLocation asked) {
        this.askedModel = asked.model();
        this.provider = asked.provider();
    }

    /**
     * What the backend says of the answer; empty texts and seconds that are no date are ignored, the first of each
     * counts.
     */
    public void head(String id, String model, long createdEpochSecond) {
        if (this.id.isEmpty()) {
            this.id = Objects.requireNonNull(id, "id");
        }
        if (this.model.isEmpty()) {
            this.model = Objects.requireNonNull(model, "model");
        }
        if (created == 0 && createdEpochSecond > 0 && createdEpochSecond <= LAST_CREATED) {
            created = createdEpochSecond;
        }
    }

    /** A choice began, though nothing of it is known yet: until it ends the answer is not finished. */
    public void begin(int choice) {
        choice(choice);
    }

    /**
     * For answers that are lists of items: what comes next of the choice belongs to the item of that number, from 0,
     * which need not be the last. The parts of the message stand in the order of the numbers.
     */
    public void item(int choice, long number) {
        choice(choice).select(number);
    }

    /** More text of a choice; the events since the last call wait in {@link #drain}. Empty pieces make none. */
    public void text(int choice, String piece) {
        if (!piece.isEmpty()) {
            choice(choice).item.text.append(piece);
            content(new ChatEvent.TextDelta(choice, piece));
        }
    }

    /** More of the model's thought, as {@link #text}. */
    public void reasoning(int choice, String piece) {
        if (!piece.isEmpty()) {
            choice(choice).item.reasoning.append(piece);
            content(new ChatEvent.ReasoningDelta(choice, piece));
        }
    }

    /** More of a refusal, as {@link #text}. */
    public void refusal(int choice, String piece) {
        if (!piece.isEmpty()) {
            choice(choice).item.refusal.append(piece);
            content(new ChatEvent.RefusalDelta(choice, piece));
        }
    }

    /** All the text of the item: what of it did not come yet comes now; if other text came, it is replaced. */
    public void wholeText(int choice, String whole) {
        text(choice, AnswerItem.rest(choice(choice).item.text, whole));
    }

    /** All the thought of the item, as {@link #wholeText}. */
    public void wholeReasoning(int choice, String whole) {
        reasoning(choice, AnswerItem.rest(choice(choice).item.reasoning, whole));
    }

    /** All the refusal of the item, as {@link #wholeText}. */
    public void wholeRefusal(int choice, String whole) {
        refusal(choice, AnswerItem.rest(choice(choice).item.refusal, whole));
    }

    /** What the backend attached to the text or refusal of the item and must get back; replaces what came under that name. */
    public void textMetadata(int choice, String name, String json) {
        choice(choice).item.attachToText(name, json);
    }

    /** The item is of a kind that has no part here: it stands in its place as it came, the last time it did. */
    public void opaque(int choice, String json) {
        choice(choice).item.set(new Part.Opaque(provider, json));
    }

    /** What the backend attached to the thought and must get back; replaces what came under that name before. */
    public void reasoningMetadata(int choice, String name, String json) {
        choice(choice).item.attachToReasoning(name, json);
    }

    /** The same for an array that comes in parts: more elements of it, each one JSON; none begin an empty array. */
    public void reasoningMetadata(int choice, String name, List<String> elements) {
        choice(choice).item.attachToReasoning(name, elements);
    }

    /**
     * More of a tool call; nothing is kept of the piece. Known ids decide to which call it belongs, then known indices,
     * then where it stands. An id that never comes is made, and stays the same from the first event on.
     */
    public void toolCall(int choice, ToolCallPiece piece) {
        choice(choice).calls.add(choice, piece).ifPresent(this::content);
    }

    /** A picture, sound or file of a choice; the same twice counts once. */
    public void attachment(int choice, Part.Attachment attachment) {
        choice(choice).item.attach(attachment);
        hasContent = true;
    }

    /** The next tokens of a choice with their probabilities. */
    public void logprobs(int choice, List<Logprob> more) {
        if (!more.isEmpty()) {
            choice(choice).logprobs.addAll(more);
        }
    }

    /** A source that the answer names; said twice it counts once. */
    public void citation(Citation citation) {
        citations.add(citation);
    }

    /** A field of the answer without a home, as a JSON value that is not null; beyond 64 KiB in all none is kept. */
    public void extra(String name, Object value) {
        extra.put(name, value);
    }

    /** The same for the field that is to be read next; null is none. */
    public void extra(JsonReader field) {
        String name = field.name();
        Object value = field.value();
        if (value != null) {
            extra.put(name, value);
        }
    }

    /** The backend's word for the end of a choice; empty words are no end, the last word counts. */
    public void finishReason(int choice, String word) {
        if (!word.isEmpty()) {
            choice(choice).finish(FinishWords.read(word));
        }
    }

    /** What the answer used so far; replaces what was said before. */
    public void usage(Usage usage) {
        this.usage = Objects.requireNonNull(usage, "usage");
    }

    /** The backend's own figures; replace what was said before. */
    public void timings(Timings timings) {
        this.timings = Objects.requireNonNull(timings, "timings");
    }

    /** What the headers say of the limits. */
    public void rateLimit(RateLimit rateLimit) {
        this.rateLimit = Objects.requireNonNull(rateLimit, "rateLimit");
    }

    /** One line more for {@link ChatResponse#warnings()}. */
    public void warning(String text) {
        warnings.add(Objects.requireNonNull(text, "text"));
    }

    /** Which tools the model was told to call; if it called none though it had to, {@link #finish} adds a warning. */
    public void expectTools(ToolChoice choice) {
        expected = Objects.requireNonNull(choice, "choice");
    }

    /** The form that the backend was held to. */
    public void responseFormat(ResponseFormat format) {
        responseFormat = Objects.requireNonNull(format, "format");
    }

    /**
     * For backends that put the answer where thought belongs: what was thought becomes the text of each choice that came
     * to its end without text, refusal or calls. To be called before {@link #finish}.
     */
    public void reasoningIsAnswer() {
        for (ChoiceAssembler choice : choices) {
            if (choice.isOnlyReasoning()) {
                content(new ChatEvent.TextDelta(choice.index, choice.reasoningAsText()));
            }
        }
    }

    /** The backend's id of the call; empty is none. */
    public void requestId(String id) {
        requestId = Objects.requireNonNull(id, "id");
    }

    /** Whether content has come. */
    public boolean hasContent() {
        return hasContent;
    }

    /** Whether every choice that began has its finish reason; false before the first began. */
    public boolean isFinished() {
        for (ChoiceAssembler choice : choices) {
            if (!choice.isFinished()) {
                return false;
            }
        }
        return !choices.isEmpty();
    }

    /** The events since the last call, Started before the first of them; reused: valid until the next call. */
    public List<ChatEvent> drain() {
        Events drained = events[filling];
        filling = 1 - filling;
        events[filling].all.clear();
        return drained.view;
    }

    /**
     * The whole answer; without any choice one with an empty message and OTHER. The first call makes the Finished event.
     * TruncatedException for a tool call that is cut, ProtocolException for one that is broken, each with the answer as
     * {@link #partial()}.
     */
    public ChatResponse finish() {
        ChatResponse finished = response;
        if (finished == null) {
            complete = true;
            finished = partial();
            CallCheck check = new CallCheck(finished, provider, askedModel);
            for (ChoiceAssembler choice : choices) {
                choice.calls.firstBad().ifPresent(check::refuse);
            }
            if (check.isIgnored(expected)) {
                warning(CallCheck.warning(expected));
                finished = finished.toBuilder().warnings(warnings).build();
            }
            response = finished;
            event(new ChatEvent.Finished(finished));
        }
        return finished;
    }

    /** What has come so far, its finish reasons OTHER where none came. */
    public ChatResponse partial() {
        List<Choice> all = new ArrayList<>(Math.max(1, choices.size()));
        for (ChoiceAssembler choice : choices) {
            all.add(choice.toChoice(provider, complete));
        }
        if (all.isEmpty()) {
            all.add(new ChoiceAssembler(0, callIds).toChoice(provider, complete));
        }
        ChatResponse.Builder builder = ChatResponse.builder()
                .id(id)
                .model(model())
                .choices(all)
                .usage(usage)
                .citations(citations.toList())
                .extra(extra.all)
                .warnings(warnings)
                .timings(timings)
                .rateLimit(rateLimit);
        if (created > 0) {
            builder.created(Instant.ofEpochSecond(created));
        }
        if (!requestId.isEmpty()) {
            builder.requestId(requestId);
        }
        if (responseFormat != null) {
            builder.responseFormat(responseFormat);
        }
        return builder.build();
    }

    private String model() {
        return model.isEmpty() ? askedModel : model;
    }

    private void content(ChatEvent event) {
        hasContent = true;
        event(event);
    }

    private void event(ChatEvent event) {
        List<ChatEvent> all = events[filling].all;
        if (!started) {
            started = true;
            all.add(new ChatEvent.Started(id, model()));
        }
        all.add(event);
    }

    /** Events and how others see them. */
    private static final class Events {
        private final List<ChatEvent> all = new ArrayList<>(2);
        private final List<ChatEvent> view = Collections.unmodifiableList(all);
    }

    private ChoiceAssembler choice(int index) {
        int at = 0;
        while (at < choices.size() && choices.get(at).index < index) {
            at++;
        }
        if (at < choices.size() && choices.get(at).index == index) {
            return choices.get(at);
        }
        if (index < 0 || index > MAX_CHOICE) {
            throw new ProtocolException(
                    "A choice's index is to be 0 to " + MAX_CHOICE + ", " + index + " came", Reading.DETAILS);
        }
        ChoiceAssembler fresh = new ChoiceAssembler(index, callIds);
        choices.add(at, fresh);
        return fresh;
    }
}
