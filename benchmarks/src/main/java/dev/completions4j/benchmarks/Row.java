// SPDX-License-Identifier: Apache-2.0
package dev.completions4j.benchmarks;

/**
 * A figure with its bound.
 *
 * @param name what is compared with what
 * @param goal what the figure should reach
 * @param bound what the figure must not exceed: the goal plus a margin for noise, or if it is not reached, the highest
 *     value measured plus a margin
 */
record Row(String name, Figure figure, double goal, double bound) {

    /** Returns false if the figure exceeds its bound; true if it was not measured. */
    boolean holds(Results results) {
        double value = figure.of(results);
        return Double.isNaN(value) || value <= bound;
    }

    boolean wasMeasured(Results results) {
        return !Double.isNaN(figure.of(results));
    }
}
