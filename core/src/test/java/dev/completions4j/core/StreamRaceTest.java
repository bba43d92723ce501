// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import org.jetbrains.lincheck.datastructures.ManagedStrategyGuarantee;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The rules of a stream, with its signals on three threads at once, in scenarios that Lincheck makes up. */
@Tag("fuzz")
class StreamRaceTest {

    /** How long the profile {@code fuzz} may search, roughly; the build has a few seconds. */
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 5);

    @Test
    void holdsOnThreadsThatRace() {
        check(new StressOptions().actorsPerThread(4).iterations(4 * SECONDS).invocationsPerIteration(100));
    }

    /** In schedules that a scheduler may not choose in years. To rewrite the classes alone takes half a minute. */
    @Test
    @EnabledIfSystemProperty(named = "fuzz.seconds", matches = "\\d+")
    void holdsInTheSchedulesOfAModelChecker() {
        check(new ModelCheckingOptions()
                .actorsPerThread(3)
                .iterations(Math.max(1, SECONDS / 5))
                .invocationsPerIteration(100)
                // Loops over bytes are long, and wait for nobody.
                .loopBound(Integer.MAX_VALUE)
                .loopIterationsBeforeThreadSwitch(Integer.MAX_VALUE)
                .addGuarantee(classesThatThreadsDoNotShare()));
    }

    private static ManagedStrategyGuarantee classesThatThreadsDoNotShare() {
        return forClasses(
                        "dev.completions4j.core.Wire",
                        "dev.completions4j.core.internal.DefaultCompletionsClient",
                        "dev.completions4j.core.internal.sse.SseDecoder",
                        "dev.completions4j.core.internal.response.CompletionDecoder",
                        "dev.completions4j.core.internal.response.DefaultCompletionAccumulator",
                        "dev.completions4j.core.internal.concurrent.SystemScheduler")
                .allMethods()
                .ignore();
    }

    /** The rules are {@link StreamRace}'s own; that the results of its methods have an order would say nothing. */
    private static void check(Options<?, ?> options) {
        options.threads(3);
        options.actorsBefore(1);
        options.actorsAfter(0);
        options.verifier(EpsilonVerifier.class);
        options.check(StreamRace.class);
    }
}
