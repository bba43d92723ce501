// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.transport.netty;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Tests the invariants of a pool with callers on three threads. */
final class PoolRaceTest {

    private static final int THREADS = 3;
    private static final int ROUNDS = 1000;
    private static final int STEPS = 6;

    private static final List<Consumer<PoolRace>> OPERATIONS = List.of(
            PoolRace::take,
            PoolRace::take,
            PoolRace::takeFree,
            PoolRace::giveBack,
            PoolRace::giveUp,
            PoolRace::finishOpening,
            PoolRace::failToOpen,
            PoolRace::loseConnection);

    @Test
    void losesNoPlaceAndNoTurn() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, new DaemonThreads("pool-race-"));
        try {
            for (int round = 0; round < ROUNDS; round++) {
                race(threads, round);
            }
        } finally {
            threads.shutdown();
        }
    }

    /** Lincheck generates better scenarios, but takes long to instrument the classes. */
    @Test
    @Tag("fuzz")
    @EnabledIfSystemProperty(named = "fuzz.seconds", matches = "\\d+")
    void losesNoPlaceAndNoTurnInLincheckScenarios() {
        // The race validates itself; checking for linearizability would verify nothing here.
        new StressOptions()
                .threads(THREADS)
                .actorsBefore(2)
                .actorsPerThread(4)
                .actorsAfter(0)
                .iterations(4 * Integer.getInteger("fuzz.seconds", 1))
                .invocationsPerIteration(200)
                .verifier(EpsilonVerifier.class)
                .check(PoolRace.class);
    }

    private static void race(ExecutorService threads, int round) throws Exception {
        PoolRace race = new PoolRace();
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<?>> done = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            Random random = new Random(round * THREADS + t);
            done.add(threads.submit(() -> {
                start.await();
                for (int i = 0; i < STEPS; i++) {
                    OPERATIONS.get(random.nextInt(OPERATIONS.size())).accept(race);
                }
                return null;
            }));
        }
        for (Future<?> each : done) {
            each.get(20, TimeUnit.SECONDS);
        }
        race.verify();
    }
}
