package org.chatmodels.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Small rooms. */
class SizesTest {
    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 40;
    private static final int PARAMETERS = 4;

    @Test
    void noFileIsLongerThanItMayBe() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path file : House.sources()) {
            int lines = Files.readAllLines(file).size();
            if (lines > FILE_LINES) {
                tooLong.add(House.root().relativize(file) + ": " + lines + " lines");
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void noMethodIsLongerThanItMayBe() {
        List<String> tooLong = new ArrayList<>();
        SourceTree.visit(House.sources(), new SourceTree.Visitor() {
            @Override
            public void method(SourceTree.Place place, int lines, int parameters) {
                if (lines > METHOD_LINES) {
                    tooLong.add(place + ": " + lines + " lines");
                }
            }
        });
        assertThat(tooLong).isEmpty();
    }

    /** Records of the contract's wire families have as many components as the wire has fields. */
    @Test
    void noMethodTakesMoreParametersThanItMay() {
        List<String> tooMany = new ArrayList<>();
        SourceTree.visit(House.sources(), new SourceTree.Visitor() {
            @Override
            public void method(SourceTree.Place place, int lines, int parameters) {
                if (parameters > PARAMETERS && !place.bound()) {
                    tooMany.add(place + ": " + parameters + " parameters");
                }
            }
        });
        assertThat(tooMany).isEmpty();
    }
}
