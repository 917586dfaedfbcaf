package org.chatmodels.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;

/** A few sentences from the chain, token by token. No step is taken twice, so that it always ends. */
final class Monologue implements Iterator<String> {
    private static final int LONG_SENTENCE = 30;
    private static final int SHORT_SENTENCE = 5;
    private static final int SHORT_OPENING = 4;
    private static final double BACK_OFF = 0.05;

    private final MarkovChain chain;
    private final List<String> topics;
    private final double temperature;
    private final SplittableRandom random;
    private final Set<String> steps = new HashSet<>();
    private final Set<List<String>> begun = new HashSet<>();
    private final Queue<String> opening = new ArrayDeque<>();
    private String previous = MarkovChain.START;
    private String word = MarkovChain.START;
    private int sentences;
    private int length;

    /** Topics are words the chain knows; the answer begins with a sentence about the first. Temperature 0 takes what is most frequent. */
    Monologue(MarkovChain chain, List<String> topics, double temperature, long seed) {
        this.chain = chain;
        this.topics = topics;
        this.temperature = temperature;
        this.random = new SplittableRandom(seed);
        this.sentences = 3 + below(3);
    }

    @Override
    public boolean hasNext() {
        return sentences > 0;
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        boolean first = word.equals(MarkovChain.START);
        if (first) {
            opening.addAll(opening());
        }
        String next = opening.isEmpty() ? continuation() : opening.remove();
        steps.add(step(next));
        advance(next);
        return first ? Character.toUpperCase(next.charAt(0)) + next.substring(1) : next;
    }

    private void advance(String next) {
        boolean ended = Words.endsSentence(next);
        sentences -= ended ? 1 : 0;
        length = ended ? 0 : length + 1;
        previous = ended ? MarkovChain.START : word;
        word = ended ? MarkovChain.START : next;
    }

    private List<String> opening() {
        boolean first = begun.isEmpty();
        List<List<String>> about = chain.openings(topics.isEmpty() ? MarkovChain.START : topic());
        List<List<String>> usable = new ArrayList<>(about);
        usable.removeIf(words -> words.size() > SHORT_OPENING || begun.contains(words));
        if (usable.isEmpty()) {
            usable = first ? about : chain.openings(MarkovChain.START);
        }
        List<String> chosen = usable.get(below(usable.size()));
        begun.add(chosen);
        return chosen;
    }

    private String topic() {
        return topics.get(begun.isEmpty() ? 0 : below(topics.size()));
    }

    private String continuation() {
        List<String> candidates = random.nextDouble() < temperature * BACK_OFF ? List.of() : fresh(after(previous));
        if (candidates.isEmpty()) {
            candidates = fresh(chain.after(word));
        }
        String next =
                candidates.isEmpty() || (length > LONG_SENTENCE && candidates.contains(".")) ? "." : pick(candidates);
        steps.add(step(next));
        return next;
    }

    private List<String> after(String before) {
        return chain.after(before, word);
    }

    private List<String> fresh(List<String> candidates) {
        List<String> fresh = new ArrayList<>(candidates);
        fresh.removeIf(next -> steps.contains(step(next)));
        List<String> longer = new ArrayList<>(fresh);
        longer.removeIf(Words::endsSentence);
        return length < SHORT_SENTENCE && !longer.isEmpty() ? longer : fresh;
    }

    private String step(String next) {
        return previous + ' ' + word + ' ' + next;
    }

    private String pick(List<String> candidates) {
        Map<String, Integer> counts = new HashMap<>();
        candidates.forEach(candidate -> counts.merge(candidate, 1, Integer::sum));
        String best = candidates.get(0);
        for (String candidate : candidates) {
            best = count(counts, candidate) > count(counts, best) ? candidate : best;
        }
        return temperature > 0 ? draw(candidates, counts, count(counts, best)) : best;
    }

    /** Each occurrence weighs such that a candidate's share goes with its count to the power of 1 / temperature. */
    private String draw(List<String> candidates, Map<String, Integer> counts, int most) {
        double[] bounds = new double[candidates.size()];
        double sum = 0;
        for (int index = 0; index < bounds.length; index++) {
            int count = count(counts, candidates.get(index));
            sum += Math.pow((double) count / most, 1 / temperature) / count;
            bounds[index] = sum;
        }
        double drawn = random.nextDouble() * sum;
        int index = 0;
        while (index < bounds.length - 1 && bounds[index] <= drawn) {
            index++;
        }
        return candidates.get(index);
    }

    private static int count(Map<String, Integer> counts, String candidate) {
        return counts.getOrDefault(candidate, 0);
    }

    private int below(int bound) {
        return temperature > 0 ? (int) (random.nextDouble() * bound) : 0;
    }
}
