// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.playground;

import java.util.OptionalDouble;

/**
 * Reads samples of the Prometheus text format, of which a line is {@code name{label="value",…} value [timestamp]}.
 */
final class PrometheusText {

    private PrometheusText() {}

    /**
     * Returns the sum of a metric's samples, which differ by their labels, such as the engine.
     *
     * @param text the page of metrics
     * @param metric the name
     * @return empty if there is no sample whose value is a finite number
     */
    static OptionalDouble sum(String text, String metric) {
        double sum = 0;
        boolean found = false;
        for (String line : text.split("\n", -1)) {
            double value = value(line.strip(), metric);
            if (Double.isFinite(value)) {
                sum += value;
                found = true;
            }
        }
        return found ? OptionalDouble.of(sum) : OptionalDouble.empty();
    }

    /** Returns the value of a line, or NaN if it is no sample of the metric. */
    private static double value(String line, String metric) {
        String rest = line.startsWith(metric) ? line.substring(metric.length()) : "";
        String unlabelled = rest.strip().startsWith("{") ? rest.substring(endOfLabels(rest)) : rest;
        if (unlabelled.isBlank() || !Character.isWhitespace(unlabelled.charAt(0))) {
            return Double.NaN;
        }
        try {
            return Double.parseDouble(unlabelled.strip().split("\\s", 2)[0]);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /** Returns the index after the closing brace; values in quotation marks may contain braces. */
    private static int endOfLabels(String line) {
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '}') {
                return i + 1;
            }
        }
        return line.length();
    }
}
