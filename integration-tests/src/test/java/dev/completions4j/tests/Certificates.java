// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.tests;

import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Objects;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Certificates for a server at {@code 127.0.0.1}; clients must reject all but one. */
enum Certificates {
    VALID("valid"),
    /** Signed by the trusted authority, for one day in the past. */
    EXPIRED("expired"),
    /** Signed by the trusted authority, for {@code other.test}. */
    OTHER_HOST("other-host"),
    /** Self-signed. */
    UNKNOWN("unknown");

    // Made with keytool, each key by -genkeypair -keyalg EC -groupname secp256r1 -storetype PKCS12:
    //   ca          -dname CN=ca -ext bc:c -startdate "2020/01/01 00:00:00" -validity 36500
    //   unknown     -dname CN=unknown -ext san=dns:localhost,ip:127.0.0.1 -validity 36500
    // and these signed with -certreq, -gencert -alias ca and -importcert:
    //   expired     -ext san=dns:localhost,ip:127.0.0.1 -startdate "2021/01/01 00:00:00" -validity 1
    //   valid       -ext san=dns:localhost,ip:127.0.0.1 -startdate "2025/01/01 00:00:00" -validity 34000
    //   other-host  -ext san=dns:other.test -startdate "2025/01/01 00:00:00" -validity 36500
    // with one iteration of the encryption, like the certificates of the testkit.
    private static final String RESOURCE = "certificates.p12";
    private static final String AUTHORITY = "ca";
    private static final char[] PASSWORD = "completions4j".toCharArray();

    private final String alias;

    Certificates(String alias) {
        this.alias = alias;
    }

    /** Returns the context of a server with this certificate. */
    SSLContext serverContext() throws GeneralSecurityException, IOException {
        KeyStore all = all();
        KeyStore own = empty();
        own.setKeyEntry(alias, all.getKey(alias, PASSWORD), PASSWORD, all.getCertificateChain(alias));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    /** Returns the context of a client that trusts the authority. */
    static SSLContext clientContext() throws GeneralSecurityException, IOException {
        KeyStore trusted = empty();
        trusted.setCertificateEntry(AUTHORITY, all().getCertificate(AUTHORITY));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore all() throws GeneralSecurityException, IOException {
        try (InputStream in = Objects.requireNonNull(Certificates.class.getResourceAsStream(RESOURCE))) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD);
            return store;
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
