// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Paces calls to servers whose speed depends on the number of calls, in simulated time. */
class AdaptivePaceTest {

    private static final double PAUSE = 0.05;

    /** @param end the progress at which the call ends */
    private record Call(double end, int mark) {}

    private final PriorityQueue<Call> inFlight = new PriorityQueue<>(Comparator.comparing(Call::end));

    /** The calls that ended while this process paused. */
    private final Queue<Call> unnoticed = new ArrayDeque<>();

    private final Random random = new Random(1);

    /** How far a call that was sent at the beginning would be, if each takes one. */
    private double progress;

    private double now;
    private double pauseEnd;

    /** The part of its duration by which each call may be longer or shorter. */
    private double noise = 0.1;

    /** How often this process pauses, in seconds. */
    private double pauseInterval = Double.POSITIVE_INFINITY;

    /** The number of calls beyond which the server refuses further ones. */
    private int capacity = Integer.MAX_VALUE;

    private int refusals;

    /**
     * Sends calls as fast as the pace permits.
     *
     * @param seconds the duration of a call while a number of calls is in flight
     * @return the average limit of the last half
     */
    private double run(AdaptivePace pace, int calls, IntToDoubleFunction seconds) {
        long sum = 0;
        for (int i = 0; i < calls; i++) {
            send(pace);
            Call ended = next(seconds);
            pace.onSuccess(ended.mark(), 0, (long) (now * 1e9));
            sum += i >= calls / 2 ? pace.limit() : 0;
        }
        return sum / (calls / 2.0);
    }

    private void send(AdaptivePace pace) {
        while (inFlight.size() + unnoticed.size() < pace.limit()) {
            if (inFlight.size() >= capacity) {
                refusals++;
                pace.onOverload(pace.mark());
            } else {
                inFlight.add(new Call(progress + 1 - noise + 2 * noise * random.nextDouble(), pace.mark()));
            }
        }
        pace.onLimitReached();
    }

    /** Returns the call whose end is noticed next, at that time. */
    private Call next(IntToDoubleFunction seconds) {
        while (true) {
            Call first = inFlight.peek();
            double duration = seconds.applyAsDouble(Math.max(1, inFlight.size()));
            double end = first == null ? Double.POSITIVE_INFINITY : now + (first.end() - progress) * duration;
            if (!unnoticed.isEmpty() && end >= pauseEnd) {
                progress += Math.max(0, pauseEnd - now) / duration;
                now = Math.max(now, pauseEnd);
                return unnoticed.remove();
            }
            inFlight.remove();
            progress = first.end();
            now = end;
            if (now % pauseInterval >= PAUSE || pauseInterval == Double.POSITIVE_INFINITY) {
                return first;
            }
            pauseEnd = now - now % pauseInterval + PAUSE;
            unnoticed.add(first);
        }
    }

    /** A server that does a number of calls at once; further ones slow down all. */
    private static IntToDoubleFunction serverFor(int knee, double seconds) {
        return calls -> seconds * Math.max(1, (double) calls / knee);
    }

    @Test
    void usesAllThatIsPermittedIfTheServerKeepsUp() {
        assertThat(run(new AdaptivePace(256), 20_000, calls -> 1)).isGreaterThan(245);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.003, 0.02, 0.3, 10})
    void usesAllThatIsPermittedWhateverTheNoise(double seconds) {
        noise = 0.5;
        pauseInterval = 0.5;
        assertThat(run(new AdaptivePace(256), 200_000, calls -> seconds)).isGreaterThan(235);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.003, 0.02, 0.3, 10})
    void staysNearTheNumberOfCallsBeyondWhichTheServerIsNotFaster(double seconds) {
        // Sixty at once; further ones wait.
        assertThat(run(new AdaptivePace(1000), 100_000, serverFor(60, seconds))).isBetween(50.0, 120.0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.003, 0.02, 0.3, 10})
    void staysNearThatNumberWhateverTheNoise(double seconds) {
        noise = 0.5;
        pauseInterval = 0.5;
        assertThat(run(new AdaptivePace(1000), 200_000, serverFor(60, seconds))).isBetween(45.0, 150.0);
    }

    /** Twice as many calls are a seventh faster, then a twelfth, a twentieth: little, but worth it. */
    @Test
    void usesMostOfAServerThatGetsLittleFaster() {
        noise = 0.5;
        IntToDoubleFunction soft = calls -> 0.002 * (1 + calls / 4.0);
        double limit = run(new AdaptivePace(64), 400_000, soft);

        assertThat(throughput(limit, soft)).isGreaterThan(0.93 * throughput(64, soft));
    }

    private static double throughput(double calls, IntToDoubleFunction seconds) {
        return calls / seconds.applyAsDouble((int) calls);
    }

    @Test
    void reachesTheHighestNumberAfterAFewCallsEach() {
        noise = 0.5;
        AdaptivePace pace = new AdaptivePace(256);
        run(pace, 1000, calls -> 10);

        assertThat(pace.limit()).isEqualTo(256);
        assertThat(now).isLessThan(150);
    }

    @Test
    void keepsIncreasingWhileBatchesMakeTheServerFaster() {
        // Each call slows the others down, but less than it adds, up to 200.
        assertThat(run(new AdaptivePace(400), 50_000, calls -> 1 + calls / 100.0 + Math.max(0, calls - 200) / 20.0))
                .isBetween(100.0, 300.0);
    }

    @Test
    void sendsOneAtATimeToAServerThatCanDoOne() {
        assertThat(run(new AdaptivePace(256), 5_000, calls -> calls)).isLessThan(8);
    }

    @Test
    void staysBelowTheNumberThatTheServerRefuses() {
        noise = 0.5;
        capacity = 100;
        assertThat(run(new AdaptivePace(1000), 100_000, calls -> 1)).isBetween(60.0, 101.0);
        assertThat(refusals).isLessThan(2000);
    }

    @Test
    void halvesTheLimitOnceForAllCallsThatWereRefusedTogether() {
        AdaptivePace pace = new AdaptivePace(8);
        int mark = pace.mark();
        pace.onOverload(mark);
        pace.onOverload(mark);
        assertThat(pace.limit()).isEqualTo(4);

        pace.onOverload(pace.mark());
        assertThat(pace.limit()).isEqualTo(2);
        pace.onOverload(pace.mark());
        pace.onOverload(pace.mark());
        assertThat(pace.limit()).isEqualTo(1);
    }

    @Test
    void recoversFromRefusals() {
        AdaptivePace pace = new AdaptivePace(64);
        for (int i = 0; i < 6; i++) {
            pace.onOverload(pace.mark());
        }
        assertThat(pace.limit()).isEqualTo(1);
        assertThat(run(pace, 20_000, calls -> 1)).isGreaterThan(55);
    }

    @Test
    void decreasesWhenTheServerBecomesSlow() {
        AdaptivePace pace = new AdaptivePace(100);
        run(pace, 10_000, calls -> 1);
        assertThat(pace.limit()).isGreaterThan(60);

        // Ten at once now; further ones wait.
        assertThat(run(pace, 20_000, serverFor(10, 1))).isLessThan(40);
    }

    @Test
    void doesNotIncreaseWhileTheInputIsSlower() {
        AdaptivePace pace = new AdaptivePace(100);
        for (int i = 0; i < 1000; i++) {
            pace.onSuccess(pace.mark(), 10, i * 1_000_000L);
        }
        assertThat(pace.limit()).isEqualTo(8);
    }
}
