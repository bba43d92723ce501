// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.cli.server;

import dev.completions4j.cli.failure.UsageException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** The certificates of a file, as the only ones that connections trust. */
final class TrustedCertificates {

    private TrustedCertificates() {}

    /**
     * Returns a TLS context that trusts the certificates of a file.
     *
     * @param file the name of a file with certificates in PEM or DER
     * @throws UsageException if the file cannot be read or has no certificate
     */
    static SSLContext of(String file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)))) {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (certificates.isEmpty()) {
                throw noCertificate(file);
            }
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                trusted.setCertificateEntry("ca-" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UsageException("--ca-file: the file '" + file + "' does not exist; correct its name");
        } catch (IOException e) {
            throw new UsageException("--ca-file: the file '" + file + "' cannot be read; check what it is");
        } catch (GeneralSecurityException e) {
            throw noCertificate(file);
        }
    }

    /**
     * Returns a TLS context that trusts nobody, for connections without TLS: to load what the JVM trusts takes a fifth of
     * the time in which the program starts.
     */
    static SSLContext none() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java runtime has no TLS; use another one", e);
        }
    }

    private static UsageException noCertificate(String file) {
        return new UsageException("--ca-file: the file '" + file
                + "' has no certificate; it must have one in PEM, which begins with -----BEGIN CERTIFICATE-----");
    }
}
