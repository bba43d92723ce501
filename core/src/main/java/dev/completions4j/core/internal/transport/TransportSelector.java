// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.transport;

import dev.completions4j.transport.TransportProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Selects a transport provider: the named one, the one named by a system property, or the available one with the
 * highest priority.
 *
 * <p>If a named provider is unavailable, no other is selected. A tie for the highest priority is an error.
 */
public final class TransportSelector {

    /** Name of the system property that selects a transport by name. */
    public static final String PROPERTY = "completions4j.transport";

    private static final String KEEP_SERVICES = ". If all artifacts are packed into one jar, merge their files"
            + " META-INF/services/" + TransportProvider.class.getName();

    private TransportSelector() {}

    /**
     * Returns the provider to use.
     *
     * @param name the transport's name; null to use that of the system property, or to select by priority if the
     *     property is absent or empty
     * @throws IllegalStateException if the provider is missing, unavailable or ambiguous; the message lists the
     *     providers that were found and names the artifact to add
     */
    public static TransportProvider select(@Nullable String name) {
        return select(name, CandidateFinder.find());
    }

    static TransportProvider select(@Nullable String name, List<Candidate> candidates) {
        if (name != null) {
            return named(name, candidates);
        }
        String property = System.getProperty(PROPERTY, "");
        return property.isEmpty() ? best(candidates) : named(property, candidates);
    }

    private static TransportProvider named(String name, List<Candidate> candidates) {
        List<Candidate> matches = candidates.stream()
                .filter(candidate -> candidate.name().equals(name))
                .toList();
        if (matches.isEmpty()) {
            throw failure(
                    "No transport is named '" + name + "'; add the artifact dev.completions4j:completions4j-transport-"
                            + name + " if it is a transport of this project" + KEEP_SERVICES,
                    candidates);
        }
        if (matches.size() > 1) {
            throw failure("More than one transport is named '" + name + "'; keep one of their jars", candidates);
        }
        TransportProvider provider = matches.get(0).provider();
        if (provider == null) {
            throw failure("The transport '" + name + "' can't be used", candidates);
        }
        return provider;
    }

    private static TransportProvider best(List<Candidate> candidates) {
        List<Candidate> usable = candidates.stream()
                .filter(candidate -> candidate.provider() != null)
                .sorted(Comparator.comparingInt(Candidate::priority).reversed())
                .toList();
        if (usable.isEmpty()) {
            throw failure(
                    "No transport can be used; add the artifact dev.completions4j:completions4j-transport-jdk or"
                            + " dev.completions4j:completions4j-transport-netty" + KEEP_SERVICES,
                    candidates);
        }
        int top = usable.get(0).priority();
        List<TransportProvider> first = new ArrayList<>();
        for (Candidate candidate : usable) {
            TransportProvider provider = candidate.provider();
            if (provider != null && candidate.priority() == top) {
                first.add(provider);
            }
        }
        if (first.size() > 1) {
            throw failure(
                    "More than one transport has the highest priority; name one by transport(\"…\") or by the system"
                            + " property " + PROPERTY,
                    candidates);
        }
        return first.get(0);
    }

    private static IllegalStateException failure(String problem, List<Candidate> candidates) {
        String list = candidates.isEmpty()
                ? "none"
                : candidates.stream().map(Candidate::toString).collect(Collectors.joining("; "));
        return new IllegalStateException(problem + ". Transports found: " + list);
    }
}
