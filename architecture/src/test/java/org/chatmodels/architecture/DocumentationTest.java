package org.chatmodels.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What others can see is explained. */
class DocumentationTest {
    @Test
    void everyPublicTypeIsDocumented() {
        List<String> silent = new ArrayList<>();
        for (String module : House.MODULES) {
            SourceTree.visit(House.mainSources(module), new SourceTree.Visitor() {
                @Override
                public void type(SourceTree.Place place, boolean exposed, boolean documented) {
                    if (exposed && !documented) {
                        silent.add(place.toString());
                    }
                }
            });
        }
        assertThat(silent).isEmpty();
    }
}
