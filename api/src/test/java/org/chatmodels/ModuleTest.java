package org.chatmodels;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The tests run twice, on the class path and on the module path; this one knows which it is. */
class ModuleTest {
    @Test
    void theRunOnTheModulePathIsOne() {
        assertThat(ChatModels.class.getModule().isNamed()).isEqualTo(Boolean.getBoolean("module.path"));
    }
}
