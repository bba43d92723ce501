// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.transport;

import dev.completions4j.transport.TransportProvider;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the transport providers visible to the thread's context class loader and to the API's class loader. A provider
 * that cannot be loaded is included with the reason.
 */
final class CandidateFinder {

    private final List<Candidate> candidates = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();

    private CandidateFinder() {}

    static List<Candidate> find() {
        CandidateFinder finder = new CandidateFinder();
        finder.collect(Thread.currentThread().getContextClassLoader());
        finder.collect(TransportProvider.class.getClassLoader());
        return finder.candidates;
    }

    private void collect(@Nullable ClassLoader classLoader) {
        Iterator<TransportProvider> providers =
                ServiceLoader.load(TransportProvider.class, classLoader).iterator();
        // A class loader that cannot read its files fails each time; the limit exceeds the number of failing providers.
        int failuresLeft = 100;
        while (failuresLeft > 0) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                TransportProvider provider = providers.next();
                if (seen.add(provider.getClass().getName())) {
                    candidates.add(candidate(provider));
                }
            } catch (Throwable e) {
                failuresLeft--;
                if (seen.add(String.valueOf(e.getMessage()))) {
                    candidates.add(new Candidate("(broken)", 0, "unknown file", null, reason(e)));
                }
            }
        }
    }

    private static Candidate candidate(TransportProvider provider) {
        String jar = jarOf(provider.getClass());
        try {
            String reason = provider.unavailableReason();
            return new Candidate(provider.name(), provider.priority(), jar, reason == null ? provider : null, reason);
        } catch (Throwable e) {
            return new Candidate(provider.getClass().getName(), 0, jar, null, reason(e));
        }
    }

    private static String reason(Throwable e) {
        Throwable cause = e.getCause();
        return e.getMessage() + (cause == null ? "" : " (" + cause + ")");
    }

    /** Returns the file's name without its path, which messages should not reveal. */
    private static String jarOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return "unknown file";
        }
        String path = source.getLocation().getPath();
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }
}
