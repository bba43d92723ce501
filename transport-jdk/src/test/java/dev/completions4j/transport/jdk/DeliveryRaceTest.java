// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.jdk;

import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Options;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The rules of a delivery, with its reports on three threads at once, in scenarios that Lincheck makes up. */
@Tag("fuzz")
class DeliveryRaceTest {

    /** How long the profile {@code fuzz} may search, roughly; the build has a few seconds. */
    private static final int SECONDS = Integer.getInteger("fuzz.seconds", 5);

    private final Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();

    /** What the handler of a scenario throws is reported as if nobody caught it. */
    @BeforeEach
    void silenceMistakes() {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            if (!(thrown instanceof DeliveryRace.HandlerMistake)) {
                thrown.printStackTrace();
            }
        });
    }

    @AfterEach
    void restore() {
        Thread.setDefaultUncaughtExceptionHandler(before);
    }

    @Test
    void holdsOnThreadsThatRace() {
        check(new StressOptions().actorsPerThread(4).iterations(6 * SECONDS).invocationsPerIteration(200));
    }

    /** In schedules that a scheduler may not choose in years. To rewrite the classes alone takes half a minute. */
    @Test
    @EnabledIfSystemProperty(named = "fuzz.seconds", matches = "\\d+")
    void holdsInTheSchedulesOfAModelChecker() {
        check(new ModelCheckingOptions()
                .actorsPerThread(3)
                .iterations(Math.max(1, SECONDS / 5))
                .invocationsPerIteration(200));
    }

    /** The rules are {@link DeliveryRace}'s own; that the results of its methods have an order would say nothing. */
    private static void check(Options<?, ?> options) {
        options.threads(3);
        options.actorsBefore(1);
        options.actorsAfter(0);
        options.verifier(EpsilonVerifier.class);
        options.check(DeliveryRace.class);
    }
}
