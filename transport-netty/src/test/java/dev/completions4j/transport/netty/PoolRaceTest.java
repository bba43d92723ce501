package dev.completions4j.transport.netty;

import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules of a pool, with its callers on three threads at once, in scenarios that Lincheck makes up. */
@Tag("fuzz")
final class PoolRaceTest {

    /** How long the profile {@code fuzz} may search, roughly; the build has a few seconds. */
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 5);

    /** The rules are {@link PoolRace}'s own; that the results of its methods have an order would say nothing. */
    @Test
    void losesNoPlaceAndNoTurn() {
        new StressOptions()
                .threads(3)
                .actorsBefore(2)
                .actorsPerThread(4)
                .actorsAfter(0)
                .iterations(4 * SECONDS)
                .invocationsPerIteration(200)
                .verifier(EpsilonVerifier.class)
                .check(PoolRace.class);
    }
}
