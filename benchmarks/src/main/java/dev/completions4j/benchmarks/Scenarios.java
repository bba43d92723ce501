package dev.completions4j.benchmarks;

import java.util.List;

/** The scenarios that clients are compared in. */
final class Scenarios {

    private static final int BURST_TOKENS = 2000;
    private static final int BURST_STREAMS = 8;
    private static final int REQUESTS_IN_FLIGHT = 64;

    /** A client that opens fewer streams in a second is too slow for this machine. */
    private static final int OPENED_PER_SECOND = 250;

    private Scenarios() {}

    /** The few that tell most, in a short time. */
    static List<Scenario> quick() {
        return List.of(
                burst("burst", Workload.burst(BURST_TOKENS), 5, 3),
                new Scenario("unary", Workload.whole(64), REQUESTS_IN_FLIGHT, 5, 3),
                paced(1000, 100, 3, 5));
    }

    /** All of them. */
    static List<Scenario> full() {
        Workload burst = Workload.burst(BURST_TOKENS);
        return List.of(
                burst("burst", burst, 10, 6),
                burst("burst of 1 KB events", burst.withTextBytes(800), 10, 6),
                burst("burst of 10 KB events", burst.withTextBytes(10_000), 10, 6),
                burst("burst of 8 choices", burst.withChoices(8), 10, 6),
                burst("burst with logprobs", burst.withTopLogprobs(5), 10, 6),
                new Scenario("unary", Workload.whole(64), REQUESTS_IN_FLIGHT, 8, 8),
                paced(2000, 100, 10, 15));
    }

    private static Scenario burst(String name, Workload workload, int warmUpSeconds, int seconds) {
        return new Scenario(name, workload, BURST_STREAMS, warmUpSeconds, seconds);
    }

    /** Many streams at once, of which each gets a token in each interval. */
    static Scenario paced(int streams, int intervalMillis, int warmUpSeconds, int seconds) {
        // Besides warming up and measuring, all must be opened, and the heap collected, before the first one ends.
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
