// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.Locale;

/**
 * The result of one way to run a file.
 *
 * @param requests the number of requests during the measurement
 * @param cpuMicros CPU time of the whole process for each request
 * @param perSecond requests per second of wall-clock time
 */
record BatchMeasurement(BatchWay way, int java, long requests, double cpuMicros, double perSecond) {

    static final String CSV_HEADER = "way,java,requests,cpu_us_per_request,requests_per_second";

    String toCsv() {
        return String.format(Locale.ROOT, "%s,%d,%d,%.2f,%.0f", way.name(), java, requests, cpuMicros, perSecond);
    }

    static BatchMeasurement ofCsv(String line) {
        String[] fields = line.split(",", -1);
        return new BatchMeasurement(
                BatchWay.valueOf(fields[0]),
                Integer.parseInt(fields[1]),
                Long.parseLong(fields[2]),
                Double.parseDouble(fields[3]),
                Double.parseDouble(fields[4]));
    }
}
