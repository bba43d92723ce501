// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.PriorityQueue;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Paces calls to servers whose speed depends on the number of calls, in simulated time. */
class AdaptivePaceTest {

    private record Call(long end, int mark) {}

    private final PriorityQueue<Call> inFlight = new PriorityQueue<>((a, b) -> Long.compare(a.end(), b.end()));
    private long now;

    /**
     * Sends calls as fast as the pace permits.
     *
     * @param seconds the duration of a call, by the number of calls in flight
     * @return the average limit of the last half
     */
    private double run(AdaptivePace pace, int calls, IntToDoubleFunction seconds) {
        long sum = 0;
        for (int i = 0; i < calls; i++) {
            while (inFlight.size() < pace.limit()) {
                // Not all of one length.
                double length = seconds.applyAsDouble(inFlight.size() + 1) * (0.9 + 0.2 * ((i * 7919) % 100) / 100);
                inFlight.add(new Call(now + (long) (length * 1e9), pace.mark()));
            }
            pace.onLimitReached();
            Call first = inFlight.remove();
            now = first.end();
            pace.onSuccess(first.mark(), 0, now);
            sum += i >= calls / 2 ? pace.limit() : 0;
        }
        return sum / (calls / 2.0);
    }

    @Test
    void usesAllThatIsPermittedIfTheServerKeepsUp() {
        assertThat(run(new AdaptivePace(256), 20_000, calls -> 1)).isGreaterThan(250);
    }

    @Test
    void staysNearTheNumberOfCallsBeyondWhichTheServerIsNotFaster() {
        // Sixty at once; further ones wait.
        assertThat(run(new AdaptivePace(1000), 50_000, calls -> Math.max(1, calls / 60.0)))
                .isBetween(50.0, 140.0);
    }

    @Test
    void keepsIncreasingWhileBatchesMakeTheServerFaster() {
        // Each call slows the others down, but less than it adds, up to 200.
        assertThat(run(new AdaptivePace(400), 50_000, calls -> 1 + calls / 100.0 + Math.max(0, calls - 200) / 20.0))
                .isBetween(100.0, 300.0);
    }

    @Test
    void sendsOneAtATimeToAServerThatCanDoOne() {
        assertThat(run(new AdaptivePace(256), 5_000, calls -> calls)).isLessThan(17);
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
        assertThat(run(pace, 20_000, calls -> 1)).isGreaterThan(60);
    }

    @Test
    void decreasesWhenTheServerBecomesSlow() {
        AdaptivePace pace = new AdaptivePace(100);
        run(pace, 10_000, calls -> 1);
        assertThat(pace.limit()).isEqualTo(100);

        // Ten at once now; further ones wait.
        assertThat(run(pace, 20_000, calls -> Math.max(1, calls / 10.0))).isLessThan(50);
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
