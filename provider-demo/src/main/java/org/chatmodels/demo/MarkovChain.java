package org.chatmodels.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.chatmodels.ChatException;
import org.chatmodels.ProviderLoadException;

/** Continues words as the text it was trained on does. A token is a word, or one other character that is not blank. */
final class MarkovChain {
    private static final int MEMORY = 3;
    private static final int LONG_SENTENCE = 25;
    private static final int SENTENCES = 4;
    private static final Set<String> COMMON = Set.copyOf(
            split(
                    "a about after all am an and any are as at be been before but by can could do does each else every"
                            + " explain for from give good had handle has have how i if in into is it its know let like make may"
                            + " me more most much my need no not of on one only or other our please put safe say says see should"
                            + " show so some takes tell than that the their them then there these they this to too up us use"
                            + " used uses want was we were what when where which while who why will with would write you your"));

    private final List<String> text;
    private final Map<List<String>, List<Integer>> followers = new HashMap<>();
    private final Map<String, List<Integer>> places = new HashMap<>();

    private MarkovChain(String corpus) {
        text = List.copyOf(split(corpus));
        for (int at = 0; at < text.size(); at++) {
            String word = text.get(at).toLowerCase(Locale.ROOT);
            places.computeIfAbsent(word, unseen -> new ArrayList<>()).add(at);
            followers
                    .computeIfAbsent(remembered(at), unseen -> new ArrayList<>())
                    .add(at + 1);
        }
    }

    /** Trains on the text that is in this jar. */
    static MarkovChain train() {
        try (InputStream corpus = Objects.requireNonNull(MarkovChain.class.getResourceAsStream("corpus.txt"))) {
            return new MarkovChain(new String(corpus.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException | NullPointerException broken) {
            throw new ProviderLoadException(
                    "The demo's corpus.txt cannot be read; use the whole chatmodels-provider-demo jar",
                    ChatException.Details.builder()
                            .code("broken_provider")
                            .cause(broken)
                            .build());
        }
    }

    /** The tokens of any text, in order; empty for blank text. */
    static List<String> split(String text) {
        List<String> tokens = new ArrayList<>();
        int start = 0;
        for (int end = 1; end <= text.length(); end++) {
            if (end == text.length() || !isInWord(text, end - 1) || !isInWord(text, end)) {
                tokens.add(text.substring(start, end).strip());
                start = end;
            }
        }
        tokens.removeIf(String::isEmpty);
        return tokens;
    }

    /** The tokens of a text, each with what stands before it, so that joined they are the text again. */
    static Iterator<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        int start = 0;
        for (String token : split(text)) {
            int end = text.indexOf(token, start) + token.length();
            pieces.add(text.substring(start, end));
            start = end;
        }
        if (start < text.length()) {
            pieces.add(text.substring(start));
        }
        return pieces.iterator();
    }

    /** Tokens of readable text, each with the gap before it. */
    static Iterator<String> spaced(Iterator<String> tokens) {
        return new Iterator<>() {
            private String last = "";

            @Override
            public boolean hasNext() {
                return tokens.hasNext();
            }

            @Override
            public String next() {
                String token = tokens.next();
                String piece = gap(last, token) + token;
                last = token;
                return piece;
            }
        };
    }

    /** What stands between two tokens in readable text: nothing or a blank. */
    static String gap(String before, String token) {
        return before.isEmpty() || before.equals("(") || ".,;:!?)".contains(token) ? "" : " ";
    }

    /** Where in the text the words of a prompt stand, but for the most common ones; a list for each such word. */
    List<List<Integer>> topics(String prompt) {
        List<List<Integer>> topics = new ArrayList<>();
        List<String> words = split(prompt.toLowerCase(Locale.ROOT));
        words.removeIf(word -> COMMON.contains(word) || !isInWord(word, 0));
        for (String word : words) {
            String singular = word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
            for (String form : List.of(singular, singular + "s")) {
                topics.add(places.getOrDefault(form, List.of()));
            }
        }
        topics.removeIf(List::isEmpty);
        return topics;
    }

    /** Some sentences, each with a word of the topics, of which there is one at least; the same for the same seed. */
    Iterator<String> talk(List<List<Integer>> topics, double temperature, long seed) {
        return new Talk(topics, temperature, new Random(seed * 0x9E3779B97F4A7C15L));
    }

    /** Marks between letters or digits belong to the word, as in don't, 3.5 or plug-in. */
    private static boolean isInWord(String text, int at) {
        boolean inside = at > 0 && at + 1 < text.length() && !Character.isWhitespace(text.charAt(at));
        return Character.isLetterOrDigit(text.charAt(at))
                || inside
                        && Character.isLetterOrDigit(text.charAt(at - 1))
                        && Character.isLetterOrDigit(text.charAt(at + 1));
    }

    private List<String> remembered(int at) {
        return text.subList(Math.max(startOfSentence(at), at - MEMORY + 1), at + 1);
    }

    private int startOfSentence(int at) {
        int start = at;
        while (start > 0 && !endsSentence(start - 1)) {
            start--;
        }
        return start;
    }

    private boolean endsSentence(int at) {
        return text.get(at).equals(".");
    }

    /** Moves through the text, token by token, and leaps to where the same words are followed by others. */
    private final class Talk implements Iterator<String> {
        private final List<List<Integer>> topics;
        private final double temperature;
        private final Random random;
        private final Set<Integer> visited = new HashSet<>();
        private int sentences;
        private int topic;
        private int length;
        private int at;

        Talk(List<List<Integer>> topics, double temperature, Random random) {
            this.topics = topics;
            this.temperature = temperature;
            this.random = random;
            begin();
        }

        @Override
        public boolean hasNext() {
            return at >= 0;
        }

        @Override
        public String next() {
            String word = text.get(at);
            visited.add(at);
            length++;
            if (endsSentence(at)) {
                begin();
            } else {
                at = at < topic || length > LONG_SENTENCE ? at + 1 : leap();
            }
            return word;
        }

        /** Begins a sentence that was not begun yet and, rather than not, comes to its topic soon. */
        private void begin() {
            List<Integer> fresh = new ArrayList<>(topics.get(sentences++ % topics.size()));
            fresh.removeIf(place -> visited.contains(startOfSentence(place)));
            fresh.sort((one, other) -> one - startOfSentence(one) - other + startOfSentence(other));
            boolean over = sentences > SENTENCES || fresh.isEmpty();
            double chance = StrictMath.pow(random.nextDouble(), 1 + 1 / temperature);
            topic = over ? -1 : fresh.get((int) (chance * fresh.size()));
            at = over ? -1 : startOfSentence(topic);
            length = 0;
        }

        /** Gumbel noise on each place makes a word's chance its count to the power of 1 / temperature. */
        private int leap() {
            List<Integer> next = new ArrayList<>(followers.getOrDefault(remembered(at), List.of()));
            next.removeIf(place -> visited.contains(place) || endsSentence(place) || endsSentence(place + 1));
            int best = at + 1;
            double highest = Double.NEGATIVE_INFINITY;
            for (int place : next) {
                String word = text.get(place);
                long count = next.stream().map(text::get).filter(word::equals).count();
                double noise = -StrictMath.log(-StrictMath.log(random.nextDouble()));
                double score = (1 - temperature) * StrictMath.log(count) + temperature * noise;
                best = score > highest ? place : best;
                highest = Math.max(score, highest);
            }
            return best;
        }
    }
}
