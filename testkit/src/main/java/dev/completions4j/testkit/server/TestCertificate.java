// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.testkit.server;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * A self-signed certificate for {@code localhost} and {@code 127.0.0.1}, for tests that use TLS with a
 * {@link LoopbackServer}, and one for another host, for tests of rejected certificates.
 *
 * <p>Their private keys are public: trust them in tests only.
 */
public final class TestCertificate {

    // Valid for a hundred years. Encrypted with one iteration, since the password protects nothing; the usual 10,000
    // cost more than a TLS handshake. Made with:
    //   keytool -J-Dkeystore.pkcs12.keyPbeIterationCount=1 -J-Dkeystore.pkcs12.certPbeIterationCount=1 \
    //     -J-Dkeystore.pkcs12.macIterationCount=1 \
    //     -genkeypair -alias localhost -keyalg EC -groupname secp256r1 -dname CN=localhost \
    //     -ext san=dns:localhost,ip:127.0.0.1 -startdate "2025/01/01 00:00:00" -validity 36500 \
    //     -storetype PKCS12 -storepass completions4j -keystore test-certificate.p12
    // and accordingly for other.test: alias other, dns:other.test, other-host-certificate.p12.
    private static final TestCertificate LOCALHOST = new TestCertificate("localhost", "test-certificate.p12");
    private static final TestCertificate OTHER_HOST = new TestCertificate("other", "other-host-certificate.p12");
    private static final char[] PASSWORD = "completions4j".toCharArray();

    private final String alias;
    private final String resource;

    private TestCertificate(String alias, String resource) {
        this.alias = alias;
        this.resource = resource;
    }

    /** Returns the context of a server with the certificate. */
    public static SSLContext serverContext() {
        return LOCALHOST.presented();
    }

    /**
     * Returns the context of a server with the certificate of {@code other.test}, which is not the name of any server
     * on this machine.
     */
    public static SSLContext otherHostServerContext() {
        return OTHER_HOST.presented();
    }

    /** Returns the context of a client that trusts only these certificates. */
    public static SSLContext clientContext() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (TestCertificate each : List.of(LOCALHOST, OTHER_HOST)) {
                trusted.setCertificateEntry(each.alias, each.keyStore().getCertificate(each.alias));
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            return context(null, trust.getTrustManagers());
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(e);
        }
    }

    private SSLContext presented() {
        try {
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(keyStore(), PASSWORD);
            return context(keys.getKeyManagers(), null);
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(e);
        }
    }

    private KeyStore keyStore() throws GeneralSecurityException, IOException {
        // KeyStore.load(null, …) would silently create an empty key store.
        try (InputStream in = Objects.requireNonNull(TestCertificate.class.getResourceAsStream(resource), resource)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return store;
        }
    }

    private static SSLContext context(KeyManager @Nullable [] keys, TrustManager @Nullable [] trust)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, trust, null);
        return context;
    }

    private static IllegalStateException unusable(Exception cause) {
        return new IllegalStateException(
                "Cannot load the test certificates; use a Java runtime that supports PKCS12 and EC keys", cause);
    }
}
