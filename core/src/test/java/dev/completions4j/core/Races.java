// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.core;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;

/** Uses Lincheck to search for schedules that break a class which validates itself. */
public final class Races {

    /** Approximate duration of the search with the profile {@code fuzz}; the build searches for a few seconds. */
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 1);

    private Races() {}

    /** Runs scenarios on concurrent threads. */
    public static void stress(Class<?> race) {
        check(
                race,
                new StressOptions().actorsPerThread(4).iterations(10 * SECONDS).invocationsPerIteration(200));
    }

    /** Runs scenarios in schedules that the operating system may rarely choose. */
    public static void modelCheck(Class<?> race) {
        check(
                race,
                new ModelCheckingOptions()
                        .actorsPerThread(3)
                        .iterations(4 * SECONDS)
                        .invocationsPerIteration(200));
    }

    /** Disables checking for linearizability, which would verify nothing here. */
    private static void check(Class<?> race, Options<?, ?> options) {
        options.threads(3);
        options.actorsBefore(1);
        options.actorsAfter(0);
        options.verifier(EpsilonVerifier.class);
        options.check(race);
    }
}
