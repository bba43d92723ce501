// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.List;

/** The scenarios in which clients are compared. */
final class Scenarios {

    private static final int BURST_TOKENS = 2000;
    private static final int BURST_STREAMS = 8;
    private static final int REQUESTS_IN_FLIGHT = 64;

    /** A client that opens fewer streams per second is too slow for this machine. */
    private static final int OPENED_PER_SECOND = 250;

    private Scenarios() {}

    /** Returns the few most significant scenarios. */
    static List<Scenario> quick() {
        return List.of(
                burst("burst", Workload.burst(BURST_TOKENS), 5, 3),
                new Scenario("unary", Workload.whole(64), REQUESTS_IN_FLIGHT, 5, 3),
                paced(1000, 100, 3, 5));
    }

    /** Returns the same scenarios with more streams and a longer duration. */
    static List<Scenario> full() {
        return List.of(
                burst("burst", Workload.burst(BURST_TOKENS), 10, 6),
                new Scenario("unary", Workload.whole(64), REQUESTS_IN_FLIGHT, 8, 8),
                paced(2000, 100, 10, 15));
    }

    /** Returns bursts of all sizes. */
    static List<Scenario> growth() {
        Workload usual = Workload.burst(BURST_TOKENS);
        return List.of(
                burst("8 streams of 2000 tokens", usual, 4, 3),
                new Scenario("1 stream", usual, 1, 4, 3),
                new Scenario("100 streams", usual, 100, 4, 3),
                burst("50 tokens a stream", Workload.burst(50), 4, 3),
                burst("20000 tokens a stream", Workload.burst(20_000), 4, 3),
                burst("1 KB events", usual.withTextBytes(750), 4, 3),
                burst("10 KB events", usual.withTextBytes(10_000), 4, 3),
                burst("4 choices", usual.withChoices(4), 4, 3),
                burst("16 choices", usual.withChoices(16), 4, 3),
                burst("logprobs", usual.withTopLogprobs(5), 4, 3));
    }

    private static Scenario burst(String name, Workload workload, int warmUpSeconds, int seconds) {
        return new Scenario(name, workload, BURST_STREAMS, warmUpSeconds, seconds);
    }

    /** Many streams at once, each with one token per interval. */
    static Scenario paced(int streams, int intervalMillis, int warmUpSeconds, int seconds) {
        // All streams must be opened and the heap collected, too, before the first one ends.
        int length = warmUpSeconds + seconds + streams / OPENED_PER_SECOND + 15;
        int tokens = length * 1000 / intervalMillis;
        return new Scenario(
                "paced; " + streams + " streams",
                Workload.paced(tokens, intervalMillis),
                streams,
                warmUpSeconds,
                seconds);
    }
}
