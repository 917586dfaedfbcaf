package org.chatmodels.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.chatmodels.ChatException;
import org.chatmodels.ProviderLoadException;

/** Which word follows which two words, or which one, in the text it was trained on. Immutable once trained. */
final class MarkovChain {
    /** What stands before the first word of a sentence; no token is blank. */
    static final String START = "\n";

    private static final Set<String> COMMON =
            new HashSet<>(Words.split("a about all am an and any are as at be but by can could do does explain for from"
                    + " give had has have how i if in is it its let like make may me more much my need no not of on one or our"
                    + " please say see should show so some tell than that the their them then there these they this to"
                    + " up us use want was we were what when where which who why will with would you your"));

    private final Map<String, List<String>> followers = new HashMap<>();
    private final Map<String, List<List<String>>> openings = new HashMap<>();
    private final Map<String, String> spellings = new HashMap<>();

    private MarkovChain(String text) {
        List<List<String>> sentences = sentences(text);
        for (List<String> sentence : sentences) {
            sentence.subList(1, sentence.size()).forEach(word -> spellings.put(word.toLowerCase(Locale.ROOT), word));
        }
        sentences.forEach(this::learn);
    }

    /** Trains on the text that is in this jar. */
    static MarkovChain train() {
        try (InputStream corpus = MarkovChain.class.getResourceAsStream("corpus.txt")) {
            if (corpus == null) {
                throw new IOException("it is not in the jar");
            }
            return new MarkovChain(new String(corpus.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new ProviderLoadException(
                    "The demo's corpus.txt cannot be read; use the whole chatmodels-provider-demo jar",
                    ChatException.Details.builder().cause(broken).build());
        }
    }

    /** The words of a prompt that this text knows, without the most common ones; those that open a sentence first. */
    List<String> topics(String prompt) {
        List<String> topics = new ArrayList<>();
        for (String token : Words.split(prompt.toLowerCase(Locale.ROOT))) {
            String topic = COMMON.contains(token) ? START : known(token);
            if (!topic.equals(START) && !topics.contains(topic)) {
                topics.add(after(START, topic).isEmpty() ? topics.size() : 0, topic);
            }
        }
        return topics;
    }

    /** The beginnings of all sentences with that word, up to it; of all sentences, one word each, for {@link #START}. */
    List<List<String>> openings(String topic) {
        return openings.getOrDefault(topic, List.of());
    }

    /** What follows two words, as often as it does; empty when they never stand together. */
    List<String> after(String previous, String word) {
        return followers.getOrDefault(previous + ' ' + word, List.of());
    }

    /** What follows one word. */
    List<String> after(String word) {
        return followers.getOrDefault(word, List.of());
    }

    private String known(String token) {
        String singular = token.endsWith("s") ? token.substring(0, token.length() - 1) : token;
        for (String form : List.of(token, singular, token + "s")) {
            String spelling = form.isEmpty() || !Words.isWord(form) ? null : spellings.get(form);
            if (spelling != null) {
                return spelling;
            }
        }
        return START;
    }

    private static List<List<String>> sentences(String text) {
        List<List<String>> sentences = new ArrayList<>();
        List<String> sentence = new ArrayList<>();
        for (String token : Words.split(text)) {
            sentence.add(token);
            if (Words.endsSentence(token)) {
                sentences.add(sentence);
                sentence = new ArrayList<>();
            }
        }
        return sentences;
    }

    private void learn(List<String> sentence) {
        String first = sentence.get(0);
        sentence.set(0, spellings.computeIfAbsent(first.toLowerCase(Locale.ROOT), lower -> first));
        String previous = START;
        String word = START;
        for (String next : sentence) {
            note(followers, previous + ' ' + word, next);
            note(followers, word, next);
            previous = word;
            word = next;
        }
        note(openings, START, sentence.subList(0, 1));
        for (int end = 1; end < sentence.size(); end++) {
            note(openings, sentence.get(end - 1), sentence.subList(0, end));
        }
    }

    private static <T> void note(Map<String, List<T>> map, String key, T value) {
        map.computeIfAbsent(key, unseen -> new ArrayList<>()).add(value);
    }
}
