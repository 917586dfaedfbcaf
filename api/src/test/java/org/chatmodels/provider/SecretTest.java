package org.chatmodels.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.Serializable;
import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void secretIsOnlyRevealedOnDemand() {
        Secret secret = Secret.of("sk-canary");
        assertThat(secret.reveal()).isEqualTo("sk-canary");
        assertThat(secret.toString()).isEqualTo("Secret[redacted]");
        assertThat((Object) secret).isNotInstanceOf(Serializable.class);
    }

    @Test
    void secretIsEqualToItselfOnly() {
        Secret secret = Secret.of("sk-canary-a");
        assertThat(secret).isEqualTo(secret).isNotEqualTo(Secret.of("sk-canary-a"));
    }

    @Test
    void emptySecretIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Secret.of(""));
        assertThatNullPointerException().isThrownBy(() -> Secret.of(null));
    }
}
