package org.chatmodels.examples.eliza;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Answers by patterns, in the manner of Weizenbaum's program of 1966, with a script of its own. Keeps no state: the
 * whole conversation is gone through again for each answer, so the same conversation has the same answer.
 */
final class Doctor {
    /** One pattern of some keywords; each match takes the next reply, and one that is remembered is for later. */
    private record Rule(
            int rank, List<String> keywords, List<String> pattern, List<String> replies, List<String> later) {}

    private static final String ANYTHING = "*";
    private static final int LONGEST_CLAUSE = 100;

    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, String> reflections = new HashMap<>();

    private Doctor(List<String> script) {
        int rank = 0;
        List<String> keywords = List.of();
        for (String line : script) {
            String rest = line.isEmpty() ? "" : line.substring(1).strip();
            switch (line.isEmpty() ? '#' : line.charAt(0)) {
                case '=' ->
                    reflections.put(rest.substring(0, rest.indexOf(' ')), rest.substring(rest.indexOf(' ') + 1));
                case '@' -> {
                    List<String> ranked = words(rest);
                    rank = Integer.parseInt(ranked.get(0));
                    keywords = ranked.subList(1, ranked.size());
                }
                case '?' ->
                    rules.add(new Rule(rank, keywords, List.of(rest.split(" ")), new ArrayList<>(), new ArrayList<>()));
                case '-' -> rules.get(rules.size() - 1).replies().add(rest);
                case '~' -> rules.get(rules.size() - 1).later().add(rest);
                default -> {}
            }
        }
        rules.sort((one, other) -> Integer.compare(other.rank(), one.rank()));
    }

    /** With the script of this jar. */
    static Doctor withScript() {
        try (InputStream script = Doctor.class.getResourceAsStream("doctor.script")) {
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return new Doctor(text.lines().toList());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The answer to the last of the sentences; those before decide which reply's turn it is and what is remembered. */
    String answer(List<String> said) {
        Map<Rule, Integer> turns = new HashMap<>();
        Deque<String> memory = new ArrayDeque<>();
        String answer = "";
        for (String text : said.isEmpty() ? List.of("") : said) {
            answer = answer(text, turns, memory);
        }
        return answer;
    }

    private String answer(String text, Map<Rule, Integer> turns, Deque<String> memory) {
        List<List<String>> clauses = clauses(text);
        for (Rule rule : rules) {
            for (List<String> clause : clauses) {
                List<List<String>> found = new ArrayList<>();
                boolean keyed = rule.rank() == 0 || rule.keywords().stream().anyMatch(clause::contains);
                if (keyed && matches(rule.pattern(), clause, found)) {
                    return reply(rule, found, turns, memory);
                }
            }
        }
        throw new IllegalStateException("The script needs a rule of rank 0 that matches everything");
    }

    private String reply(Rule rule, List<List<String>> found, Map<Rule, Integer> turns, Deque<String> memory) {
        if (rule.rank() == 0 && !memory.isEmpty()) {
            return memory.remove();
        }
        int turn = turns.merge(rule, 1, Integer::sum) - 1;
        if (!rule.later().isEmpty()) {
            memory.add(fill(rule.later().get(turn % rule.later().size()), found));
        }
        return fill(rule.replies().get(turn % rule.replies().size()), found);
    }

    /** Parts of a text between marks of punctuation, in small letters; one empty clause at least. */
    private static List<List<String>> clauses(String text) {
        List<List<String>> clauses = new ArrayList<>();
        for (String clause : text.toLowerCase(Locale.ROOT).split("[.,;:!?\\n]+")) {
            List<String> words = words(clause);
            clauses.add(words.subList(0, Math.min(words.size(), LONGEST_CLAUSE)));
        }
        return clauses.isEmpty() ? List.of(List.of()) : clauses;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.replace('\u2019', '\'').split("[^\\p{L}\\p{N}']+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /** Fits words to a pattern; what each {@code *} stands for is added to {@code found}. */
    private static boolean matches(List<String> pattern, List<String> words, List<List<String>> found) {
        if (pattern.isEmpty()) {
            return words.isEmpty();
        }
        List<String> rest = pattern.subList(1, pattern.size());
        if (!pattern.get(0).equals(ANYTHING)) {
            return !words.isEmpty()
                    && words.get(0).equals(pattern.get(0))
                    && matches(rest, words.subList(1, words.size()), found);
        }
        int before = found.size();
        for (int end = 0; end <= words.size(); end++) {
            found.add(words.subList(0, end));
            if (matches(rest, words.subList(end, words.size()), found)) {
                return true;
            }
            found.subList(before, found.size()).clear();
        }
        return false;
    }

    /** Puts what was found, seen from the other side, in the place of {1}, {2} and so on. */
    private String fill(String reply, List<List<String>> found) {
        String filled = reply;
        for (int index = 0; index < found.size(); index++) {
            List<String> reflected = new ArrayList<>();
            found.get(index).forEach(word -> reflected.add(reflections.getOrDefault(word, word)));
            filled = filled.replace("{" + (index + 1) + "}", String.join(" ", reflected));
        }
        return filled;
    }
}
