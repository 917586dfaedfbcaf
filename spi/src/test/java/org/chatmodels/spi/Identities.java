package org.chatmodels.spi;

import org.chatmodels.testkit.TlsIdentity;

/** Made once for all tests: it takes a while. */
final class Identities {
    static final TlsIdentity TRUSTED = TlsIdentity.trusted();

    private Identities() {}
}
