package org.chatmodels.spi;

import static org.assertj.core.api.Assertions.assertThat;

import org.chatmodels.Citation;
import org.junit.jupiter.api.Test;

class CitationListTest {
    private static final Citation PLAIN = Citation.builder().url("u").build();
    private static final Citation TITLED = PLAIN.toBuilder().title("t").build();
    private static final Citation PLACED = PLAIN.toBuilder().start(0).end(4).build();

    private final CitationList list = new CitationList();

    @Test
    void isEmptyWithoutAny() {
        assertThat(list.toList()).isEmpty();
    }

    @Test
    void saysASourceOnceWithItsTitle() {
        list.add(PLAIN);
        list.add(TITLED);
        list.add(PLAIN);
        assertThat(list.toList()).containsExactly(TITLED);
    }

    @Test
    void placesInTheTextSayMoreThanTheSourceAlone() {
        Citation second = PLACED.toBuilder().start(5).end(7).build();
        list.add(TITLED);
        list.add(PLACED);
        list.add(second);
        assertThat(list.toList())
                .containsExactly(
                        PLACED.toBuilder().title("t").build(),
                        second.toBuilder().title("t").build());
    }

    @Test
    void filesAndAddressesAreSourcesAndATitleAloneIsOne() {
        Citation file = Citation.builder().fileId("f").build();
        Citation book = Citation.builder().title("b").build();
        list.add(file);
        list.add(book);
        list.add(Citation.builder().start(1).build());
        assertThat(list.toList()).containsExactly(file, book);
    }
}
