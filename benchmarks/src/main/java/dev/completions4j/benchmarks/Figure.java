// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

import java.util.List;
import java.util.Locale;

/** A number that is computed from measurements and has a bound. */
sealed interface Figure {

    /** Returns the clients and scenarios that must be measured. */
    List<Subject> subjects();

    /** Returns the number; NaN if something was not measured. */
    double of(Results results);

    /** Formats a number of this kind. */
    String format(double value);

    /** A quantity as a multiple of that of another client or scenario. */
    record Ratio(Quantity quantity, Subject subject, Subject baseline) implements Figure {

        @Override
        public List<Subject> subjects() {
            return List.of(subject, baseline);
        }

        @Override
        public double of(Results results) {
            return subject.median(quantity, results.medians()) / baseline.median(quantity, results.medians());
        }

        @Override
        public String format(double value) {
            return formatRatio(value);
        }
    }

    /** A quantity minus that of another client. */
    record Excess(Quantity quantity, Subject subject, Subject baseline) implements Figure {

        @Override
        public List<Subject> subjects() {
            return List.of(subject, baseline);
        }

        @Override
        public double of(Results results) {
            return subject.median(quantity, results.medians()) - baseline.median(quantity, results.medians());
        }

        @Override
        public String format(double value) {
            return quantity.format(value);
        }
    }

    /** A quantity. */
    record Value(Quantity quantity, Subject subject) implements Figure {

        @Override
        public List<Subject> subjects() {
            return List.of(subject);
        }

        @Override
        public double of(Results results) {
            return subject.median(quantity, results.medians());
        }

        @Override
        public String format(double value) {
            return quantity.format(value);
        }
    }

    /**
     * The time that the encoding of a request takes, as a multiple of a copy of its bytes.
     *
     * @param prompt a prompt of {@link dev.completions4j.benchmarks.micro.RequestEncoding}
     */
    record Encoding(String prompt) implements Figure {

        @Override
        public List<Subject> subjects() {
            return List.of();
        }

        @Override
        public double of(Results results) {
            return results.encodingRatios().getOrDefault(prompt, Double.NaN);
        }

        @Override
        public String format(double value) {
            return formatRatio(value);
        }
    }

    private static String formatRatio(double value) {
        return String.format(Locale.ROOT, "%.2f ×", value);
    }
}
