// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.List;

/** The scenarios in which clients are compared. Clients that use Netty have one event loop, so that equals are compared. */
final class Scenarios {

    private static final int BURST_TOKENS = 2000;
    private static final int BURST_STREAMS = 8;
    private static final int REQUESTS_IN_FLIGHT = 64;
    private static final int EVENT_LOOPS = 1;

    /** At ten thousand tokens per second, the JIT compiler takes that long, and up to half of the CPU until then. */
    private static final int PACED_WARM_UP_SECONDS = 40;

    /** A client that opens fewer streams per second is too slow for this machine. */
    private static final int OPENED_PER_SECOND = 50;

    static final Scenario BURST = burst("burst", Workload.burst(BURST_TOKENS), 4, 3);
    static final Scenario UNARY = closed("unary", Workload.whole(64), REQUESTS_IN_FLIGHT, 5, 3);
    static final Scenario PACED = paced(1000, 100, PACED_WARM_UP_SECONDS, 5);

    static final Scenario TLS_BURST = BURST.over(Protocol.TLS, "TLS burst");
    static final Scenario TLS_UNARY = UNARY.over(Protocol.TLS, "TLS unary");
    static final Scenario TLS_PACED = PACED.over(Protocol.TLS, "TLS paced; 1000 streams");

    static final Scenario HTTP_2_BURST = closed("HTTP/2 burst; 1000 streams", Workload.burst(200), 1000, 4, 3)
            .over(Protocol.HTTP_2, "HTTP/2 burst; 1000 streams");
    static final Scenario HTTP_2_PACED = PACED.over(Protocol.HTTP_2, "HTTP/2 paced; 1000 streams");

    static final Scenario EVENTS_1_KB = burst("1 KB events", BURST.workload().withTextBytes(750), 4, 3);
    static final Scenario EVENTS_10_KB = burst("10 KB events", BURST.workload().withTextBytes(10_000), 4, 3);
    static final Scenario CHOICES_16 = burst("16 choices", BURST.workload().withChoices(16), 4, 3);
    static final Scenario ALL_DETAILS = burst("all details", BURST.workload().withDetail(Detail.ALL), 4, 3);

    /** Each stream has received 240 tokens when the heap is measured, at the end. */
    static final Scenario TOKENS_240 =
            openStreams("240 tokens received; 400 streams", 400, 50, 4, 8).withoutStamps();

    /** Each connection is used once, so that the JIT compiler needs many of them. */
    static final Scenario STORM = new Scenario(
            "storm; 2000 connections", Load.STORM, Protocol.HTTP_1, Workload.paced(3, 1000), 2000, EVENT_LOOPS, 60, 24);

    static final Scenario STREAMS_10_000 = paced(10_000, 1000, 10, 15);

    static final Scenario COLD = cold("cold start");
    static final Scenario COLD_AOT = cold("cold start with an AOT cache");

    private Scenarios() {}

    /** Returns the few most significant scenarios. */
    static List<Scenario> quick() {
        return List.of(BURST, UNARY, PACED);
    }

    /** Returns the same scenarios with more streams and a longer duration. */
    static List<Scenario> full() {
        return List.of(
                burst("burst", Workload.burst(BURST_TOKENS), 10, 6),
                closed("unary", Workload.whole(64), REQUESTS_IN_FLIGHT, 8, 8),
                paced(2000, 100, PACED_WARM_UP_SECONDS, 15));
    }

    /** Returns bursts of all sizes. */
    static List<Scenario> growth() {
        Workload usual = BURST.workload();
        return List.of(
                BURST,
                closed("1 stream", usual, 1, 4, 3),
                closed("100 streams", usual, 100, 4, 3),
                burst("50 tokens a stream", Workload.burst(50), 4, 3),
                burst("20000 tokens a stream", Workload.burst(20_000), 4, 3),
                EVENTS_1_KB,
                EVENTS_10_KB,
                burst("4 choices", usual.withChoices(4), 4, 3),
                CHOICES_16,
                burst("logprobs", usual.withDetail(Detail.LOGPROBS), 4, 3),
                ALL_DETAILS);
    }

    /** Returns a burst and paced streams for each number of event loops. */
    static List<Scenario> eventLoops(List<Integer> counts) {
        return counts.stream()
                .flatMap(count -> quick().stream()
                        .map(each -> each.withEventLoops(each.name() + "; " + count + " event loops", count)))
                .toList();
    }

    private static Scenario burst(String name, Workload workload, int warmUpSeconds, int seconds) {
        return closed(name, workload, BURST_STREAMS, warmUpSeconds, seconds);
    }

    private static Scenario closed(String name, Workload workload, int streams, int warmUpSeconds, int seconds) {
        return new Scenario(
                name, Load.CLOSED_LOOP, Protocol.HTTP_1, workload, streams, EVENT_LOOPS, warmUpSeconds, seconds);
    }

    /** Many streams at once, each with one token per interval. */
    static Scenario paced(int streams, int intervalMillis, int warmUpSeconds, int seconds) {
        return openStreams("paced; " + streams + " streams", streams, intervalMillis, warmUpSeconds, seconds);
    }

    private static Scenario openStreams(String name, int streams, int intervalMillis, int warmUpSeconds, int seconds) {
        // All streams must be opened before the first one ends, and the heap collected.
        int length = warmUpSeconds + seconds + streams / OPENED_PER_SECOND + 10;
        int tokens = length * 1000 / intervalMillis;
        return new Scenario(
                name,
                Load.OPEN_STREAMS,
                Protocol.HTTP_1,
                Workload.paced(tokens, intervalMillis),
                streams,
                EVENT_LOOPS,
                warmUpSeconds,
                seconds);
    }

    /** The first token of a JVM; clients that use Netty have their default number of event loops. */
    private static Scenario cold(String name) {
        return new Scenario(name, Load.OPEN_STREAMS, Protocol.HTTP_1, FirstChunk.WORKLOAD, 1, 0, 0, 0);
    }
}
