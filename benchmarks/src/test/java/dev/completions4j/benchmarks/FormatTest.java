// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The formats exchanged between JVMs, and the reports. */
class FormatTest {

    private static final Medians MEDIANS = new Medians(List.of(
            measurement(Client.FLOOR, 100),
            measurement(Client.OURS_NETTY, 150),
            measurement(Client.OURS_NETTY, 900),
            measurement(Client.OURS_NETTY, 120)));

    @Test
    void aScenarioCanBeParsedFromItsCommandLineFormat() {
        for (List<Scenario> scenarios : List.of(
                Scenarios.full(),
                Scenarios.growth(),
                Group.TLS.scenarios(),
                Group.HTTP_2.scenarios(),
                Group.STORM.scenarios())) {
            for (Scenario scenario : scenarios) {
                assertThat(Scenario.parse(scenario.format())).isEqualTo(scenario);
            }
        }
    }

    @Test
    void aMeasurementCanBeParsedFromItsCsv() {
        Measurement measurement = measurement(Client.OURS_JDK, 12.5);

        assertThat(Measurement.ofCsv(measurement.toCsv())).isEqualTo(measurement);
    }

    @Test
    void aStampIsReadWhereItWasWritten() {
        byte[] bytes = "text: ................ sea".getBytes(StandardCharsets.US_ASCII);
        Stamp.write(1_234_567_890_123_456L, bytes, 6);

        assertThat(Stamp.read(Unpooled.wrappedBuffer(bytes), 6)).isEqualTo(1_234_567_890_123_456L);
        assertThat(Stamp.read(Unpooled.wrappedBuffer(bytes), 5)).isEqualTo(-1);
        assertThat(Stamp.read(Unpooled.wrappedBuffer(bytes), 20)).isEqualTo(-1);
    }

    @Test
    void aReportShowsMediansAndRatios() {
        StringWriter out = new StringWriter();
        new Report(MEDIANS).print(new PrintWriter(out, true));

        assertThat(out.toString())
                .contains("### burst", "CPU × FLOOR", "completions4j, Netty | 150 |", "| 1.50 |")
                .doesNotContain("NaN", "heap per stream", "BY_HAND");
    }

    @Test
    void aChartShowsMediansAndRatios() {
        assertThat(new Chart(MEDIANS).svg())
                .contains(">burst<", ">CPU per token; shorter is better<", ">1.5 × · 150 ns<", ">1.0 × · 100 ns<")
                .containsOnlyOnce("width=\"340.0\"");
    }

    @Test
    void aChartOfFirstTokensShowsTheirTimes() {
        Medians times = new Medians(List.of(
                Measurement.ofFirstTokens("storm", Client.FLOOR, 20),
                Measurement.ofFirstTokens("storm", Client.OURS_NETTY, 30)));

        assertThat(new Chart(times).svg())
                .contains(">time until every stream has its first token; shorter is better<", ">1.5 × · 30 ms<");
    }

    @Test
    void aChartOfStreamsWithoutTimesShowsTheirHeap() {
        Medians heaps = new Medians(List.of(heap(Client.FLOOR, 2048), heap(Client.OURS_NETTY, 4096)));

        assertThat(new Chart(heaps).svg()).contains(">heap per open stream; shorter is better<", ">2.0 × · 4.0 KB<");
    }

    @Test
    void aReportOfFirstTokensComparesTheirTimes() {
        StringWriter out = new StringWriter();
        new Report(new Medians(List.of(
                        Measurement.ofFirstTokens("storm", Client.FLOOR, 20),
                        Measurement.ofFirstTokens("storm", Client.OURS_NETTY, 30))))
                .print(new PrintWriter(out, true));

        assertThat(out.toString())
                .contains("time to first tokens × FLOOR", "| 30 |", "| 1.50 |")
                .doesNotContain("NaN", "CPU");
    }

    @Test
    void aFigureComparesClientsAndScenarios() {
        Subject ours = new Subject(Scenarios.BURST, Client.OURS_NETTY);
        Subject floor = new Subject(Scenarios.BURST, Client.FLOOR);
        Subject byHand = new Subject(Scenarios.BURST, Client.BY_HAND);
        Results results = new Results(MEDIANS, Map.of("ascii", 3.5));

        assertThat(new Figure.Ratio(Quantity.CPU, ours, floor).of(results)).isEqualTo(1.5);
        assertThat(new Figure.Excess(Quantity.CPU, ours, floor).of(results)).isEqualTo(50);
        assertThat(new Figure.Value(Quantity.CPU, ours).of(results)).isEqualTo(150);
        assertThat(new Figure.Value(Quantity.CPU_PER_BYTE, ours).of(results)).isEqualTo(0.6);
        assertThat(new Figure.Encoding("ascii").of(results)).isEqualTo(3.5);
        assertThat(new Figure.Ratio(Quantity.CPU, ours, byHand).of(results)).isNaN();
        assertThat(new Figure.Encoding("tokens").of(results)).isNaN();
    }

    @Test
    void aRowHoldsUpToItsBound() {
        assertThat(row(1.5).holds(Results.of(MEDIANS))).isTrue();
        assertThat(row(1.4).holds(Results.of(MEDIANS))).isFalse();
        assertThat(row(0.1).holds(Results.of(new Medians(List.of())))).isTrue();
    }

    @Test
    void aCheckFailsIfARowExceedsItsBound() {
        StringWriter out = new StringWriter();
        PrintWriter printer = new PrintWriter(out, true);

        assertThat(Rows.check(List.of(row(1.5)), Results.of(MEDIANS), printer)).isZero();
        assertThat(Rows.check(List.of(row(1.4)), Results.of(MEDIANS), printer)).isEqualTo(1);
        assertThat(out.toString()).contains("| burst, Netty ÷ floor: CPU | 1.50 × |");
    }

    @Test
    void everyRowHasAGoalWithinItsBoundAndAScenarioOfItsProtocol() {
        assertThat(Stream.of(Rows.SHORT, Rows.LONG, Rows.COLD).flatMap(List::stream))
                .allSatisfy(row -> assertThat(row.goal()).isPositive().isLessThanOrEqualTo(row.bound()))
                .allSatisfy(row -> assertThat(row.figure().subjects())
                        .allMatch(subject ->
                                subject.client().speaks(subject.scenario().protocol())));
    }

    @Test
    void aPlanLeavesOutClientsThatDoNotSpeakTheProtocol() {
        Plan plan = Plan.of(List.of(Scenarios.HTTP_2_BURST), List.of(Client.FLOOR, Client.BY_HAND));

        assertThat(plan.clients(Scenarios.HTTP_2_BURST)).containsExactly(Client.FLOOR);
    }

    private static Row row(double bound) {
        return new Row(
                "burst",
                new Figure.Ratio(
                        Quantity.CPU,
                        new Subject(Scenarios.BURST, Client.OURS_NETTY),
                        new Subject(Scenarios.BURST, Client.FLOOR)),
                bound,
                bound);
    }

    private static Measurement heap(Client client, double bytes) {
        return new Measurement(
                "open",
                client,
                17,
                1000,
                0,
                10_000,
                67.5,
                250,
                1000,
                8,
                bytes,
                0,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN);
    }

    private static Measurement measurement(Client client, double cpuNanos) {
        return new Measurement(
                "burst",
                client,
                17,
                1000,
                0,
                cpuNanos,
                67.5,
                250,
                1_000_000,
                8,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN);
    }
}
