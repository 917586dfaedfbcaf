package org.chatmodels.spi.http;

import java.io.EOFException;
import java.net.SocketException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Why a TLS handshake failed, in words that say what to do. */
final class TlsReasons {
    private static final int DEPTH = 12;

    private TlsReasons() {}

    static String of(SSLException failure) {
        if (find(failure, CertificateExpiredException.class) != null) {
            return "the server's certificate is expired";
        }
        if (find(failure, CertificateNotYetValidException.class) != null) {
            return "the server's certificate is not valid yet: check this machine's clock";
        }
        if (find(failure, CertPathBuilderException.class) != null) {
            return "the server's certificate is self-signed or of an unknown authority: give the registry an"
                    + " SSLContext that trusts it";
        }
        if (isOfAnotherHost(failure)) {
            return "the server's certificate is of another host: the host of base_url is wrong, or somebody"
                    + " is in between";
        }
        if (find(failure, CertificateException.class) != null) {
            return "the server's certificate is not trusted";
        }
        if (isPassing(failure)) {
            return "the server closed the connection in the handshake";
        }
        if (says(failure, "bad_certificate") || says(failure, "certificate_required")) {
            return "the server asks for a certificate of the client: give the registry an SSLContext that has one";
        }
        return says(failure, "Unsupported or unrecognized SSL message") || says(failure, "plaintext connection")
                ? "this is not a TLS server, write http:// if that is meant"
                : "the server speaks no TLS 1.2 or 1.3 that this JVM accepts, or asks for a certificate of the client";
    }

    /** Whether the connection was lost rather than refused. */
    static boolean isPassing(SSLException failure) {
        return find(failure, EOFException.class) != null || find(failure, SocketException.class) != null;
    }

    private static boolean isOfAnotherHost(Throwable failure) {
        CertificateException certificate = find(failure, CertificateException.class);
        return certificate != null
                && (says(certificate, "No subject alternative") || says(certificate, "No name matching"));
    }

    private static boolean says(Throwable failure, String words) {
        String message = failure.getMessage();
        return message != null && message.contains(words);
    }

    private static <T extends Throwable> @Nullable T find(Throwable failure, Class<T> type) {
        Throwable at = failure;
        for (int depth = 0; at != null && depth < DEPTH; depth++) {
            if (type.isInstance(at)) {
                return type.cast(at);
            }
            at = at.getCause();
        }
        return null;
    }
}
