// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;

/** Searches for schedules that break a class whose rules are its own validation, with Lincheck. */
public final class Races {

    /** How long the profile {@code fuzz} may search, roughly; the build has a few seconds. */
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 2);

    private Races() {}

    /** Runs scenarios on threads that race. */
    public static void stress(Class<?> race) {
        check(
                race,
                new StressOptions().actorsPerThread(4).iterations(10 * SECONDS).invocationsPerIteration(200));
    }

    /** Runs scenarios in schedules that a scheduler may not choose in years. */
    public static void modelCheck(Class<?> race) {
        check(
                race,
                new ModelCheckingOptions()
                        .actorsPerThread(3)
                        .iterations(4 * SECONDS)
                        .invocationsPerIteration(200));
    }

    /** That the results of the operations have an order would say nothing. */
    private static void check(Class<?> race, Options<?, ?> options) {
        options.threads(3);
        options.actorsBefore(1);
        options.actorsAfter(0);
        options.verifier(EpsilonVerifier.class);
        options.check(race);
    }
}
