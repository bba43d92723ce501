// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import static dev.completions4j.benchmarks.Client.BY_HAND;
import static dev.completions4j.benchmarks.Client.FLOOR;
import static dev.completions4j.benchmarks.Client.NETTY_JACKSON;
import static dev.completions4j.benchmarks.Client.OURS_JDK;
import static dev.completions4j.benchmarks.Client.OURS_NETTY;
import static dev.completions4j.benchmarks.Client.OURS_NETTY_UNKEPT;

import dev.completions4j.benchmarks.Figure.Encoding;
import dev.completions4j.benchmarks.Figure.Excess;
import dev.completions4j.benchmarks.Figure.Ratio;
import dev.completions4j.benchmarks.Figure.Value;
import java.io.PrintWriter;
import java.util.List;
import java.util.stream.Stream;

/** The figures that are guarded. */
final class Rows {

    private static final double KB = 1024;

    /** The rows that together take about a quarter of an hour. */
    static final List<Row> SHORT = List.of(
            cpu("burst, Netty ÷ floor", Scenarios.BURST, OURS_NETTY, FLOOR, 0.9, 2.4),
            new Row(
                    "burst, Netty: allocation per token",
                    new Value(Quantity.ALLOCATION, new Subject(Scenarios.BURST, OURS_NETTY)),
                    150,
                    230),
            cpu("burst, JDK ÷ by hand", Scenarios.BURST, OURS_JDK, BY_HAND, 0.36, 0.36),
            // What is compared with the burst is measured directly after it, since shared machines change their speed.
            new Row(
                    "16 choices in turn ÷ one, Netty: CPU per token",
                    new Ratio(
                            Quantity.CPU,
                            new Subject(Scenarios.CHOICES_16, OURS_NETTY),
                            new Subject(Scenarios.BURST, OURS_NETTY)),
                    1.15,
                    2.0),
            perByte("events of 1 KB ÷ 259 B, Netty: CPU per byte", Scenarios.EVENTS_1_KB, 1.3, 3),
            perByte("events of 10 KB ÷ 259 B, Netty: CPU per byte", Scenarios.EVENTS_10_KB, 1.3, 3.5),
            cpu("unary, Netty ÷ (Netty + Jackson)", Scenarios.UNARY, OURS_NETTY, NETTY_JACKSON, 1.15, 1.6),
            new Row(
                    "unary, Netty: allocation per completion",
                    new Value(Quantity.ALLOCATION, new Subject(Scenarios.UNARY, OURS_NETTY)),
                    5 * KB,
                    8 * KB),
            cpu("unary, JDK ÷ by hand", Scenarios.UNARY, OURS_JDK, BY_HAND, 0.8, 1.25),
            cpu("paced, Netty ÷ floor", Scenarios.PACED, OURS_NETTY, FLOOR, 1.1, 2.3),
            cpu("paced, JDK ÷ by hand", Scenarios.PACED, OURS_JDK, BY_HAND, 1.1, 1.1),
            cpu("TLS: burst, Netty ÷ floor", Scenarios.TLS_BURST, OURS_NETTY, FLOOR, 1.1, 2.0),
            cpu("TLS: unary, Netty ÷ floor", Scenarios.TLS_UNARY, OURS_NETTY, FLOOR, 1.15, 2.0),
            cpu("TLS: paced, Netty ÷ floor", Scenarios.TLS_PACED, OURS_NETTY, FLOOR, 1.1, 1.7),
            cpu("HTTP/2: burst, Netty ÷ floor", Scenarios.HTTP_2_BURST, OURS_NETTY, FLOOR, 1.2, 3.0),
            cpu("HTTP/2: paced, Netty ÷ floor", Scenarios.HTTP_2_PACED, OURS_NETTY, FLOOR, 1.2, 2.0),
            cpu(
                    "chunks with all details, Netty ÷ (Netty + Jackson)",
                    Scenarios.ALL_DETAILS,
                    OURS_NETTY,
                    NETTY_JACKSON,
                    0.4,
                    1.1),
            heap("open stream with 240 tokens, Netty: heap above the floor's", OURS_NETTY, 4 * KB, 4.5 * KB),
            heap(
                    "open stream with 240 tokens, Netty, text not kept: heap above the floor's",
                    OURS_NETTY_UNKEPT,
                    1.5 * KB,
                    3 * KB),
            new Row("encode 100,000 tokens ÷ copy", new Encoding("tokens"), 4, 12),
            new Row("encode 1 MB of ASCII ÷ copy", new Encoding("ascii"), 4, 12),
            new Row("encode 1 MB of UTF-8 ÷ copy", new Encoding("umlauts"), 4, 15));

