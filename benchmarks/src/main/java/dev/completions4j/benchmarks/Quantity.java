// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.Locale;

/** A value of a {@link Measurement} that is compared with that of another client or scenario. */
enum Quantity {
    CPU("CPU", "ns", 1),
    CPU_PER_BYTE("CPU per byte", "ns", 1),
    ALLOCATION("allocation", "B", 1),
    HEAP_PER_STREAM("heap per stream", "KB", 1024),
    FIRST_TOKENS("time to first tokens", "ms", 1),
    LAG_P99("lag p99", "ms", 1000),
    THREADS("threads", "", 1);

    private final String label;
    private final String unit;
    private final double unitSize;

    Quantity(String label, String unit, double unitSize) {
        this.label = label;
        this.unit = unit;
        this.unitSize = unitSize;
    }

    /** Returns the name in reports. */
    String label() {
        return label;
    }

    /**
     * Returns the quantity by which clients are compared in a scenario: the time to the first tokens or the heap, if the
     * scenario is there for them, or else CPU.
     */
    static Quantity compared(Medians medians, String scenario) {
        if (FIRST_TOKENS.wasMeasured(medians, scenario)) {
            return FIRST_TOKENS;
        }
        // Texts that are paced without the time are there for the heap.
        boolean timed = LAG_P99.wasMeasured(medians, scenario);
        return HEAP_PER_STREAM.wasMeasured(medians, scenario) && !timed ? HEAP_PER_STREAM : CPU;
    }

    private boolean wasMeasured(Medians medians, String scenario) {
        return medians.clients(scenario).stream().noneMatch(client -> Double.isNaN(medians.of(scenario, client, this)));
    }

    /** Returns the value; NaN if it was not measured. */
    double of(Measurement measurement) {
        return switch (this) {
            case CPU -> measurement.cpuNanosPerText();
            case CPU_PER_BYTE -> measurement.cpuNanosPerText() / measurement.bodyBytesPerText();
            case ALLOCATION -> measurement.bytesPerText();
            case HEAP_PER_STREAM -> measurement.heapPerStream();
            case FIRST_TOKENS -> measurement.firstMillis();
            case LAG_P99 -> measurement.lagMicrosP99();
            case THREADS -> measurement.threads();
        };
    }

    /** Formats a value with its unit. */
    String format(double value) {
        if (unit.equals("ns") && value >= 10_000) {
            return String.format(Locale.ROOT, "%,.1f µs", value / 1000);
        }
        double inUnits = value / unitSize;
        return String.format(Locale.ROOT, inUnits < 10 ? "%.1f %s" : "%,.0f %s", inUnits, unit)
                .strip();
    }
}
