// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
        for (List<Scenario> scenarios : List.of(Scenarios.full(), Scenarios.growth())) {
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
                .contains("burst: CPU", ">150 ns (1.5)<", ">100 ns (1.0)<")
                .containsOnlyOnce("width=\"370.0\"");
    }

    @Test
    void aBoundHoldsUpToItsRatio() {
        assertThat(new Bound("burst", Client.OURS_NETTY, Client.FLOOR, 1.5).holds(MEDIANS))
                .isTrue();
        assertThat(new Bound("burst", Client.OURS_NETTY, Client.FLOOR, 1.4).holds(MEDIANS))
                .isFalse();
        assertThat(new Bound("burst", Client.OURS_NETTY, Client.BY_HAND, 0.1).holds(MEDIANS))
                .isTrue();
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
                1_000_000,
                8,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN);
    }
}
