package org.chatmodels.reliability;

import org.chatmodels.testkit.TlsIdentity;

/** Made once, as each takes a second. */
final class Identities {
    static final TlsIdentity TRUSTED = TlsIdentity.trusted();
    static final TlsIdentity SELF_SIGNED = TlsIdentity.selfSigned();
    static final TlsIdentity EXPIRED = TlsIdentity.expired();
    static final TlsIdentity WRONG_HOST = TlsIdentity.wrongHost();

    private Identities() {}
}
