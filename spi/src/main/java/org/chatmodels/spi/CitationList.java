package org.chatmodels.spi;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.chatmodels.Citation;

/**
 * The sources of an answer, each said once, though backends say them with every chunk and in several places: one that
 * only names a source counts as long as nothing else says more of it.
 */
final class CitationList {
    private final Set<Citation> all = new LinkedHashSet<>(0);

    void add(Citation citation) {
        if (!source(citation).isEmpty() || citation.title().isPresent()) {
            all.add(citation);
        }
    }

    List<Citation> toList() {
        if (all.isEmpty()) {
            return List.of();
        }
        Map<String, String> titles = new HashMap<>();
        Set<String> placed = new HashSet<>();
        for (Citation citation : all) {
            citation.title().ifPresent(title -> titles.putIfAbsent(source(citation), title));
            if (citation.start().isPresent()) {
                placed.add(source(citation));
            }
        }
        Set<Citation> said = new LinkedHashSet<>();
        for (Citation citation : all) {
            String source = source(citation);
            if (citation.start().isPresent() || source.isEmpty() || !placed.contains(source)) {
                said.add(titled(citation, titles));
            }
        }
        return new ArrayList<>(said);
    }

    private static Citation titled(Citation citation, Map<String, String> titles) {
        String title = titles.get(source(citation));
        return title == null || citation.title().isPresent()
                ? citation
                : citation.toBuilder().title(title).build();
    }

    private static String source(Citation citation) {
        return citation.url().or(citation::fileId).orElse("");
    }
}