    /** The rows that need thousands of connections. */
    static final List<Row> LONG = List.of(
            new Row(
                    "storm of 2,000 connections, Netty ÷ floor: time to first tokens",
                    new Ratio(
                            Quantity.FIRST_TOKENS,
                            new Subject(Scenarios.STORM, OURS_NETTY),
                            new Subject(Scenarios.STORM, FLOOR)),
                    1.2,
                    2.0),
            new Row(
                    "10,000 streams, Netty: threads",
                    new Value(Quantity.THREADS, new Subject(Scenarios.STREAMS_10_000, OURS_NETTY)),
                    26,
                    26),
            new Row(
                    "10,000 streams, Netty ÷ floor: lag p99",
                    new Ratio(
                            Quantity.LAG_P99,
                            new Subject(Scenarios.STREAMS_10_000, OURS_NETTY),
                            new Subject(Scenarios.STREAMS_10_000, FLOOR)),
                    1.1,
                    2.0));

    /** The rows of cold starts. */
    static final List<Row> COLD = List.of(
            cold("cold start, JDK ÷ by hand", Scenarios.COLD, OURS_JDK, 0.7, 0.8),
            cold("cold start, Netty ÷ by hand", Scenarios.COLD, OURS_NETTY, 0.9, 1.2),
            cold("cold start with an AOT cache, JDK ÷ by hand", Scenarios.COLD_AOT, OURS_JDK, 0.7, 0.8),
            cold("cold start with an AOT cache, Netty ÷ by hand", Scenarios.COLD_AOT, OURS_NETTY, 0.9, 1.3));

    private Rows() {}

    private static Row cpu(String name, Scenario scenario, Client client, Client baseline, double goal, double bound) {
        return new Row(
                name + ": CPU",
                new Ratio(Quantity.CPU, new Subject(scenario, client), new Subject(scenario, baseline)),
                goal,
                bound);
    }

    private static Row perByte(String name, Scenario scenario, double goal, double bound) {
        return new Row(
                name,
                new Ratio(
                        Quantity.CPU_PER_BYTE,
                        new Subject(scenario, OURS_NETTY),
                        new Subject(Scenarios.BURST, OURS_NETTY)),
                goal,
                bound);
    }

    private static Row heap(String name, Client client, double goal, double bound) {
        return new Row(
                name,
                new Excess(
                        Quantity.HEAP_PER_STREAM,
                        new Subject(Scenarios.TOKENS_240, client),
                        new Subject(Scenarios.TOKENS_240, FLOOR)),
                goal,
                bound);
    }

    private static Row cold(String name, Scenario scenario, Client client, double goal, double bound) {
        return new Row(
                name,
                new Ratio(Quantity.FIRST_TOKENS, new Subject(scenario, client), new Subject(scenario, BY_HAND)),
                goal,
                bound);
    }

    /** Prints the rows that were measured as a Markdown table. */
    static void print(Results results, PrintWriter out) {
        List<Row> measured = Stream.of(SHORT, LONG, COLD)
                .flatMap(List::stream)
                .filter(row -> row.wasMeasured(results))
                .toList();
        if (measured.isEmpty()) {
            return;
        }
        out.println();
        out.println("| row | measured | goal | bound |");
        out.println("|---|---:|---:|---:|");
        for (Row row : measured) {
            Figure figure = row.figure();
            double value = figure.of(results);
            out.println("| " + row.name() + " | " + figure.format(value) + (value > row.bound() ? " (exceeded)" : "")
                    + " | " + figure.format(row.goal()) + " | " + figure.format(row.bound()) + " |");
        }
    }

    /**
     * Prints the rows that were measured, and whether one of the given rows exceeds its bound.
     *
     * @return the exit code of a command
     */
    static int check(List<Row> rows, Results results, PrintWriter out) {
        print(results, out);
        boolean hold = rows.stream().allMatch(row -> row.holds(results));
        out.println();
        out.println(hold ? "All figures are within their bounds" : "Measure again before looking for a cause");
        return hold ? 0 : 1;
    }
}
