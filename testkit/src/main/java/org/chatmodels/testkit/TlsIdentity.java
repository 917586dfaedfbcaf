package org.chatmodels.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A key and a certificate made on the spot by the running JDK's keytool; nothing of it stays on disk. Making one takes
 * about a second: keep it for a whole test class.
 */
public final class TlsIdentity {
    private static final String PASSWORD = "only-for-this-run";
    private static final String HERE = "SAN=ip:127.0.0.1,ip:127.0.0.2,ip:::1,dns:localhost";

    private final SSLContext serverContext;
    private final SSLContext clientContext;

    private TlsIdentity(SSLContext serverContext, SSLContext clientContext) {
        this.serverContext = serverContext;
        this.clientContext = clientContext;
    }

    /** Good for localhost, 127.0.0.1, 127.0.0.2 and ::1, signed by an authority that {@link #clientContext} trusts. */
    public static TlsIdentity trusted() {
        return trustedFor(List.of());
    }

    /** As {@link #trusted()}, and good for these host names too. */
    public static TlsIdentity trustedFor(Collection<String> hosts) {
        StringBuilder names = new StringBuilder(HERE);
        for (String host : hosts) {
            names.append(",dns:").append(host);
        }
        return make(names.toString(), List.of("-signer", "authority", "-startdate", "-1d", "-validity", "3"));
    }

    /** Good for this host, but signed by itself; {@link #clientContext} trusts it no more than anyone else would. */
    public static TlsIdentity selfSigned() {
        return make(HERE, List.of("-startdate", "-1d", "-validity", "3"));
    }

    /** Signed by the trusted authority, but ended yesterday. */
    public static TlsIdentity expired() {
        return make(HERE, List.of("-signer", "authority", "-startdate", "-3d", "-validity", "2"));
    }

    /** Signed by the trusted authority, but for another host. */
    public static TlsIdentity wrongHost() {
        return make(
                "SAN=dns:elsewhere.example", List.of("-signer", "authority", "-startdate", "-1d", "-validity", "3"));
    }

    /** Speaks for the server. */
    public SSLContext serverContext() {
        return serverContext;
    }

    /** Trusts the authority of this identity and no other; a client without it meets an unknown authority. */
    public SSLContext clientContext() {
        return clientContext;
    }

    private static TlsIdentity make(String names, List<String> signing) {
        try {
            Path folder = Files.createTempDirectory("testkit-tls");
            Path file = folder.resolve("keys.p12");
            try {
                keytool(file, "authority", "bc:c", List.of());
                keytool(file, "server", names, signing);
                return read(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key store of keytool cannot be used", e);
        }
    }

    private static void keytool(Path file, String alias, String extension, List<String> signing) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-alias", alias, "-dname", "CN=testkit " + alias, "-ext", extension));
        command.addAll(List.of("-keyalg", "EC", "-storetype", "PKCS12", "-storepass", PASSWORD));
        command.addAll(List.of("-keystore", file.toString()));
        command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-Xmx64m"));
        command.addAll(signing);
        Path log = Files.createTempFile(file.getParent(), "keytool", ".log");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("keytool failed: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            throw Inbound.interrupted(e);
        } finally {
            Files.delete(log);
        }
    }

    private static TlsIdentity read(Path file) throws IOException, GeneralSecurityException {
        KeyStore all = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        KeyStore authority = KeyStore.getInstance("PKCS12");
        authority.load(null, null);
        authority.setCertificateEntry("authority", all.getCertificate("authority"));
        all.deleteEntry("authority");

        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(all, PASSWORD.toCharArray());
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(keys.getKeyManagers(), null, null);

        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(authority);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, trust.getTrustManagers(), null);
        return new TlsIdentity(server, client);
    }
}
