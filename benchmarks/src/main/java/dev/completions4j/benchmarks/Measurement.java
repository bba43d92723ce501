// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.Locale;

/**
 * The result of one client in one scenario; NaN for values that the scenario does not measure.
 *
 * @param java the feature version of the client's JVM
 * @param texts the number of texts received during the measurement: tokens, or whole completions
 * @param failures the number of failed requests
 * @param cpuNanosPerText CPU time of the whole process
 * @param bytesPerText bytes allocated on the heap
 * @param bodyBytesPerText bytes of the response bodies
 * @param textsPerSecond texts per second of wall-clock time
 * @param threads the number of threads in the process while all streams were open
 * @param heapPerStream heap bytes in use after a garbage collection at the end of the measurement, with all streams open
 * @param directPerStream bytes of buffers outside the heap
 * @param firstMillis time until the first token of each stream had arrived
 * @param lagMicrosP50 time from the server's write to the client's code
 * @param lagMicrosP99 likewise
 * @param lagMicrosMax likewise
 */
record Measurement(
        String scenario,
        Client client,
        int java,
        long texts,
        long failures,
        double cpuNanosPerText,
        double bytesPerText,
        double bodyBytesPerText,
        double textsPerSecond,
        int threads,
        double heapPerStream,
        double directPerStream,
        double firstMillis,
        double lagMicrosP50,
        double lagMicrosP99,
        double lagMicrosMax) {

    static final String CSV_HEADER = "scenario,client,java,texts,failures,cpu_ns_per_text,heap_bytes_per_text,"
            + "body_bytes_per_text,texts_per_second,threads,heap_bytes_per_stream,direct_bytes_per_stream,first_ms,lag_us_p50,lag_us_p99,lag_us_max";

    /** Returns a measurement of nothing but the time until the first tokens. */
    static Measurement ofFirstTokens(String scenario, Client client, double firstMillis) {
        return new Measurement(
                scenario,
                client,
                Runtime.version().feature(),
                0,
                0,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                0,
                Double.NaN,
                Double.NaN,
                firstMillis,
                Double.NaN,
                Double.NaN,
                Double.NaN);
    }

    String toCsv() {
        return String.format(
                Locale.ROOT,
                "%s,%s,%d,%d,%d,%.1f,%.1f,%.1f,%.0f,%d,%.0f,%.0f,%.1f,%.0f,%.0f,%.0f",
                scenario,
                client.name(),
                java,
                texts,
                failures,
                cpuNanosPerText,
                bytesPerText,
                bodyBytesPerText,
                textsPerSecond,
                threads,
                heapPerStream,
                directPerStream,
                firstMillis,
                lagMicrosP50,
                lagMicrosP99,
                lagMicrosMax);
    }

    static Measurement ofCsv(String line) {
        String[] fields = line.split(",", -1);
        return new Measurement(
                fields[0],
                Client.valueOf(fields[1]),
                Integer.parseInt(fields[2]),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                Double.parseDouble(fields[5]),
                Double.parseDouble(fields[6]),
                Double.parseDouble(fields[7]),
                Double.parseDouble(fields[8]),
                Integer.parseInt(fields[9]),
                Double.parseDouble(fields[10]),
                Double.parseDouble(fields[11]),
                Double.parseDouble(fields[12]),
                Double.parseDouble(fields[13]),
                Double.parseDouble(fields[14]),
                Double.parseDouble(fields[15]));
    }
}
