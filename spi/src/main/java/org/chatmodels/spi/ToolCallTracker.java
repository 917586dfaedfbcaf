package org.chatmodels.spi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.chatmodels.ChatEvent;
import org.chatmodels.Part;
import org.jspecify.annotations.Nullable;

/**
 * Finds the call to which each piece belongs, for backends number and name calls in many ways. A known id decides; a new
 * id begins a call, even at a taken index; without an id the index decides, if it is known; without both a name begins
 * another call once the last one looks complete, and all else goes to the last one. Ids are never joined, names are set
 * once. An id that never came is made, nine letters and digits, which every service takes.
 */
final class ToolCallTracker {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LENGTH = 9;

    /** To which calls that begin belong. */
    long item;

    private final Set<String> taken;
    private final List<TrackedCall> calls = new ArrayList<>(1);
    private final Map<String, TrackedCall> byId = new HashMap<>();
    private final Map<Long, TrackedCall> byIndex = new HashMap<>();

    /** {@code taken} holds the ids of all calls of the answer. */
    ToolCallTracker(Set<String> taken) {
        this.taken = taken;
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /** Takes the piece; the event for it, if it says anything new. */
    Optional<ChatEvent> add(int choice, ToolCallPiece piece) {
        if (piece.isBlank() || piece.isWhole && isKnown(piece)) {
            return Optional.empty();
        }
        TrackedCall call = find(piece);
        boolean fresh = call == null;
        if (call == null) {
            call = open(piece);
        }
        fresh |= call.name.isEmpty() && !piece.name.isEmpty();
        String more = call.take(piece);
        return fresh || !more.isEmpty()
                ? Optional.of(new ChatEvent.ToolCallDelta(choice, call.position, call.id, call.name, more))
                : Optional.empty();
    }

    private boolean isKnown(ToolCallPiece piece) {
        TrackedCall known = byId.get(piece.id);
        return known != null && known.name.equals(piece.name) && known.isRepeat(piece);
    }

    private @Nullable TrackedCall find(ToolCallPiece piece) {
        if (piece.isWhole) {
            return null;
        }
        TrackedCall at = byIndex.get(piece.index);
        if (!piece.id.isEmpty()) {
            TrackedCall known = byId.get(piece.id);
            return known == null ? late(piece, at) : known;
        }
        if (at != null || calls.isEmpty()) {
            return at;
        }
        TrackedCall last = calls.get(calls.size() - 1);
        return last.isFollowedBy(piece) ? null : last;
    }

    /** The id of a call that began without one; the call keeps the id it was given meanwhile. */
    private @Nullable TrackedCall late(ToolCallPiece piece, @Nullable TrackedCall at) {
        if (at == null || !at.awaitsId || !piece.name.isEmpty()) {
            return null;
        }
        at.awaitsId = false;
        byId.put(piece.id, at);
        return at;
    }

    private TrackedCall open(ToolCallPiece piece) {
        boolean named = !piece.id.isEmpty();
        boolean free = named && !byId.containsKey(piece.id);
        TrackedCall call = new TrackedCall(calls.size(), free ? piece.id : freshId(), !named);
        call.item = item;
        calls.add(call);
        taken.add(call.id);
        if (named) {
            byId.putIfAbsent(piece.id, call);
        }
        if (piece.index >= 0) {
            byIndex.put(piece.index, call);
        }
        return call;
    }

    private String freshId() {
        StringBuilder id = new StringBuilder(ID_LENGTH);
        do {
            id.setLength(0);
            while (id.length() < ID_LENGTH) {
                id.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
            }
        } while (taken.contains(id.toString()));
        return id.toString();
    }

    /** Adds what the calls of an item are when nothing more comes. {@code limited}: for the limit of the answer. */
    void addTo(List<Part> parts, long ofItem, String provider, boolean limited) {
        for (TrackedCall call : calls) {
            if (call.item == ofItem) {
                parts.add(call.part(provider, limited, call.position == calls.size() - 1));
            }
        }
    }

    /** Adds the calls of an item as they arrived so far. */
    void addUnfinishedTo(List<Part> parts, long ofItem, String provider) {
        for (TrackedCall call : calls) {
            if (call.item == ofItem) {
                parts.add(call.opaque(provider));
            }
        }
    }

    /** The first call that {@link #addTo} found cut or broken. */
    Optional<TrackedCall> firstBad() {
        return calls.stream()
                .filter(call -> call.state() != TrackedCall.State.WHOLE)
                .findFirst();
    }
}
