// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core.internal.transport;

import dev.completions4j.transport.TransportProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a provider: the one that is named, or else the one with the highest priority among those that can work here.
 *
 * <p>A name is never set aside for another provider, and a tie at the top is an error.
 */
public final class TransportSelector {

    /** The system property that can name the transport. */
    public static final String PROPERTY = "completions4j.transport";

    private TransportSelector() {}

    /**
     * The provider to use.
     *
     * @param name what the caller or the system property asks for; null leaves the choice to priority
     * @throws IllegalStateException if it is not there, can't work here, or is not just one; the message lists what
     *     there is and names the artifact to add
     */
    public static TransportProvider select(@Nullable String name) {
        return select(name, CandidateFinder.find());
    }

    static TransportProvider select(@Nullable String name, List<Candidate> candidates) {
        return name == null ? best(candidates) : named(name, candidates);
    }

    private static TransportProvider named(String name, List<Candidate> candidates) {
        List<Candidate> matches = candidates.stream()
                .filter(candidate -> candidate.name().equals(name))
                .toList();
        if (matches.isEmpty()) {
            throw failure(
                    "No transport is named '" + name + "'; add the artifact dev.completions4j:completions4j-transport-"
                            + name + ", if it is one of this project's",
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
                            + " dev.completions4j:completions4j-transport-netty",
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
